import ConsoleModel
import Engine
import Testing
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The desk's own tones and noises, through buses to outputs.
@Suite struct OscillatorTests {
  private func desk() -> Console {
    var console = Console.small()
    console.make(
      .assign(.oscillator, to: .main, true), .set(.oscillator, .oscillatorOn, 1),
      .set(.oscillator, .oscillatorFrequency, 997))
    return console
  }

  private func heard(_ rig: Rig, _ frames: Int) -> [[Float]] {
    rig.render(Array(repeating: steady(0, frames), count: 4), block: 64)
  }

  private func power(_ samples: [Float]) -> Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)
  }

  @Test func aToneLeavesEverySideAtItsLevelAndPitch() {
    let rig = Rig(desk(), inputs: 4, outputs: 4)
    rig.settle()
    let out = heard(rig, 48000)
    #expect(out[0] == out[1])
    // Over a second a tone of 997 Hz fills whole turns: its share is what a sum against it gives.
    var (real, imaginary) = (0.0, 0.0)
    for (frame, sample) in out[0].enumerated() {
      let angle = 2 * Double.pi * 997 * Double(frame) / 48000
      real += Double(sample) * cos(angle) / 24000
      imaginary += Double(sample) * sin(angle) / 24000
    }
    let amplitude = (real * real + imaginary * imaginary).squareRoot()
    #expect(abs(amplitude - 0.1) < 1e-6)
    #expect(abs(power(out[0]) - 0.005) < 1e-8)
  }

  @Test func noiseHasThePowerOfTheTone() {
    for sound in [1.0, 2] {
      var console = desk()
      console.make(.set(.oscillator, .oscillatorSound, sound))
      let rig = Rig(console, inputs: 4, outputs: 4)
      rig.settle()
      let level = 10 * log10(power(heard(rig, 480_000)[0]) / 0.005)
      #expect(abs(level) < (sound == 1 ? 0.6 : 0.05))
    }
  }

  @Test func itComesAndGoesWithoutAClickAndCostsNothingAfterwards() {
    var console = desk()
    console.make(.set(.oscillator, .oscillatorOn, 0), .set(.oscillator, .oscillatorFrequency, 20))
    let rig = Rig(console, inputs: 4, outputs: 4)
    rig.settle()
    #expect(heard(rig, 4800).allSatisfy { $0 == steady(0, 4800) })
    var last: Float = 0
    var (step, peak): (Float, Float) = (0, 0)
    for round in 0..<40 {
      console.make(.set(.oscillator, .oscillatorOn, round % 2 == 0 ? 1 : 0))
      // A plan that comes just then must not tear the tone.
      if round % 3 == 0 {
        console.make(.assign(.channel(1), to: BusID(.group, 1), round % 2 == 0))
      }
      rig.engine.follow(console)
      for sample in heard(rig, 64 * (round % 5 == 0 ? 200 : 2 + round % 7))[0] {
        step = max(step, abs(sample - last))
        peak = max(peak, abs(sample))
        last = sample
      }
    }
    // 0.1 over 240 frames, and the tone's own 2 pi 20 / 48000 * 0.1.
    #expect(step < 0.1 / 240 + 0.0003)
    #expect(peak > 0.099)
    console.make(.set(.oscillator, .oscillatorOn, 0))
    rig.engine.follow(console)
    rig.settle()
    #expect(heard(rig, 480).allSatisfy { $0 == steady(0, 480) })
  }
}
