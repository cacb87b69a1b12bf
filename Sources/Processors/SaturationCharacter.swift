internal import Units

/// A kind of saturation: a curve, and what reaches it most.
///
/// Every curve has a slope of 1 at 0, and a slope of 0 at its end, u = ±1, beyond which it stays
/// level; the slope arrives there without a corner. The curves are polynomials.
public enum SaturationCharacter: String, CaseIterable, Hashable, Sendable {
  /// Soft and even: only odd harmonics; lows reach the curve up to 3 dB hotter.
  ///
  /// The slope is (1 - u²)².
  case tape
  /// Uneven: mostly the second harmonic, growing with the level, then the third.
  ///
  /// The slope is (1 - u²)² (1 + 0.9 u).
  case tube
  /// Iron: mostly the third harmonic, in the lows, which reach the curve up to 9 dB hotter, as a
  /// core's flux grows towards low frequencies. They thicken at levels that leave highs clean.
  ///
  /// The slope is (1 - u²)³.
  case transformer

  /// The factors of u, u²…u⁷.
  var curve: [Double] {
    switch self {
    case .tape: [1, 0, -2.0 / 3, 0, 0.2, 0, 0]
    case .tube: [1, 0.45, -2.0 / 3, -0.45, 0.2, 0.15, 0]
    case .transformer: [1, 0, -1, 0, 0.6, 0, -1.0 / 7]
    }
  }

  /// How much hotter lows reach the curve, in dB.
  var emphasis: Double {
    switch self {
    case .tape: 3
    case .tube: 0
    case .transformer: 9
    }
  }

  /// Below which frequency they do, in Hz.
  var emphasisCorner: Double {
    switch self {
    case .tape: 100
    case .tube, .transformer: 80
    }
  }

  /// How far above full scale the curve is reached at the highest drive, in dB.
  var reach: Double {
    switch self {
    case .tape, .tube: 0
    case .transformer: -3
    }
  }

  /// The curve's gain in power, without what is constant, for noise of a normal distribution.
  ///
  /// - Parameter spread: The noise's root mean square before the curve, where the curve ends at 1.
  /// - Returns: A factor, 1 for the quietest noise.
  func powerGain(at spread: Double) -> Double {
    var mean = 0.0
    var square = 0.0
    for (index, factor) in curve.enumerated() {
      mean += factor * Self.moment(index + 1, spread)
      for (other, second) in curve.enumerated() {
        square += factor * second * Self.moment(index + other + 2, spread)
      }
    }
    return (square - mean * mean) / (spread * spread)
  }

  /// The mean of the power `order` of noise: spread^n (n - 1)(n - 3)…1 for even n, 0 for odd.
  private static func moment(_ order: Int, _ spread: Double) -> Double {
    guard order.isMultiple(of: 2) else { return 0 }
    var moment = 1.0
    for factor in stride(from: order - 1, to: 0, by: -2) {
      moment *= Double(factor) * spread * spread
    }
    return moment
  }
}
