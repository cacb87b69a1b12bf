import DSP
import Engine
import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct OscillatorTests {
  private func settings(
    _ sound: OscillatorSettings.Sound, level: Double = 0, frequency: Double = 1000
  ) -> OscillatorSettings {
    var settings = OscillatorSettings()
    settings.isOn = true
    settings.sound = sound
    settings.level = level
    settings.frequency = frequency
    return settings
  }

  @Test(arguments: [(20.0, 48000), (997, 44100), (1000, 48000), (12345.678, 96000), (20000, 48000)])
  func makesASineOfTheExactFrequency(frequency: Double, rate: Int) {
    withEachInstructionSet { kernels in
      let rig = OscillatorRig(kernels, settings(.sine, frequency: frequency), rate: rate)
      // Two hours in, without waiting for them.
      let step = Double(Float(frequency)) * rig.unit.pointee.phaseForOneHertz
      let hours = UInt64(7200 * rate)
      rig.unit.pointee.phase = UInt64(truncatingIfNeeded: Int64(step)) &* hours
      let found = rig.render(20000) { 1 + $0 % 64 }
      var worst = 0.0
      for frame in found.indices {
        let turns = (Double(Float(frequency)) / Double(rate)) * Double(frame)
        let before = (Double(Float(frequency)) * 7200).truncatingRemainder(dividingBy: 1)
        let wanted = sin(2 * .pi * (turns + before).truncatingRemainder(dividingBy: 1))
        worst = max(worst, abs(Double(found[frame]) - wanted))
      }
      // -120 dB: distortion, noise and error of the frequency together.
      #expect(worst < 1e-6, "\(worst)")
    }
  }

  /// Distortion and noise of a sine without its fundamental, in dB.
  @Test func distortsBelow120dB() {
    withEachInstructionSet { kernels in
      for cycles in [20, 997, 8001] {
        let rig = OscillatorRig(kernels, settings(.sine, frequency: Double(cycles)), rate: 48000)
        let sine = rig.render(48000)
        var (real, imaginary, all) = (0.0, 0.0, 0.0)
        for (frame, sample) in sine.enumerated() {
          let angle = 2 * .pi * Double(cycles * frame % 48000) / 48000
          real += Double(sample) * cos(angle)
          imaginary += Double(sample) * sin(angle)
          all += Double(sample) * Double(sample)
        }
        let fundamental = (real * real + imaginary * imaginary) * 2 / 48000
        #expect(10 * log10(abs(all - fundamental) / all) < -120)
        #expect(abs(10 * log10(all / 24000)) < 1e-4)
      }
    }
  }

  @Test(arguments: [OscillatorSettings.Sound.pinkNoise, .whiteNoise])
  func noiseHasThePowerOfASine(sound: OscillatorSettings.Sound) {
    withEachInstructionSet { kernels in
      let rig = OscillatorRig(kernels, settings(sound, level: -20), rate: 48000)
      let noise = rig.render(1_000_000)
      let power = noise.reduce(0.0) { $0 + Double($1) * Double($1) } / 1e6
      #expect(abs(10 * log10(power / 0.005)) < (sound == .whiteNoise ? 0.02 : 0.3))
      let mean = noise.reduce(0.0) { $0 + Double($1) } / 1e6
      #expect(abs(mean) < (sound == .whiteNoise ? 0.0003 : 0.01))
    }
  }

  /// The response of the filter itself, from its answer to one frame of noise.
  @Test(arguments: [44100, 48000, 96000, 192000])
  func pinkNoiseFalls3dBAnOctave(rate: Int) {
    let unit = OscillatorSettings.unit(rate: rate)
    func response(_ hertz: Double) -> Double {
      let angle = 2 * .pi * hertz / Double(rate)
      func turned(_ gain: Double, _ frames: Double) -> (Double, Double) {
        (gain * cos(angle * frames), -gain * sin(angle * frames))
      }
      var sum = (Double(unit.pinkDirect), 0.0)
      for lane in 0..<16 {
        // rate / (1 - (1 - rate) / z), times the weight.
        let (rate, weight) = (Double(unit.pinkRates[lane]), Double(unit.pinkWeights[lane]))
        let z = turned(1 - rate, 1)
        let below = (1 - z.0, -z.1)
        let size = below.0 * below.0 + below.1 * below.1
        sum.0 += weight * rate * below.0 / size
        sum.1 -= weight * rate * below.1 / size
      }
      var last = (1.0, 0.0)
      for tap in 0..<3 {
        let part = turned(Double(unit.pinkTaps[tap]), Double(tap + 1))
        last = (last.0 + part.0, last.1 + part.1)
      }
      return 10 * log10((sum.0 * sum.0 + sum.1 * sum.1) * (last.0 * last.0 + last.1 * last.1))
    }
    let middle = response(632)
    var worst = 0.0
    for step in 0...300 {
      let hertz = 20 * pow(1000, Double(step) / 300)
      worst = max(worst, abs(response(hertz) - middle + 10 * log10(hertz / 632)))
    }
    #expect(worst < 0.3, "\(worst)")
  }

  /// The noise itself: power around the middle of each octave, times frequency, is the same.
  @Test func everyOctaveOfPinkNoiseIsEquallyLoud() {
    withEachInstructionSet { kernels in
      let rig = OscillatorRig(kernels, settings(.pinkNoise), rate: 48000)
      let noise = rig.render(1 << 19)
      var powers: [Double] = []
      for octave in 0..<6 {
        let center = 250 * pow(2, Double(octave))
        powers.append(center * Spectrum.density(of: noise, at: center / 48000, width: 0.2))
      }
      let mean = powers.reduce(0, +) / 6
      for power in powers { #expect(abs(10 * log10(power / mean)) < 0.5) }
    }
  }

  @Test func whiteNoiseFollowsFromItsSeedAlone() {
    withEachInstructionSet { kernels in
      let white = settings(.whiteNoise)
      let first = OscillatorRig(kernels, white, rate: 48000).render(1000)
      let again = OscillatorRig(kernels, white, rate: 48000).render(1000) { 1 + $0 % 64 }
      let other = OscillatorRig(kernels, white, rate: 48000, seed: 1).render(1000)
      #expect(first == again)
      #expect(zip(first, other).filter { $0 == $1 }.isEmpty)
      let product = zip(first, other).reduce(0.0) { $0 + Double($1.0 * $1.1) } / 1000
      #expect(abs(product) < 0.1)
      // Neighbours do not resemble each other either.
      let shifted = zip(first, first.dropFirst()).reduce(0.0) { $0 + Double($1.0 * $1.1) } / 1000
      #expect(abs(shifted) < 0.1)
    }
  }

  @Test func movesItsLevelInAStraightLine() {
    withEachInstructionSet { kernels in
      let rig = OscillatorRig(kernels, OscillatorSettings(), rate: 48000)
      #expect(kernels.isOscillatorIdle(rig.row))
      #expect(rig.render(100).allSatisfy { $0 == 0 })
      rig.unit.pointee.phase = 1 << 62  // the top of the sine
      var still = settings(.sine)
      still.frequency = 20
      rig.send(still, in: 240)
      #expect(!kernels.isOscillatorIdle(rig.row))
      let sound = rig.render(480) { 1 + $0 % 64 }
      for frame in sound.indices {
        let wanted = min(1, Double(frame + 1) / 240) * cos(2 * .pi * Double(frame) / 2400)
        #expect(abs(Double(sound[frame]) - wanted) < 2e-6)
      }
    }
  }

  @Test func soundsTheSameOnEveryInstructionSet() {
    for sound in OscillatorSettings.Sound.allCases {
      let baseline = OscillatorRig(Kernels(instructionSet: .baseline), settings(sound), rate: 48000)
        .render(10000)
      withEachInstructionSet { kernels in
        let found = OscillatorRig(kernels, settings(sound), rate: 48000).render(10000)
        #expect((zip(found, baseline).map { abs($0 - $1) }.max() ?? 1) < 1e-6)
      }
    }
  }
}
