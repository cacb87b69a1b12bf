internal import Units

/// The kind of place that a reverb sounds like.
public enum ReverbVoicing: String, CaseIterable, Hashable, Sendable {
  /// Long lines, spread-out early reflections, an attack that takes its time.
  case hall
  /// Lines of medium length, dense from the start, no separate reflections.
  case plate
  /// Short lines, close early reflections.
  case room
}

/// The times of a voicing at its largest size, in milliseconds.
struct ReverbPattern {
  /// The shortest and the longest feedback line.
  let lines: (first: Double, last: Double)
  /// The longest delay of each stage of the diffuser.
  let spreads: (Double, Double, Double)
  /// The first and the last early reflection.
  let early: (first: Double, last: Double)
  /// The gain of a side's early reflections together.
  let reflected: Double
  /// The gain of the diffuser at the output.
  let cluster: Double
  /// The gain of the tail.
  let tail: Double
}

extension ReverbVoicing {
  var pattern: ReverbPattern {
    switch self {
    case .hall:
      ReverbPattern(
        lines: (42, 190), spreads: (14, 27, 45), early: (8, 62), reflected: 0.28, cluster: 0.6,
        tail: 2)
    case .plate:
      ReverbPattern(
        lines: (27, 114), spreads: (8, 18, 32), early: (1, 30), reflected: 0, cluster: 0.55,
        tail: 2)
    case .room:
      ReverbPattern(
        lines: (21, 64), spreads: (6, 12, 20), early: (3, 45), reflected: 0.6, cluster: 0.7,
        tail: 2)
    }
  }

  /// The lengths of the feedback lines in milliseconds: a series of equal ratios, each moved by a
  /// little, so that few sums of lengths fall together.
  func lines(scale: Double) -> [Double] {
    let (first, last) = pattern.lines
    let octaves = Elementary.logarithm(last / first)
    return (0..<16).map { line in
      let moved = Double(line) + 0.5 * (scattered(line, 1) - 0.5)
      return scale * first * Elementary.exponential(octaves * moved / 15)
    }
  }

  /// The delays of one stage of the diffuser in milliseconds: one in each sixteenth of the stage's
  /// time, in an order that differs from stage to stage.
  func spread(stage: Int, scale: Double) -> [Double] {
    let whole = scale * [pattern.spreads.0, pattern.spreads.1, pattern.spreads.2][stage]
    // Odd factors visit each of the sixteen parts once.
    let factor = [5, 11, 7][stage]
    return (0..<16).map { line in
      let part = (line * factor + 3 * stage) % 16
      return whole * (Double(part) + scattered(line, stage + 2)) / 16
    }
  }

  /// The times in milliseconds and the gains of one side's early reflections.
  ///
  /// They come ever closer to each other, as a room's do, and get weaker as they come later.
  func early(side: Int, scale: Double) -> [(time: Double, gain: Double)] {
    let (first, last) = pattern.early
    let taps = (0..<16).map { tap -> (time: Double, gain: Double) in
      let way = (Double(tap) + 0.8 * scattered(tap, 5 + side)) / 16
      let time = first + (last - first) * way.squareRoot() * (0.3 + 0.7 * way.squareRoot())
      let sign = scattered(tap, 7 + side) < 0.5 ? -1.0 : 1
      return (scale * time, sign / (1 + 4 * time / last))
    }
    let energy = taps.reduce(0) { $0 + $1.gain * $1.gain }
    return taps.map { ($0.time, $0.gain * pattern.reflected / energy.squareRoot()) }
  }

  /// Numbers of 0..<1 that are spread evenly but show no pattern: multiples of irrational numbers.
  private func scattered(_ index: Int, _ series: Int) -> Double {
    let step = 0.6180339887498949 + 0.1327 * Double(series)
    let sum = Double(index + 1) * step * Double(series + 1) + 0.3 * Double(series)
    return sum - sum.rounded(.down)
  }
}
