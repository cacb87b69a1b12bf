import DSP
import Engine
import Glibc
import Processors
import Testing

@Suite struct GlueTests {
  private var settings: GlueSettings {
    var settings = GlueSettings()
    settings.isOn = true
    (settings.threshold, settings.ratio, settings.attack) = (-30, 10, 1)
    return settings
  }

  /// How long a bank takes to lose 63 % of its reduction after the key was loud, in milliseconds.
  private func recovery(afterMilliseconds loud: Int, _ kernels: Kernels) -> Double {
    let bank = DynamicsBank(.glue, kernels)
    bank.rows.send(to: settings.rows(rate: 48000))
    let low = bank.gains(after: loud * 48) { _, _ in 1 }[0]
    let after = bank.render(240_000, key: { _, _ in 0 }) { _, _ in 1 }.lane(0)
    return Double(after.firstIndex { decibels(Double($0)) > low / M_E } ?? 0) / 48
  }

  @Test func recoversFastFromAPeakAndSlowlyFromLongReduction() {
    withEachInstructionSet { kernels in
      let fast = recovery(afterMilliseconds: 10, kernels)
      let slow = recovery(afterMilliseconds: 3000, kernels)
      #expect((100...160).contains(fast), "\(fast) ms")
      #expect((1150...1400).contains(slow), "\(slow) ms")
    }
  }

  @Test func followsTheReferenceThroughRandomLevels() {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 8)
      for _ in 0..<3 {
        var settings = settings
        (settings.release, settings.slowRelease) = (noise.number(20, 200), noise.number(200, 2000))
        (settings.attack, settings.knee) = (noise.number(0.1, 30), noise.number(0, 24))
        let keys = (0..<16).map { _ in segments(&noise, around: -24, 48000) }
        let bank = DynamicsBank(.glue, kernels)
        bank.rows.send(to: settings.rows(rate: 48000))
        let output = bank.render(48000, key: { keys[$1][$0] }, { _, _ in 1 })
        let stay = min(25, max(10, settings.release / 2)) * 48 - 128
        let timing = ReferenceTiming(
          attack: settings.attack, release: settings.release, stay: stay,
          slowRelease: settings.slowRelease)
        for lane in 0..<16 {
          let level = ReferenceLevel(windowMilliseconds: 2.5, rate: 48000)
          expect(output, lane, within: 0.01) { hair in
            referenceCompressor(level, timing, keys[lane], rate: 48000, hair: hair) {
              referenceReduction(
                $0, threshold: settings.threshold, ratio: settings.ratio, knee: settings.knee)
            }
          }
        }
      }
    }
  }

  @Test func bassBelowTheKeyCutLeavesTheBusAlone() {
    var settings = settings
    (settings.keyLowCut, settings.threshold) = (500, -24)
    let bank = DynamicsBank(.glue, Kernels(instructionSet: .best))
    bank.rows.send(to: settings.rows(rate: 48000))
    let gains = bank.gains(after: 24000) { frame, _ in
      Float(sin(Double(frame) * 2 * .pi * 40 / 48000))
    }
    #expect(gains[0] > -0.1)
  }
}
