extension ValueReader {
  /// Which infinity a number may be.
  public enum Infinity: Sendable {
    /// None: `inf` is refused.
    case none
    /// `-inf` or `-∞`, with or without the unit: silence in dB.
    case negative
    /// `inf` or `∞`, with or without the unit: the ratio of a limiter.
    case positive
  }

  /// A number such as `-6 dB`, `0.5 s`, `48000`, in the first of the unit's symbols.
  ///
  /// Digits, with a point and a fraction if wanted; never hexadecimal, NaN or too large to hold.
  ///
  /// - Parameters:
  ///   - range: The finite values allowed, in the first unit; a bound may be infinite for none.
  ///   - unit: The units allowed; the space before them may be left out.
  ///   - infinity: The infinity allowed besides the range.
  /// - Returns: The value in the first unit, never NaN, or nil after reporting a mistake.
  public func number(
    in range: ClosedRange<Double>, unit: NumberUnit = .none, infinity: Infinity = .none
  ) -> Double? {
    let needed = unit.symbols.first.map { "a number in \($0.text)" } ?? "a number"
    guard let text = text(needed: needed) else { return nil }
    let number: NumberText
    do { number = try NumberText(text) } catch {
      reportNumber(text, error, needed)
      return nil
    }
    guard let factor = factor(of: number, unit) else { return nil }
    let value = number.amount * factor
    let isAllowed =
      value.isFinite
      ? range.contains(value)
      : !number.amount.isFinite
        && (value < 0 && infinity == .negative || value > 0 && infinity == .positive)
    if isAllowed { return value }
    error(
      "\(Wording.quoted(text)) is out of range in \(place); "
        + Self.allowed(range, unit, infinity))
    return nil
  }

  /// The factor of the unit that was written, or nil after reporting it.
  private func factor(of number: NumberText, _ unit: NumberUnit) -> Double? {
    if let symbol = unit.symbols.first(where: { $0.text == number.unit }) { return symbol.factor }
    let symbols = unit.symbols.map(\.text)
    if number.unit.isEmpty {
      guard unit.isRequired && number.amount.isFinite else { return 1 }
      let example = "\(number.written) \(symbols[0])"
      error(
        "no unit after \(Wording.quoted(number.written)) in \(place)\(Wording.allowed(symbols))"
          + Wording.meant(example))
    } else if symbols.isEmpty {
      error(
        "unknown unit \(Wording.quoted(number.unit)) in \(place); a number without unit is allowed"
          + Wording.meant(String(number.written)))
    } else {
      unknown("unit", number.unit, allowed: symbols)
    }
    return nil
  }

  private func reportNumber(_ text: String, _ failure: NumberText.Failure, _ needed: String) {
    let word = Wording.quoted(text)
    switch failure {
    case .notANumber: reportKind(needed: needed)
    case .decimalComma:
      let point = String(text.map { $0 == "," ? "." : $0 })
      error("\(word) has a comma in \(place); write a point\(Wording.meant(point))")
    case .hexadecimal:
      error("\(word) is hexadecimal in \(place); only decimal numbers are allowed here")
    case .leadingZero:
      error("\(word) starts with a needless zero in \(place); leave the zero out")
    case .tooLarge: error("\(word) is too large a number in \(place)")
    }
  }

  /// `allowed are -90 dB to 10 dB, and -inf dB`.
  private static func allowed(
    _ range: ClosedRange<Double>, _ unit: NumberUnit, _ infinity: Infinity
  ) -> String {
    let low = unit.written(range.lowerBound)
    let high = unit.written(range.upperBound)
    let symbol = unit.symbols.first.map { " \($0.text)" } ?? ""
    let finite =
      switch (range.lowerBound.isFinite, range.upperBound.isFinite) {
      case (true, true): "allowed are \(low) to \(high)"
      case (true, false): "allowed is \(low) or more"
      case (false, true): "allowed is \(high) or less"
      case (false, false): "allowed is any finite number"
      }
    switch infinity {
    case .none: return finite
    case .negative: return "\(finite), and -inf\(symbol)"
    case .positive: return "\(finite), and inf\(symbol)"
    }
  }
}
