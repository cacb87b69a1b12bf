import Engine
import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// No peak gets past the ceiling.
@Suite struct LimiterPeakTests {
  private let reference = TruePeakReference()

  /// How far a limited signal's true peak is above the ceiling of -1 dBTP, in dB.
  private func excess(
    _ kernels: Kernels, _ left: [Float], _ right: [Float], release: Double, rate: Int = 48000
  ) -> Double {
    var settings = LimiterSettings()
    settings.isOn = true
    settings.release = release
    let out = LimiterRig(kernels, settings, rate: rate).render(left, right)
    let ceiling = pow(10, -1.0 / 20)
    let peak = max(
      reference.peak(of: out.left, above: ceiling), reference.peak(of: out.right, above: ceiling))
    return 20 * log10(peak / ceiling)
  }

  @Test func letsNoPeakPastTheCeiling() {
    let frames = Int(30000 * LimiterSignals.scale)
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 1)
      var worst: [String: Double] = [:]
      func attack(_ name: String, _ left: [Float], _ right: [Float]) {
        for release in [10.0, 100] {
          let excess = excess(kernels, left, right, release: release)
          worst[name] = max(worst[name] ?? -100, excess)
        }
      }
      attack("noise", signals.noise(frames, 4), signals.noise(frames, 0.25))
      attack("uniform", signals.uniform(frames, 4), signals.uniform(frames, 1))
      attack("signs", signals.signs(frames, 4), signals.signs(frames, 0.9))
      attack("impulses", signals.impulses(frames, 8), signals.impulses(frames, 1000))
      attack("squares", signals.squares(frames, 4), signals.squares(frames, 30))
      attack("sines", signals.sines(frames, 2), signals.sines(frames, 20))
      print(kernels.instructionSet, worst)
      for (name, excess) in worst { #expect(excess <= 0.1, "\(name) by \(excess) dB") }
      // A limiter that silenced everything would pass as well.
      for (name, excess) in worst { #expect(excess > -0.5, "\(name) by \(excess) dB") }
    }
  }

  @Test(arguments: [8000, 32000, 44100, 96000, 192000])
  func holdsTheCeilingAtEveryRate(rate: Int) {
    let frames = Int(10000 * LimiterSignals.scale)
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 2)
      let noise = (signals.noise(frames, 4), signals.impulses(frames, 100))
      let excess = excess(kernels, noise.0, noise.1, release: 10, rate: rate)
      #expect(excess <= 0.1)
      #expect(excess > -0.5)
    }
  }

  /// With nothing above 20 kHz the answer does not depend on how sharply the judge ends its band.
  @Test func holdsForAnyConverterWhenTheSignalEndsAt20kHz() {
    let sharp = TruePeakReference(taps: 512, beta: 9)
    var signals = LimiterSignals(seed: 3)
    let low = LimiterSignals.lowPassed(signals.noise(20000, 4), below: 20000.0 / 48000)
    withEachInstructionSet { kernels in
      let out = LimiterRig(kernels, LimiterSettings()).render(low, low)
      let peak = sharp.peak(of: out.left, above: pow(10, -1.0 / 20))
      #expect(abs(20 * log10(peak) + 1) < 0.1)
    }
  }
}

extension LimiterSignals {
  /// A signal without what lies above a part of the rate, by a windowed sine over x of 401 taps.
  static func lowPassed(_ signal: [Float], below edge: Double) -> [Float] {
    let cutoff = edge - 0.008
    let taps = (-200...200).map { (tap: Int) -> Double in
      let x = Double(tap)
      let window = 0.42 + 0.5 * cos(.pi * x / 201) + 0.08 * cos(2 * .pi * x / 201)
      return (tap == 0 ? 2 * cutoff : sin(2 * .pi * cutoff * x) / (.pi * x)) * window
    }
    return signal.indices.dropLast(400).map { start in
      var sum = 0.0
      for tap in 0...400 { sum += Double(signal[start + tap]) * taps[tap] }
      return Float(sum)
    }
  }
}
