internal import Units

/// The squared magnitude of a second-order polynomial in 1/z along the unit circle.
///
/// It is low (1 - x)² + middle x (1 - x) + high x² with x = sin²(ω/2): a quadratic in x.
struct SectionPower {
  var low: Double
  var middle: Double
  var high: Double

  /// What says whether the power stays at or above 0 for all x of 0…1.
  private var span: Double { middle + 2 * (max(0, low) * max(0, high)).squareRoot() }

  /// Whether the power is nowhere below 0.
  var isPossible: Bool { low >= 0 && high >= 0 && span >= 0 }

  /// Of the polynomial b0 + b1/z + b2/z² with all zeroes inside the circle: b0 + b1 + b2,
  /// b0 - b1 + b2 and 2 (b0 - b2).
  var roots: (low: Double, high: Double, middle: Double) {
    // |B|² = (b0+b1+b2)² (1-x) + (b0-b1+b2)² x - 16 b0 b2 x(1-x), M. Vicanek, "Matched second
    // order digital filters", 2016, solved for the three sums.
    (
      max(0, low).squareRoot(), max(0, high).squareRoot(), max(0, span).squareRoot()
    )
  }

  func callAsFunction(_ x: Double) -> Double {
    let y = 1 - x
    return y * (low * y + middle * x) + high * x * x
  }

  func scaled(_ factor: Double) -> SectionPower {
    SectionPower(low: low * factor, middle: middle * factor, high: high * factor)
  }

  /// A part of this and the rest of another: where both are possible, so is the mixture.
  func mixed(with other: SectionPower, _ share: Double) -> SectionPower {
    SectionPower(
      low: low + share * (other.low - low), middle: middle + share * (other.middle - middle),
      high: high + share * (other.high - high))
  }
}

extension SectionPower {
  /// A pair of roots s of a prototype as z = e^sT, as a power that is 1 at 0 Hz.
  ///
  /// Takes the squared half angle and the damping of `FilterPrototype.Quadratic`, up to 4. What lies
  /// beyond half the sample rate comes to lie there, as far from the circle as it is from the end.
  init(rootsOf pair: (centre: Double, damping: Double)) {
    let part = pair.damping / 4
    let angle = (pair.centre * (1 - part)).squareRoot()
    let beyond = max(0, angle - .pi / 2)
    let decay = (pair.centre * part + beyond * beyond).squareRoot()
    // z² - 2 r cos(2 angle) z + r², of the roots r e^±(2j angle).
    let radius = Elementary.exponential(-2 * decay)
    let turn = 2 * radius * Elementary.cosine(2 * (angle - beyond))
    let (product, sum) = (radius * radius, 1 + radius * radius)
    let low = (sum - turn) * (sum - turn)
    let high = (sum + turn) * (sum + turn)
    self.init(low: 1, middle: 1 + (high - 16 * product) / low, high: high / low)
  }
}

/// The squared magnitude of a section: one power over the other.
struct SectionRatio {
  var numerator: SectionPower
  var denominator: SectionPower

  func callAsFunction(_ x: Double) -> Double { numerator(x) / denominator(x) }

  /// A part of this and the rest of another, above and below the fraction bar.
  func mixed(with other: SectionRatio, _ share: Double) -> SectionRatio {
    // Both of them 1 at 0 Hz below the bar, so that one does not outweigh the other.
    let (own, others) = (1 / denominator.low, 1 / other.denominator.low)
    return SectionRatio(
      numerator: numerator.scaled(own).mixed(with: other.numerator.scaled(others), share),
      denominator: denominator.scaled(own).mixed(with: other.denominator.scaled(others), share))
  }
}
