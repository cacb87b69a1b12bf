import CLanes
import DSP
import Engine
import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Filters whose settings never stand still.
@Suite struct FilterSweepTests {
  private static let scale =
    getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1

  /// Everything jumps about at once, at full speed, on full-scale noise.
  @Test func staysInBoundsUnderRandomAutomation() {
    let frames = isOptimizedBuild ? Int(10_000_000 * max(1, min(10, Self.scale))) : 100_000
    withEachInstructionSet { kernels in
      var dice = FilterDice(20)
      let pool = (0..<400).map { _ in dice.strip() }
      let noise = dice.noise(8192)
      let rows = Rows(sections: 6)
      let before = machine_flush_denormals()
      defer { machine_restore_denormals(before) }
      var peak: Float = 0
      var frame = 0
      while frame < frames {
        for _ in 0..<2 {
          rows.send(
            lane: dice.whole(16), to: pool[dice.whole(400)], in: Int32(16 * dice.whole(16)))
        }
        let offset = dice.whole(8192 - 64)
        for index in 0..<64 { rows.samples[index] = Lanes(repeating: noise[offset + index]) }
        kernels.renderFilter(rows.block(), sections: 6)
        for index in 0..<64 {
          let worst = rows.samples[index].largest
          // Not a number fails this too.
          guard worst < 1e12 else {
            Issue.record("\(worst) at frame \(frame)")
            return
          }
          peak = max(peak, worst)
        }
        frame += 64
      }
      #expect(peak > 1)
      silence(kernels, rows)
    }
  }

  /// What is left in the states dies away.
  private func silence(_ kernels: Kernels, _ rows: Rows) {
    let still = (0..<6).flatMap { _ in
      EQBandSettings(.peaking, frequency: 500, gain: 3, q: 1).rows(rate: 48000)
    }
    rows.send(to: still, in: 240)
    for _ in 0..<200 {
      for index in 0..<64 { rows.samples[index] = Lanes() }
      kernels.renderFilter(rows.block(), sections: 6)
    }
    for index in 0..<64 { #expect(rows.samples[index].largest < 1e-6) }
  }

  /// Targets for a new stretch of 240 frames: a band that runs through its whole range.
  private static func sweep(_ kind: Int, _ step: Int) -> EQBandSettings {
    let up = Double(step % 40) / 40
    switch kind {
    case 0: return EQBandSettings(.peaking, frequency: 100 * pow(100, up), gain: 18, q: 4)
    case 1: return EQBandSettings(.highShelf, frequency: 2000, gain: step % 2 == 0 ? 18 : -18)
    case 2: return EQBandSettings(.lowCut, frequency: 20 * pow(500, up), q: 0.7)
    default:
      var band = EQBandSettings(.notch, frequency: 440, q: 1)
      band.isOn = step % 2 == 0
      return band
    }
  }

  /// The sweep of a 440 Hz tone at -6 dBFS by the kernel and in Double.
  private func swept(
    _ kernels: Kernels, _ kind: Int, ramp: Int
  ) -> (output: [Float], wanted: [Double]) {
    let rows = Rows(sections: 1)
    var reference = FilterReference(sections: 1, isAlone: true)
    var (output, wanted): ([Float], [Double]) = ([], [])
    for step in 0..<160 {
      let targets = Self.sweep(kind, step).rows(rate: 48000)
      rows.send(to: targets, in: step == 0 ? 0 : Int32(ramp))
      reference.send(to: targets, in: step == 0 ? 0 : ramp)
      let input = (0..<240).map {
        Float(0.5 * sin(2 * .pi * 440 * Double(step * 240 + $0) / 48000))
      }
      output += rows.render([input]) { kernels.renderFilter($1, sections: 1) }[0]
      wanted += input.map { reference.next(Double($0)) }
    }
    return (output, wanted)
  }

  /// From one frame to the next the kernel moves as the ideal sweep does.
  @Test(arguments: 0..<4) func movesAsTheIdealSweepDoes(kind: Int) {
    withEachInstructionSet { kernels in
      let (output, wanted) = swept(kernels, kind, ramp: 240)
      var (worst, steepest) = (0.0, 0.0)
      for frame in output.indices.dropFirst() {
        let ideal = wanted[frame] - wanted[frame - 1]
        worst = max(worst, abs(Double(output[frame] - output[frame - 1]) - ideal))
        steepest = max(steepest, abs(ideal))
      }
      print("\(kernels.instructionSet) sweep \(kind): \(worst) of a steepest step of \(steepest)")
      #expect(worst < 2e-5)
      // A tone of 440 Hz, raised by 18 dB, moves by 0.23 in a frame.
      #expect(steepest < 0.3)
    }
  }

  /// Above 6 kHz a sweep of a tone of 440 Hz leaves nothing like the click of a jump.
  @Test(arguments: 0..<4) func leavesNoClickInTheTreble(kind: Int) {
    withEachInstructionSet { kernels in
      let sweep = treble(swept(kernels, kind, ramp: 240).output)
      let jump = treble(swept(kernels, kind, ramp: 0).output)
      print("\(kernels.instructionSet) sweep \(kind): treble \(sweep) dBFS, of jumps \(jump)")
      // The corners of a ramp of 5 ms from +18 to -18 dB are at -57 dBFS.
      #expect(sweep < -55)
      #expect(sweep < jump - 20)
    }
  }

  /// The largest sample above 6 kHz in dBFS, by a Butterworth filter of 8th order in Double.
  private func treble(_ signal: [Float]) -> Double {
    let g = tan(Double.pi * 6000 / 48000)
    let rows = [0.5098, 0.6013, 0.9, 2.5629].flatMap {
      SectionCoefficients(g: g, k: 1 / $0, high: 1, band: 0, low: 0).rows
    }
    var filter = FilterReference(sections: 4)
    filter.send(to: rows)
    var peak = 0.0
    for (frame, sample) in signal.enumerated() {
      let high = abs(filter.next(Double(sample)))
      if frame > 480 { peak = max(peak, high) }
    }
    return 20 * log10(peak)
  }
}

extension SIMD16<Float> {
  /// The largest magnitude; not a number where there is one, as its bits are above all others.
  fileprivate var largest: Float {
    let bits = unsafeBitCast(self, to: SIMD16<UInt32>.self)
    let unsigned = bits & SIMD16<UInt32>(repeating: 0x7fff_ffff)
    return Float(bitPattern: unsigned.max())
  }
}
