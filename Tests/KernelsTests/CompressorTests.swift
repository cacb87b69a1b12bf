import DSP
import Engine
import Glibc
import Processors
import Testing

@Suite struct CompressorTests {
  /// A compressor that is on.
  private func settings(
    threshold: Double = -20, ratio: Double = 4, knee: Double = 6, attack: Double = 1,
    release: Double = 30
  ) -> CompressorSettings {
    var settings = CompressorSettings()
    settings.isOn = true
    (settings.threshold, settings.ratio, settings.knee) = (threshold, ratio, knee)
    (settings.attack, settings.release) = (attack, release)
    return settings
  }

  /// Levels from -80 to +20 dBFS.
  private let levels = (0..<16).map { -80 + Double($0) * 100 / 15 }

  private func bank(_ kernels: Kernels, _ rows: [Float]) -> DynamicsBank {
    let bank = DynamicsBank(.compress, kernels)
    bank.rows.send(to: rows)
    return bank
  }

  @Test func compressesSinesByItsStaticLaw() {
    withEachInstructionSet { kernels in
      for threshold in [-60.0, -20, 0] {
        for (ratio, knee) in [(1.5, 0.0), (4, 12), (.infinity, 24), (.infinity, 0)] {
          let settings = settings(threshold: threshold, ratio: ratio, knee: knee)
          let gains = bank(kernels, settings.rows(rate: 48000)).gains(after: 4800) {
            Float(factor(levels[$1]) * sin(Double($0) * 2 * .pi * 997 / 48000))
          }
          expectLaw(gains, settings, levels)
        }
      }
    }
  }

  @Test(arguments: [40.0, 100]) func compressesLowNotesByItsStaticLaw(note: Double) {
    let settings = settings(threshold: -40, attack: 5, release: 60)
    let bank = bank(Kernels(instructionSet: .best), settings.rows(rate: 48000))
    let key = { (frame: Int, lane: Int) in
      Float(factor(levels[lane]) * sin(Double(frame) * 2 * .pi * note / 48000))
    }
    expectLaw(bank.gains(after: 24000, key), settings, levels)
    // And does not move along with the wave: 0.01 dB at most through a whole one.
    let output = bank.render(2400, key: key) { _, _ in 1 }
    for lane in 0..<16 {
      let gains = output.lane(lane).map { decibels(Double($0)) }
      #expect((gains.max() ?? 1) - (gains.min() ?? 0) < 0.01)
    }
  }

  @Test func compressesMeanSquaresByItsStaticLaw() {
    withEachInstructionSet { kernels in
      var settings = settings(threshold: -30)
      settings.detector = .rms
      let constant = bank(kernels, settings.rows(rate: 48000)).gains(after: 9600) {
        Float(factor(levels[$1]))
      }
      expectLaw(constant, settings, levels)
      let sine = bank(kernels, settings.rows(rate: 48000)).gains(after: 9600) {
        Float(factor(levels[$1]) * sin(Double($0) * 2 * .pi * 997 / 48000))
      }
      expectLaw(sine, settings, levels.map { $0 - 3.0103 })
    }
  }

  private func expectLaw(_ gains: [Double], _ settings: CompressorSettings, _ levels: [Double]) {
    for (gain, level) in zip(gains, levels) {
      let law = -referenceReduction(
        level, threshold: settings.threshold, ratio: settings.ratio, knee: settings.knee)
      #expect(abs(gain - law) < 0.1, "\(level) dBFS: \(gain) dB, \(settings)")
    }
  }

  @Test func followsTheReferenceThroughRandomLevels() {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 5)
      for round in 0..<6 {
        let rate = noise.one(of: [44100, 48000, 96000])
        var settings = settings(
          threshold: noise.number(-50, -5), ratio: noise.number(1, 20), knee: noise.number(0, 24),
          attack: noise.number(0.1, 50), release: noise.number(5, 200))
        settings.hold = noise.number(0, 60)
        settings.detector = round % 2 == 0 ? .peak : .rms
        let keys = (0..<16).map { _ in segments(&noise, around: settings.threshold + 6, 24000) }
        let output = bank(kernels, settings.rows(rate: rate))
          .render(24000, key: { keys[$1][$0] }, { _, _ in 1 })
        let window = (2.5 * Double(rate) / 64000).rounded() * 64
        let stay = max(settings.hold, min(25, max(10, settings.release / 2))) * Double(rate) / 1000
        let timing = ReferenceTiming(
          attack: settings.attack, release: settings.release,
          stay: stay - (settings.detector == .peak ? window : 0))
        let level =
          settings.detector == .peak
          ? ReferenceLevel(windowMilliseconds: 2.5, rate: rate)
          : ReferenceLevel(averagingMilliseconds: 10, rate: rate)
        for lane in 0..<16 {
          expect(output, lane, within: 0.01) { hair in
            referenceCompressor(level, timing, keys[lane], rate: rate, hair: hair) {
              referenceReduction(
                $0, threshold: settings.threshold, ratio: settings.ratio, knee: settings.knee)
            }
          }
        }
      }
    }
  }

  @Test(arguments: [44100, 48000, 96000]) func takesItsTimes(rate: Int) {
    for (attack, release) in [(0.1, 5.0), (1, 50), (20, 300), (200, 2000)] {
      for detector in CompressorSettings.Detector.allCases {
        // A mean square takes its own time, so only attacks that it does not hide can be told.
        if detector == .rms && attack < 200 { continue }
        var settings = settings(threshold: -40, ratio: .infinity, knee: 0)
        (settings.attack, settings.release, settings.detector) = (attack, release, detector)
        let bank = bank(Kernels(instructionSet: .best), settings.rows(rate: rate))
        let falling = bank.render(frames(attack * 20 + 200, rate), key: { _, _ in 1 }) { _, _ in 1 }
        expect(falling.lane(0), take: attack, rate)
        guard detector == .peak else { continue }
        let rising = bank.render(frames(release * 12 + 200, rate), key: { _, _ in 0 }) { _, _ in 1 }
        expect(rising.lane(0), take: release, rate)
      }
    }
  }

  @Test func reductionStaysForTheHoldTime() {
    for (hold, release, stay) in [(0.0, 5.0, 10.0), (0, 40, 20), (0, 2000, 25), (500, 5, 500)] {
      var settings = settings(threshold: -40, release: release)
      settings.hold = hold
      let bank = bank(Kernels(instructionSet: .best), settings.rows(rate: 48000))
      let low = bank.gains(after: 9600) { _, _ in 1 }[0]
      let after = bank.render(48000, key: { _, _ in 0 }) { _, _ in 1 }.lane(0)
      let held = after.firstIndex { decibels(Double($0)) > low + 0.001 } ?? 0
      #expect((stay - 0.1...stay + 2.8).contains(Double(held) / 48), "\(Double(held) / 48) ms")
    }
  }

  @Test func mixesTheDrySignalIn() {
    var settings = settings()
    (settings.makeUp, settings.mix) = (9, 35)
    withEachInstructionSet { kernels in
      let gain = bank(kernels, settings.rows(rate: 48000)).gains(after: 9600) { _, _ in 1 }[0]
      let reduction = referenceReduction(0, threshold: -20, ratio: 4, knee: 6)
      #expect(abs(gain - decibels(0.65 + 0.35 * factor(9 - reduction))) < 0.001)
    }
  }

  @Test func filtersItsKey() {
    var settings = settings(threshold: -60, ratio: .infinity, knee: 0)
    settings.release = 200
    settings.keyFilter = KeyFilterSettings(lowCut: 300, highCut: 3000)
    withEachInstructionSet { kernels in
      let bank = bank(kernels, settings.rows(rate: 48000))
      let tones = (0..<16).map { 60 * pow(2, Double($0) / 2) }
      let gains = bank.gains(after: 24000) { frame, lane in
        Float(sin(Double(frame) * 2 * .pi * tones[lane] / 48000))
      }
      // Two analogue poles each; the filters bend from them by less than this up to 8 kHz.
      for (gain, tone) in zip(gains, tones) where tone < 8000 {
        let pole = (2.0.squareRoot() - 1).squareRoot()
        let low = 1 / (1 + pow(300 * pole / tone, 2))
        let high = 1 / (1 + pow(tone * pole / 3000, 2))
        #expect(abs(gain + 60 + decibels(low * high)) < 0.6, "\(tone) Hz: \(gain)")
      }
    }
  }

  @Test func showsTheDeepestReductionSinceItWasRead() {
    withEachInstructionSet { kernels in
      let bank = bank(kernels, settings().rows(rate: 48000))
      let deep = bank.gains(after: 9600) { _, _ in 1 }[4]
      _ = bank.gains(after: 9600) { _, _ in 0 }
      #expect(abs(Double(bank.rows.state[Compressor.meter][4]) + deep) < 0.001)
      bank.rows.state[Compressor.meter] = Lanes()
      _ = bank.gains(after: 48000) { _, _ in 0 }
      bank.rows.state[Compressor.meter] = Lanes()
      _ = bank.gains(after: 64) { _, _ in 0 }
      #expect(bank.rows.state[Compressor.meter][4] < 1e-6)
    }
  }
}
