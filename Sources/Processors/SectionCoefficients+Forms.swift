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
