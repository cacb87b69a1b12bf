import CLanes
import DSP
import Engine
import Glibc
import Processors
import Testing

@Suite struct SaturationTests {
  private static let kinds = SaturationCharacter.allCases

  private static func rows() -> Rows {
    Rows(parameterRows: SaturationRow.count, stateRows: SaturationState.rows)
  }

  /// A lane for each of these settings, all of them given the same signal or one each.
  private func render(
    _ kernels: Kernels, _ settings: [SaturationSettings], _ inputs: [[Float]], rate: Int = 48_000
  ) -> [[Double]] {
    let rows = Self.rows()
    for (lane, setting) in settings.enumerated() {
      rows.send(lane: lane, to: setting.rows(rate: rate))
    }
    let outputs = rows.render(inputs) { _, block in rows.saturate(block, kernels) }
    return outputs.map { $0.map(Double.init) }
  }

  private func everyCharacter(_ drives: [Double]) -> [SaturationSettings] {
    Self.kinds.flatMap { kind in drives.map { SaturationSettings(character: kind, drive: $0) } }
  }

  @Test func doesWhatItsLawSays() {
    var dice = ColourDice(seed: 1)
    let settings = everyCharacter([0, 7, 12, 18, 24])
    let inputs = settings.map { _ in dice.noise(pow(10, dice.uniform(-2...0.4)), 3000) }
    withEachInstructionSet { kernels in
      for (lane, output) in render(kernels, settings, inputs).enumerated() {
        let truth = SaturationTruth.saturate(inputs[lane], settings[lane].rows(rate: 48_000))
        let added = zip(truth, inputs[lane]).map { $0 - Double($1) }
        let error = zip(output, truth).map { $0 - $1 }
        #expect(ColourSignals.rms(error) < 1e-5 * ColourSignals.rms(truth), "\(settings[lane])")
        #expect(ColourSignals.rms(error) < 0.01 * ColourSignals.rms(added), "\(settings[lane])")
      }
    }
  }

  @Test func passesEveryBitWhenOff() {
    var off = SaturationSettings(character: .tube, drive: 24)
    off.isOn = false
    var input: [Float] = [
      -0.0, 0, ColourSignals.denormal, -ColourSignals.denormal, 1e9, -1e9, 1, .leastNormalMagnitude,
    ]
    var dice = ColourDice(seed: 2)
    input += dice.noise(2, 500)
    withEachInstructionSet { kernels in
      let rows = Self.rows()
      #expect(kernels.isSaturationIdle(rows.parameters))
      rows.send(to: SaturationSettings(character: .tube, drive: 24).rows(rate: 48_000))
      #expect(!kernels.isSaturationIdle(rows.parameters))
      _ = rows.render([dice.noise(1, 640)]) { _, block in rows.saturate(block, kernels) }
      rows.send(to: off.rows(rate: 48_000), in: 240)
      #expect(!kernels.isSaturationIdle(rows.parameters))
      _ = rows.render([dice.noise(1, 240)]) { _, block in rows.saturate(block, kernels) }
      #expect(kernels.isSaturationIdle(rows.parameters))
      rows.send(lane: 3, to: SaturationSettings(character: .tape, drive: 24).rows(rate: 48_000))
      let outputs = rows.render([input, input]) { _, block in rows.saturate(block, kernels) }
      for output in outputs { #expect(output.map(\.bitPattern) == input.map(\.bitPattern)) }
    }
  }

  /// Lanes behind those in use are left alone, and those in use do not miss them.
  @Test func worksOnTheLanesInUse() {
    var dice = ColourDice(seed: 6)
    let settings = everyCharacter([6, 12, 18, 24]).prefix(LaneLayout.lanes)
    let inputs = settings.map { _ in dice.noise(0.5, 200) }
    withEachInstructionSet { kernels in
      for lanes in 1...LaneLayout.lanes {
        func render(_ lanes: Int) -> [[Float]] {
          let rows = Self.rows()
          for (lane, setting) in settings.enumerated() {
            rows.send(lane: lane, to: setting.rows(rate: 48_000), in: 100)
          }
          return rows.render(inputs) { _, block in
            var block = block
            block.lanes = lanes
            rows.saturate(block, kernels)
          }
        }
        let (some, all) = (render(lanes), render(LaneLayout.lanes))
        #expect(Array(some.prefix(lanes)) == Array(all.prefix(lanes)))
        // A register may reach beyond them, to the eighth lane at most where there are so few.
        if lanes <= 8 && kernels.instructionSet != .avx512 {
          #expect(Array(some.dropFirst(8)) == Array(inputs.dropFirst(8)))
        }
      }
    }
  }

  /// Everything that a tone of full scale gets, but its own harmonics below half the rate.
  @Test(arguments: [44_100, 48_000, 96_000]) func aliasesStayBelowMinus90(rate: Int) {
    let settings = everyCharacter([12, 24])
    let count = rate > 48_000 ? rate / 20 : rate / 10
    // 10 kHz and a little less: then the mirrored harmonics lie beside the real ones.
    let cycles = 10_000 * count / rate
    var largest = -300.0
    for cycles in [cycles, cycles - 1] {
      let tone = ColourSignals.sine(Double(cycles) / Double(count), 1, count * 6)
      let inputs = settings.map { _ in tone }
      withEachInstructionSet { kernels in
        for (lane, output) in render(kernels, settings, inputs, rate: rate).enumerated() {
          var peaks = ColourSignals.spectrum(Array(output.suffix(count)))
          // The filters pass 20 of 48 kHz; what mirrors from just above half the rate lies higher.
          if rate > 48_000 { peaks.removeLast(peaks.count - count * 20 / 48) }
          for harmonic in stride(from: 0, to: peaks.count, by: cycles) { peaks[harmonic] = 0 }
          let worst = ColourSignals.decibels(peaks.max() ?? 1)
          largest = max(largest, worst)
          #expect(worst < -90, "\(settings[lane]), \(cycles) cycles in \(count)")
        }
      }
    }
    print("saturation: aliases at \(rate) Hz below \(largest) dBFS")
  }

  @Test func driveChangesToneNotLoudness() {
    let settings = everyCharacter([0, 6, 12, 18, 24])
    let noise = ColourSignals.pink(1 << 17, seed: 3)
    let kernels = Kernels(instructionSet: InstructionSet.available.last ?? .baseline)
    var largest = 0.0
    for level in [-20.0, -16, -12] {
      let input = noise.map { Float($0 * pow(10, level / 20)) }
      let outputs = render(kernels, settings, settings.map { _ in input })
      let before = input.map(Double.init)
      for (lane, output) in outputs.enumerated() {
        let plain = ColourSignals.decibels(ColourSignals.rms(output) / ColourSignals.rms(before))
        let heard = ColourSignals.decibels(
          ColourSignals.rms(ColourSignals.weighted(output))
            / ColourSignals.rms(ColourSignals.weighted(before)))
        largest = max(largest, max(abs(plain), abs(heard)))
        #expect(abs(plain) < 0.5, "\(settings[lane]) at \(level) dBFS")
        #expect(abs(heard) < 0.5, "\(settings[lane]) at \(level) dBFS, weighted")
      }
    }
    print("saturation: loudness within \(largest) dB")
    #expect(largest > 0.05)  // it does something
  }

  /// Harmonics of a sine of `hertz` and `level` dBFS: their levels below it, from the second on.
  private func harmonics(_ kind: SaturationCharacter, _ hertz: Int, _ level: Double) -> [Double] {
    let kernels = Kernels(instructionSet: .baseline)
    let tone = ColourSignals.sine(Double(hertz) / 48_000, pow(10, level / 20), 48_000)
    let setting = SaturationSettings(character: kind, drive: 12)
    let output = render(kernels, [setting], [tone])[0]
    let peaks = ColourSignals.spectrum(Array(output.suffix(4800)))
    let cycles = hertz / 10
    return (2...5).map { ColourSignals.decibels(peaks[$0 * cycles] / peaks[cycles]) }
  }

  @Test func characterIsWhatItsNameSays() {
    let tape = harmonics(.tape, 1000, -6)
    #expect(tape[0] < -110 && tape[2] < -110)  // even ones
    #expect((-56.0 ... -50).contains(tape[1]))
    let tube = harmonics(.tube, 1000, -6)
    // Second harmonic of u + 0.45 u²: 0.45 / 2 of the peak, which is -18 dB here.
    #expect(abs(tube[0] - (-18 + ColourSignals.decibels(0.225))) < 0.5)
    #expect(tube[0] > tube[1] + 15)
    let low = harmonics(.transformer, 50, -20)
    let high = harmonics(.transformer, 1000, -20)
    #expect(low[1] > high[1] + 15)
    #expect(low[1] > low[0] + 40)
    #expect(low[1] > harmonics(.tape, 50, -20)[1] + 10)
  }

  @Test func addsNoLatencyAndDoesNotComb() {
    let kernels = Kernels(instructionSet: .baseline)
    var settings = everyCharacter([24])
    settings += Self.kinds.map { SaturationSettings(character: $0, drive: 24, mix: 50) }
    settings += everyCharacter([12])
    let pulse = [Float](repeating: 0, count: 9) + [1e-3] + [Float](repeating: 0, count: 4086)
    let outputs = render(kernels, settings, settings.map { _ in pulse })
    for (setting, output) in zip(settings, outputs) {
      let isSilentBefore = output.prefix(9).allSatisfy { $0 == 0 }
      #expect(isSilentBefore)
      let limit = setting.drive > 12 ? 1.2 * setting.mix / 100 : 0.1
      for hertz in stride(from: 200.0, through: 23_000, by: 100) {
        let (real, imaginary) = ColourSignals.component(output, hertz / 48_000)
        let gain = ColourSignals.decibels((real * real + imaginary * imaginary).squareRoot() / 1e-3)
        #expect(abs(gain) < limit, "\(setting) at \(hertz) Hz")
      }
    }
  }

  @Test func unevenCurvesLeaveNoConstant() {
    let setting = SaturationSettings(character: .tube, drive: 24)
    let tone = ColourSignals.sine(100.0 / 48_000, 0.7, 96_000)
    let output = render(Kernels(instructionSet: .baseline), [setting], [tone])[0].suffix(48_000)
    #expect(abs(output.reduce(0, +)) / 48_000 < 1e-4)
  }

  @Test func movesAndSwitchesWithoutAClick() {
    var off = SaturationSettings(character: .tape, drive: 24)
    off.isOn = false
    let on = everyCharacter([0, 24])
    let steps = [off] + on + [off, on[1], SaturationSettings(character: .tube, drive: 24, mix: 10)]
    // 100 Hz: a straight line of 240 frames may bend it by what is added, over 240, at its ends.
    let tone = ColourSignals.sine(100.0 / 48_000, 0.5, 9600)
    withEachInstructionSet { kernels in
      for first in steps {
        for second in steps where first != second {
          let rows = Self.rows()
          rows.send(to: first.rows(rate: 48_000))
          var isSent = false
          let output = rows.render([tone]) { start, block in
            if start >= 4800 && !isSent {
              rows.send(to: second.rows(rate: 48_000), in: 240)
              isSent = true
            }
            rows.saturate(block, kernels)
          }[0].map(Double.init)
          let bends = ColourSignals.bends(output)
          let still = max(bends[3000..<4700].max() ?? 0, bends[7000...].max() ?? 0)
          #expect((bends[4700..<7000].max() ?? 1) < still + 2 * 0.5 / 240, "\(first) → \(second)")
        }
      }
    }
  }

  @Test func doesNotDependOnTheBlocks() {
    var dice = ColourDice(seed: 5)
    let input = dice.noise(0.7, 2000)
    withEachInstructionSet { kernels in
      let outputs = [64, 1, 7, 61].map { size in
        let rows = Self.rows()
        rows.send(to: SaturationSettings(character: .tape, drive: 3).rows(rate: 48_000))
        rows.send(to: SaturationSettings(character: .tube, drive: 24).rows(rate: 48_000), in: 960)
        return rows.render([input], block: size) { _, block in rows.saturate(block, kernels) }[0]
      }
      for output in outputs {
        for (sample, other) in zip(output, outputs[0]) { #expect(abs(sample - other) < 1e-5) }
      }
    }
  }

  /// Random settings at random times, hostile signals; the sets agree, and silence follows silence.
  @Test func survivesEverything() {
    let blocks = Int(2000 * ColourSignals.scale)
    var reference: [Float] = []
    withEachInstructionSet { kernels in
      var dice = ColourDice(seed: 6)
      let rows = Self.rows()
      var heard: [Float] = []
      var isFinite = true
      var largest: Float = 0
      for _ in 0..<blocks {
        let frames = dice.number(1...64)
        let lane = dice.number(0...15)
        var setting = SaturationSettings(
          character: Self.kinds[dice.number(0...2)], drive: dice.uniform(0...24),
          mix: dice.uniform(0...100))
        setting.isOn = dice.number(0...3) > 0
        let length = Int32(dice.number(0...20)) * 16
        rows.send(lane: lane, to: setting.rows(rate: 48_000), in: length)
        let kind = dice.number(0...6)
        for frame in 0..<frames {
          let sample = Self.hostile(kind, &dice)
          rows.samples[frame] = Lanes(repeating: sample)
        }
        rows.saturate(rows.block(frames: frames), kernels)
        for frame in 0..<frames {
          let samples = rows.samples[frame]
          for lane in 0..<16 { largest = max(largest, abs(samples[lane])) }
          for lane in 0..<16 where !samples[lane].isFinite { isFinite = false }
          heard.append(samples[0])
        }
      }
      #expect(isFinite)
      // Drive that jumps finds what is in the filters driven by as much as it was: by 24 dB more.
      #expect(largest < 3e10)
      if reference.isEmpty { reference = heard }
      for (sample, truth) in zip(heard, reference) {
        // Loud samples leave their rounding errors behind in the filters.
        #expect(abs(sample - truth) <= max(1e-5 * abs(truth), 1e4))
      }
      for _ in 0..<3000 {
        for frame in 0..<64 { rows.samples[frame] = Lanes() }
        rows.saturate(rows.block(), kernels)
      }
      for lane in 0..<16 { #expect(abs(rows.samples[63][lane]) < 1e-6) }
    }
  }

  private static func hostile(_ kind: Int, _ dice: inout ColourDice) -> Float {
    switch kind {
    case 0: 0
    case 1: dice.number(0...1) == 0 ? 1e9 : -1e9
    case 2: ColourSignals.denormal
    case 3: 1
    case 4: dice.number(0...1) == 0 ? -1 : 1
    default: Float(dice.uniform(-1...1))
    }
  }

  @Test func setsAgreeOnNoise() {
    var dice = ColourDice(seed: 7)
    let settings = everyCharacter([0, 6, 12, 18, 24])
    let inputs = settings.map { _ in dice.noise(0.9, 4000) }
    let truth = render(Kernels(instructionSet: .baseline), settings, inputs)
    withEachInstructionSet { kernels in
      for (output, truth) in zip(render(kernels, settings, inputs), truth) {
        let error = ColourSignals.rms(zip(output, truth).map { $0 - $1 })
        #expect(error < 1e-6 * ColourSignals.rms(truth))
      }
    }
  }
}
