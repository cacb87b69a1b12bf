import DSP
import Engine
import Glibc
import Processors
import Testing

@Suite struct GateTests {
  /// A gate that is on, with quick times so that tests are short.
  private func quick(_ mode: GateSettings.Mode) -> GateSettings {
    var settings = GateSettings()
    settings.isOn = true
    settings.mode = mode
    (settings.attack, settings.hold, settings.release) = (0.5, 25, 5)
    return settings
  }

  @Test func expandsByItsStaticLaw() {
    for (threshold, ratio, range) in [(-40.0, 2.0, -80.0), (0, 1.5, -30), (-20, .infinity, -60)] {
      var settings = quick(.expander)
      (settings.threshold, settings.ratio, settings.range) = (threshold, ratio, range)
      withEachInstructionSet { kernels in
        for shift in [0.0, 3] {
          let bank = DynamicsBank(.gate, kernels)
          bank.rows.send(to: settings.rows(rate: 48000))
          let levels = (0..<16).map { -80 + Double($0) * 100 / 15 + shift }
          let gains = bank.gains(after: 14400) { frame, lane in
            Float(factor(levels[lane]) * sin(Double(frame) * 2 * .pi * 997 / 48000))
          }
          for lane in 0..<16 {
            let below = max(0, threshold - levels[lane])
            let law = below == 0 ? 0 : -min(-range, (ratio - 1) * below)
            #expect(abs(gains[lane] - law) < 0.1, "\(levels[lane]) dBFS, \(settings)")
          }
        }
      }
    }
  }

  @Test func gatesAndDucksByTheRange() {
    for mode in [GateSettings.Mode.gate, .ducker] {
      var settings = quick(mode)
      (settings.threshold, settings.range) = (-30, -47)
      withEachInstructionSet { kernels in
        let bank = DynamicsBank(.gate, kernels)
        bank.rows.send(to: settings.rows(rate: 48000))
        let levels = (0..<16).map { -37.6 + Double($0) }
        let gains = bank.gains(after: 14400) { frame, lane in
          Float(factor(levels[lane]) * sin(Double(frame) * 2 * .pi * 100 / 48000))
        }
        for lane in 0..<16 {
          let isOpen = levels[lane] > -30
          let law = isOpen == (mode == .gate) ? 0.0 : -47
          #expect(abs(gains[lane] - law) < 0.01, "\(levels[lane])")
        }
      }
    }
  }

  @Test func followsTheReferenceThroughRandomLevels() {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 11)
      for round in 0..<8 {
        let rate = noise.one(of: [44100, 48000, 96000])
        var settings = GateSettings()
        settings.isOn = true
        settings.mode = GateSettings.Mode.allCases[round % 3]
        settings.threshold = noise.number(-50, -5)
        settings.range = noise.number(-80, -6)
        settings.ratio = noise.number(1.2, 6)
        settings.attack = noise.number(0.1, 20)
        settings.hold = noise.number(0, 60)
        settings.release = noise.number(5, 100)
        settings.hysteresis = noise.number(0, 12)
        let bank = DynamicsBank(.gate, kernels)
        bank.rows.send(to: settings.rows(rate: rate))
        let keys = (0..<16).map { _ in segments(&noise, around: settings.threshold, 32000) }
        let output = bank.render(32000, key: { keys[$1][$0] }, { _, _ in 1 })
        for lane in 0..<16 {
          let gains = referenceGate(settings, keys[lane], rate: rate)
          #expect(output.error(lane, gains) < 0.01, "lane \(lane), \(settings)")
        }
      }
    }
  }

  @Test(arguments: [44100, 48000, 96000]) func takesItsTimes(rate: Int) {
    for (attack, release) in [(0.1, 5.0), (1, 50), (20, 400), (200, 4000)] {
      for mode in [GateSettings.Mode.gate, .ducker] {
        var settings = GateSettings()
        (settings.isOn, settings.mode, settings.range) = (true, mode, -40)
        (settings.attack, settings.release) = (attack, release)
        let kernels = Kernels(instructionSet: InstructionSet.best)
        let bank = DynamicsBank(.gate, kernels)
        bank.rows.send(to: settings.rows(rate: rate))
        // Silence until the reduction is what it is, the key for long, silence again.
        let quiet = frames(release * 12 + 200, rate)
        let loud = frames(attack * 20 + 100, rate)
        _ = bank.render(quiet, key: { _, _ in 0 }, { _, _ in 1 })
        let opening = bank.render(loud, key: { _, _ in 1 }, { _, _ in 1 }).lane(0)
        let closing = bank.render(quiet, key: { _, _ in 0 }, { _, _ in 1 }).lane(0)
        expect(opening, take: attack, rate)
        expect(closing, take: release, rate)
      }
    }
  }

  @Test func staysOpenForTheHoldTime() {
    for (hold, release) in [(0.0, 5.0), (10, 5), (50, 100), (400, 5), (2000, 5)] {
      var settings = GateSettings()
      (settings.isOn, settings.hold, settings.release) = (true, hold, release)
      let bank = DynamicsBank(.gate, Kernels(instructionSet: InstructionSet.best))
      bank.rows.send(to: settings.rows(rate: 48000))
      _ = bank.render(9600, key: { _, _ in 1 }, { _, _ in 1 })
      let closing = bank.render(110_000, key: { _, _ in 0 }, { _, _ in 1 }).lane(0)
      let open = Double(closing.firstIndex { $0 < 0.9999 } ?? 0) / 48
      let window = (min(12.5, max(2.5, max(hold, release / 2) / 2)) * 0.75).rounded() / 0.75
      #expect(open >= max(hold, window) - 0.1, "\(open) ms for \(hold)")
      #expect(open <= max(hold, window) + window + 0.2, "\(open) ms for \(hold)")
    }
  }

  @Test func opensAtTheThresholdAndClosesBelowTheHysteresis() {
    var settings = quick(.gate)
    (settings.threshold, settings.hysteresis) = (-20, 6)
    withEachInstructionSet { kernels in
      let bank = DynamicsBank(.gate, kernels)
      bank.rows.send(to: settings.rows(rate: 48000))
      // Up and down in steps that are kept for 100 ms each.
      let steps = [-23.0, -20.1, -19.9, -23, -25.9, -26.1, -23, -20.1]
      let isOpen = [false, false, true, true, true, false, false, false]
      for (level, isOpen) in zip(steps, isOpen) {
        let gain = bank.gains(after: 4800) { _, _ in Float(factor(level)) }[7]
        #expect(isOpen ? gain > -0.1 : gain < -59, "\(gain) at \(level)")
      }
    }
  }

  @Test func anOpenGatePassesBitForBit() {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 3)
      let bank = DynamicsBank(.gate, kernels)
      bank.rows.send(to: quick(.gate).rows(rate: 48000))
      let input = (0..<9600 * 16).map { _ in Float(noise.number(-1, 1)) }
      let output = bank.render(9600, key: { _, _ in 1 }, { input[$0 * 16 + $1] })
      let isSame = output.suffix(16000) == input.suffix(16000)
      #expect(isSame)
    }
  }
}
