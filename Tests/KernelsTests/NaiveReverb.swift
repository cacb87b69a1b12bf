import DSP

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The reverb as its rows define it, one sample after the other in double precision.
struct NaiveReverb {
  private var input = [[Double]](repeating: [], count: 2)
  private var second = [[Double]](repeating: [], count: 16)
  private var third = [[Double]](repeating: [], count: 16)
  private var tank = [[Double]](repeating: [], count: 16)
  private var tone = [Double](repeating: 0, count: 8)
  private var held = [Double](repeating: 0, count: 16)
  private var low = [Double](repeating: 0, count: 16)
  private var high = [Double](repeating: 0, count: 16)
  private var turn = [Double](repeating: 0, count: 16)
  private var cosine = [Double](repeating: 1, count: 16)
  private var frame = 0

  /// Runs a grain of frames on resting rows of parameters.
  mutating func run(_ left: [Float], _ right: [Float], _ rows: [Float]) -> [(Double, Double)] {
    func row(_ row: Int, _ lane: Int) -> Double { Double(rows[row * 16 + lane]) }
    let (oldTurn, oldCosine) = (turn, cosine)
    let end = frame + left.count
    for lane in 0..<16 {
      // The phases begin a golden angle apart.
      let golden = Double.pi * (3 - 5.0.squareRoot())
      let phase = golden * Double(lane) + Double(end) * row(ReverbRow.sweep, lane)
      turn[lane] = row(ReverbRow.depth, lane) * sin(phase)
      cosine[lane] = (1 - turn[lane] * turn[lane]).squareRoot()
    }
    return left.indices.map { index in
      let way = Double(index + 1) / Double(left.count)
      let sines = (0..<16).map { oldTurn[$0] + (turn[$0] - oldTurn[$0]) * way }
      let cosines = (0..<16).map { oldCosine[$0] + (cosine[$0] - oldCosine[$0]) * way }
      return step((Double(left[index]), Double(right[index])), row, sines, cosines)
    }
  }

  private mutating func step(
    _ source: (Double, Double), _ row: (Int, Int) -> Double, _ sines: [Double],
    _ cosines: [Double]
  ) -> (Double, Double) {
    func mix(_ lane: Int) -> Double { row(ReverbRow.mix, lane) }
    for (side, sample) in [source.0, source.1].enumerated() {
      input[side].append(filter(sample * mix(ReverbMix.input), side, mix))
    }
    let echoes = diffuse(row)
    var lines = [Double](repeating: 0, count: 16)
    for lane in 0..<16 {
      let delayed = past(tank[lane], Int(row(ReverbRow.lines, lane)) - 1)
      let turned = sines[lane] * delayed + cosines[lane] * held[lane]
      held[lane] = cosines[lane] * delayed - sines[lane] * held[lane]
      let leveled = section(ReverbRow.lowSection, lane, turned, &low[lane], row)
      lines[lane] = section(ReverbRow.highSection, lane, leveled, &high[lane], row)
    }
    let fed = mixed(lines, 1)
    for lane in 0..<16 { tank[lane].append(echoes[lane] + fed[lane]) }
    frame += 1
    return output(source, echoes, lines, row)
  }

  private func output(
    _ source: (Double, Double), _ echoes: [Double], _ lines: [Double], _ row: (Int, Int) -> Double
  ) -> (Double, Double) {
    func mix(_ lane: Int) -> Double { row(ReverbRow.mix, lane) }
    let signs: [[Double]] = [
      [1, 1, 1, 1, 1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1],
      [-1, -1, 1, -1, 1, -1, 1, 1, 1, -1, 1, 1, 1, 1, -1, 1],
    ]
    let clusters: [[(Int, Double)]] = [
      [(1, 1), (6, -1), (8, 1), (15, 1)], [(2, 1), (5, 1), (11, -1), (12, 1)],
    ]
    let wet = (0..<2).map { side -> Double in
      var sum = 0.0
      for tap in 0..<16 {
        let other = tap % 3 == 2 ? 1 - side : side
        let delay = Int(row(ReverbRow.early + side, tap))
        sum += row(ReverbRow.earlyGains + side, tap) * past(input[other], delay)
        sum += mix(ReverbMix.late) * signs[side][tap] * lines[tap]
      }
      return clusters[side].reduce(sum) { $0 + mix(ReverbMix.cluster) * $1.1 * echoes[$1.0] }
    }
    let (straight, cross) = (mix(ReverbMix.straight), mix(ReverbMix.cross))
    return (
      mix(ReverbMix.dry) * source.0 + straight * wet[0] + cross * wet[1],
      mix(ReverbMix.dry) * source.1 + straight * wet[1] + cross * wet[0]
    )
  }

  private mutating func filter(_ sample: Double, _ side: Int, _ mix: (Int) -> Double) -> Double {
    var signal = sample
    for pass in 0..<2 {
      let keep = mix(ReverbMix.lowCut)
      tone[4 * side + pass] = keep * tone[4 * side + pass] + (1 - keep) * signal
      signal -= tone[4 * side + pass]
    }
    for pass in 2..<4 {
      let keep = mix(ReverbMix.highCut)
      tone[4 * side + pass] = keep * tone[4 * side + pass] + (1 - keep) * signal
      signal = tone[4 * side + pass]
    }
    return signal
  }

  /// Three stages of delays and turns whose angle has the tangent of the row's diffusion.
  private mutating func diffuse(_ row: (Int, Int) -> Double) -> [Double] {
    let tangent = row(ReverbRow.mix, ReverbMix.diffusion)
    let length = (1 + tangent * tangent) * (1 + tangent * tangent)
    func turned(_ rows: [Double]) -> [Double] { mixed(rows, tangent).map { $0 / length } }
    let first = turned((0..<16).map { past(input[$0 % 2], Int(row(ReverbRow.spreads, $0))) })
    for lane in 0..<16 { second[lane].append(first[lane]) }
    let next = turned((0..<16).map { past(second[$0], Int(row(ReverbRow.spreads + 1, $0))) })
    for lane in 0..<16 { third[lane].append(next[lane]) }
    return turned((0..<16).map { past(third[$0], Int(row(ReverbRow.spreads + 2, $0))) })
  }

  private func section(
    _ first: Int, _ lane: Int, _ sample: Double, _ state: inout Double, _ row: (Int, Int) -> Double
  ) -> Double {
    let result = row(first + 3, lane) * sample + row(first + 2, lane) * state
    state = row(first, lane) * state + row(first + 1, lane) * sample
    return result
  }

  /// Each row times each other: the product of a turn in every bit in which their numbers differ.
  private func mixed(_ rows: [Double], _ tangent: Double) -> [Double] {
    (0..<16).map { to in
      (0..<16).reduce(0) { sum, from in
        let (up, down) = ((from & ~to).nonzeroBitCount, (to & ~from).nonzeroBitCount)
        return sum + rows[from] * pow(tangent, Double(up)) * pow(-tangent, Double(down))
      }
    }
  }

  /// The sample `delay` frames before the newest one.
  private func past(_ samples: [Double], _ delay: Int) -> Double {
    delay < samples.count ? samples[samples.count - 1 - delay] : 0
  }
}
