/// A mouth on its way from vowel to vowel: five resonances side by side.
struct Mouth {
  private var frequencies = Vowel.ah.frequencies
  private var bandwidths = Vowel.ah.bandwidths
  private var gains = Vowel.ah.gains
  private var resonances: InlineArray<5, Resonator>
  private let size: Double
  private let rate: Double

  /// Opens a mouth on "ah".
  ///
  /// - Parameters:
  ///   - size: What its resonances are scaled by: below 1 is a larger person.
  ///   - rate: Frames a second.
  init(size: Double, rate: Double) {
    self.size = size
    self.rate = rate
    resonances = InlineArray { _ in Resonator(500, rate: rate) }
  }

  /// Moves towards a vowel by a part (0…1) of the way that is left.
  mutating func move(towards vowel: Vowel, by part: Float) {
    let (target, widths, levels) = (vowel.frequencies, vowel.bandwidths, vowel.gains)
    for index in 0..<5 {
      frequencies[index] += part * (target[index] - frequencies[index])
      bandwidths[index] += part * (widths[index] - bandwidths[index])
      gains[index] += part * (levels[index] - gains[index])
      let tangent = Tuning.tangent(Double(frequencies[index]) * size, rate: rate)
      resonances[index].tune(tangent: tangent, q: frequencies[index] / bandwidths[index])
    }
  }

  /// Shapes one frame of the source; neighbours alternate in sign so that no notch parts them.
  mutating func shape(_ source: Float) -> Float {
    var sum = 0.12 * source
    for index in 0..<5 {
      let band = resonances[index].split(source).band * gains[index]
      sum += index % 2 == 0 ? band : -band
    }
    return sum
  }
}
