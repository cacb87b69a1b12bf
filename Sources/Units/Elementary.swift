/// The functions behind gains, made of sums and products alone.
///
/// The system's own differ in the last bit from one processor to the next, as they use what it has;
/// these give the same bits everywhere, so that a mix rendered twice is the same mix.
enum Elementary {
  /// 10 to the power of `x`, to 14 digits where the result is between 1e-30 and 1e30.
  static func powerOfTen(_ x: Double) -> Double {
    guard x > -400 else { return 0 }
    guard x < 400 else { return .infinity }
    let binary = x * 3.321928094887362  // log2(10)
    let whole = binary.rounded()
    let rest = (binary - whole) * 0.6931471805599453  // ln 2
    // The series of exp for |rest| <= 0.35: what comes after the 16th power is below 1e-22.
    var sum = 1.0
    for power in stride(from: 16.0, through: 1, by: -1) { sum = 1 + sum * rest / power }
    return Double(sign: .plus, exponent: Int(whole), significand: sum)
  }

  /// The cosine of an angle from 0 to a right one, to 15 digits of 1.
  static func cosine(_ angle: Double) -> Double {
    // The series of cos: what comes after the 24th power is below 1e-20.
    let square = angle * angle
    var sum = 1.0
    for power in stride(from: 24.0, through: 2, by: -2) {
      sum = 1 - sum * square / (power * (power - 1))
    }
    return sum
  }

  /// The sine of an angle from 0 to a right one, to 15 digits of 1.
  static func sine(_ angle: Double) -> Double { cosine(.pi / 2 - angle) }
}
