extension SectionCoefficients {
  /// Makes a section that is a trapezoidal state-variable filter.
  ///
  /// Takes g = tan(ω/2) and k = 1/Q, both above 0, and how much is heard of its high-pass,
  /// band-pass and low-pass.
  public init(g: Double, k: Double, high: Double, band: Double, low: Double) {
    let c = 1 / (1 + g * (g + k))
    self.init(
      damping: -2 * g * (g + k) * c, coupling: 2 * g * c, integration: 2 * g * g * c,
      direct: (high + band * g + low * g * g) * c,
      first: (band + low * g - high * (g + k)) * c,
      second: (low * (1 + g * k) - high - band * g) * c)
  }

  /// Makes a section that is the same filter as a biquad
  /// (b0 + b1/z + b2/z²) / (1 + a1/z + a2/z²), whose poles must lie inside the unit circle.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    let (low, high, width) = (1 + a1 + a2, 1 - a1 + a2, 1 - a2)
    precondition(low > 0 && high > 0 && width > 0, "The poles lie outside the unit circle.")
    // low = 4g²c, high = 4c, width = 2gkc
    let coupling = (low * high).squareRoot() / 2
    let second = (b0 + b1 + b2) / low - b0
    self.init(
      damping: -(low + 2 * width) / 2, coupling: coupling, integration: low / 2, direct: b0,
      first: (b0 - b2 - b0 * width + second * low / 2) / coupling, second: second)
  }

  /// The biquad that is the same filter: b0, b1, b2, a1, a2.
  public var biquad: (b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    let a1 = integration - damping - 2
    let a2 = (1 + damping) * (1 - integration) + coupling * coupling
    return (
      direct, direct * a1 + first * coupling + second * integration,
      direct * a2 - first * coupling + second * integration, a1, a2
    )
  }

  /// Makes the minimum-phase section whose squared magnitude is one power over the other; the
  /// lower one must be above 0 from 0 Hz to half the sample rate.
  init(_ numerator: SectionPower, over denominator: SectionPower) {
    let (n, d) = (numerator.roots, denominator.roots)
    let lead = (d.low + d.high + d.middle) / 4  // the leading coefficient of the denominator
    let coupling = (d.low * d.high).squareRoot()
    let direct = (n.low + n.high + n.middle) / (4 * lead)
    self.init(
      damping: -(d.low + d.middle) / (2 * lead), coupling: coupling / (2 * lead),
      integration: d.low / (2 * lead), direct: direct,
      first: (n.low + n.middle - direct * (d.low + d.middle)) / coupling,
      second: n.low / d.low - direct)
  }
}

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
}
