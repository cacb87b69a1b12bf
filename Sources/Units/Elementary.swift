/// The functions behind gains and filters, made of sums, products and roots alone.
///
/// The system's own differ in the last bit from one processor to the next, as they use what it has;
/// these give the same bits everywhere, so that a mix rendered twice is the same mix. Control thread.
package enum Elementary {
  /// e to the power of `x`, to 14 digits where the result is between 1e-30 and 1e30.
  package static func exponential(_ x: Double) -> Double {
    twoToThePower(x * 1.4426950408889634)  // 1 / ln 2
  }

  /// 10 to the power of `x`, to 14 digits where the result is between 1e-30 and 1e30.
  package static func powerOfTen(_ x: Double) -> Double {
    twoToThePower(x * 3.321928094887362)  // log2(10)
  }

  private static func twoToThePower(_ binary: Double) -> Double {
    guard binary > -1400 else { return 0 }
    guard binary < 1400 else { return .infinity }
    let whole = binary.rounded()
    let rest = (binary - whole) * 0.6931471805599453  // ln 2
    // The series of exp for |rest| <= 0.35: what comes after the 16th power is below 1e-22.
    var sum = 1.0
    for power in stride(from: 16.0, through: 1, by: -1) { sum = 1 + sum * rest / power }
    return Double(sign: .plus, exponent: Int(whole), significand: sum)
  }

  /// The natural logarithm of a number above 0, to 15 digits; minus infinity of 0 and below.
  package static func logarithm(_ x: Double) -> Double {
    guard x > 0 else { return -.infinity }
    guard x < .infinity else { return .infinity }
    var exponent = Double(x.exponent)
    var significand = x.significand  // 1..<2
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), |argument| <= 0.172: what follows is below 1e-19.
    let argument = (significand - 1) / (significand + 1)
    let square = argument * argument
    var sum = 0.0
    for power in stride(from: 23.0, through: 1, by: -2) { sum = sum * square + 1 / power }
    return exponent * 0.6931471805599453 + 2 * argument * sum
  }

  /// The cosine of an angle in radians, to 15 digits of 1 within a few turns.
  package static func cosine(_ angle: Double) -> Double {
    var rest = abs(angle)
    rest -= (rest / (2 * .pi)).rounded(.down) * (2 * .pi)
    if rest > .pi { rest = 2 * .pi - rest }
    return rest > .pi / 2 ? -acuteCosine(.pi - rest) : acuteCosine(rest)
  }

  /// The sine of an angle in radians, to 15 digits of 1 within a few turns.
  package static func sine(_ angle: Double) -> Double { cosine(.pi / 2 - angle) }

  /// The tangent of an angle from 0 to below a right one, in radians.
  package static func tangent(_ angle: Double) -> Double { sine(angle) / cosine(angle) }

  /// The cosine of an angle from 0 to a right one.
  private static func acuteCosine(_ angle: Double) -> Double {
    // The series of cos: what comes after the 24th power is below 1e-20.
    let square = angle * angle
    var sum = 1.0
    for power in stride(from: 24.0, through: 2, by: -2) {
      sum = 1 - sum * square / (power * (power - 1))
    }
    return sum
  }
}
