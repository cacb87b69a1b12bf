import DSP
import KernelsBaseline

/// A pair of noise above the ceiling through limiters of two look-aheads, and a ceiling that moves.
func limitNoise() {
  let limited = Case(kernel: "limitPeaks", detail: "noise")
  var noise = Noise(seed: 21)
  for rate in [48000, 96000] {
    let layout = LimiterLayout(rate: rate)
    let unit = memory(of: LimiterUnit.self, 1)
    unit.initialize(to: LimiterUnit(memory: filters(&noise, layout.floats), layout: layout))
    let row = memory(of: Ramp.self, 1)
    var values = Lanes()
    (values[0], values[1], values[2], values[3]) = (0.8, 0.999, 0.002, 0.9999)
    row.initialize(to: Ramp(restingAt: values))
    for block in 0..<12 {
      if block == 5 { row.pointee.move(lane: LimiterParameter.ceiling, to: 0.4, in: 240) }
      let frames = block % 2 == 0 ? 64 : 37
      let samples = scalars(noise.bank(64, 3))
      limitPeaks(unit, row, samples + 3, samples + 4, frames)
      for frame in 0..<frames {
        limited.write(Double(samples[frame * 16 + 3]))
        limited.write(Double(samples[frame * 16 + 4]))
      }
    }
    limited.write(Double(unit.pointee.deepest))
  }
}

/// True peak and loudness of a pair of noise.
func measureNoise() {
  let peaks = Case(kernel: "measureTruePeak", detail: "noise")
  let steps = Case(kernel: "measureLoudness", detail: "noise")
  var noise = Noise(seed: 22)
  let peak = memory(of: TruePeakUnit.self, 1)
  peak.initialize(to: TruePeakUnit(memory: filters(&noise, TruePeakUnit.floats)))
  let section = LoudnessWeighting.Section(
    damping: -0.1, coupling: 0.2, integration: 0.01, direct: 1.2, first: -0.3, second: 0.1)
  let loudness = memory(of: LoudnessUnit.self, 1)
  loudness.initialize(
    to: LoudnessUnit(
      weighting: LoudnessWeighting(shelf: section, highPass: section), rate: 1000,
      steps: memory(of: Float.self, LoudnessUnit.capacity)))
  for _ in 0..<12 {
    let samples = UnsafePointer(scalars(noise.bank(64)))
    measureTruePeak(peak, samples, samples + 1, 61)
    measureLoudness(loudness, samples, isStereo: true, 61)
    peaks.write(Double(peak.pointee.peak))
    peak.pointee.peak = 0
  }
  for step in 0..<loudness.pointee.waiting { steps.write(Double(loudness.pointee.steps[step])) }
}

/// A sine, pink and white noise together.
func oscillateAll() {
  let sounds = Case(kernel: "oscillate", detail: "mixed")
  var rates = Lanes()
  for lane in 0..<16 { rates[lane] = 0.5 / Float(1 + lane * lane) }
  let unit = memory(of: OscillatorUnit.self, 1)
  unit.initialize(
    to: OscillatorUnit(
      pinkRates: rates, pinkWeights: Lanes(repeating: 0.05), pinkDirect: 0.1,
      pinkTaps: SIMD4(0.1, -0.02, 0.01, 0), phaseForOneHertz: 0x1p64 / 48000, seed: 5))
  let row = memory(of: Ramp.self, 1)
  row.initialize(to: Ramp(restingAt: Lanes()))
  row.pointee.move(lane: OscillatorParameter.frequency, to: 997, in: 0)
  for lane in 1...3 { row.pointee.move(lane: lane, to: 0.25, in: 100) }
  let samples = memory(of: Float.self, 64)
  for _ in 0..<6 {
    oscillate(unit, row, samples, stride: 1, 55)
    sounds.write(samples, 55)
  }
}

/// Silent memory that starts with filters: any numbers do, of a sum near 1.
private func filters(_ noise: inout Noise, _ count: Int) -> UnsafeMutablePointer<Float> {
  let floats = memory(of: Float.self, count)
  for index in 0..<count { (floats + index).initialize(to: 0) }
  for index in 0..<44 { floats[index] = noise.next(0.25) }
  return floats
}
