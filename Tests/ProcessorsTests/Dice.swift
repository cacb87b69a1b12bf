import Processors

/// Random settings, the same ones everywhere (SplitMix64).
struct Dice {
  var state: UInt64

  /// A number of 0..<1.
  mutating func next() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return Double((word ^ word >> 31) >> 11) * 0x1p-53
  }

  mutating func rate() -> Int { [8000, 44100, 48000, 96000, 192_000][Int(next() * 5)] }

  /// Any band, now and then at the ends of the ranges, and beyond them where asked.
  mutating func band(widened: Bool) -> EQBandSettings {
    func spread(_ dice: Double) -> Double { widened ? dice * 1.4 - 0.2 : dice }
    let shape = FilterShape.allCases[Int(next() * 7)]
    let (position, height, width) = (spread(next()), spread(next()), spread(next()))
    return EQBandSettings(
      shape, frequency: 20 * power(1000, position), gain: 36 * height - 18,
      q: 0.1 * power(160, width))
  }

  /// A band that leaves something to the top section at 48 kHz.
  mutating func steepBand() -> EQBandSettings {
    let shape = [FilterShape.lowShelf, .highShelf, .lowCut][Int(next() * 3)]
    let frequency = (shape == .lowCut ? 12000 : 6500) * (1 + 0.6 * next())
    let gain = (next() < 0.5 ? -1 : 1) * (1 + 17 * next())
    return EQBandSettings(shape, frequency: frequency, gain: gain, q: 3.5 + 12.5 * next())
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    // By squaring: 24 binary places of the exponent.
    var (result, factor, rest) = (1.0, base, exponent)
    while rest < 0 { (result, rest) = (result / base, rest + 1) }
    while rest >= 1 { (result, rest) = (result * base, rest - 1) }
    for _ in 0..<24 {
      factor = factor.squareRoot()
      rest *= 2
      if rest >= 1 { (result, rest) = (result * factor, rest - 1) }
    }
    return result
  }
}

/// Whether the compiler optimises: only then are times worth a look.
var isOptimized: Bool {
  var optimized = true
  assert({ optimized = false }() == ())
  return optimized
}
