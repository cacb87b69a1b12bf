/// A number taken apart: `-6.5 dB` is the amount -6.5 and the unit `dB`.
struct NumberText {
  /// Why a text is no number.
  enum Failure: Error {
    case notANumber, decimalComma, hexadecimal, leadingZero, tooLarge
  }

  /// The amount, maybe infinite, never NaN.
  let amount: Double
  /// The amount as written.
  let written: Substring
  /// What follows it, without the spaces between.
  let unit: Substring

  /// Reads sign, digits, fraction and exponent, or `inf` or `∞` after an optional sign.
  init(_ text: String) throws(Failure) {
    guard text.utf8.count <= 64 else { throw .notANumber }
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }
    if rest.hasPrefix("inf") || rest.hasPrefix("∞") {
      rest.removeFirst(rest.hasPrefix("∞") ? 1 : 3)
      guard !(rest.first?.isLetter ?? false) else { throw .notANumber }  // infinity, info
      amount = isNegative ? -.infinity : .infinity
    } else {
      try Self.dropDigits(&rest)
      guard let value = Double(text[..<rest.startIndex]) else { throw .notANumber }
      guard value.isFinite else { throw .tooLarge }
      amount = value == 0 ? 0 : value
    }
    written = text[..<rest.startIndex]
    unit = rest.drop { $0 == " " }
  }

  /// Drops `12`, `12.5`, `1e3`, `1.5e-3` from the front; what is no such number throws.
  private static func dropDigits(_ rest: inout Substring) throws(Failure) {
    let whole = rest.prefix(while: isDigit)
    guard !whole.isEmpty else { throw .notANumber }
    rest = rest.dropFirst(whole.count)
    if whole == "0", let next = rest.first, "xX".contains(next) { throw .hexadecimal }
    guard whole.count == 1 || whole.first != "0" else { throw .leadingZero }
    if rest.first == ",", rest.dropFirst().first.map(isDigit) ?? false { throw .decimalComma }
    if rest.first == "." {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty else { throw .notANumber }
      rest = rest.dropFirst(1 + fraction.count)
    }
    dropExponent(&rest)
  }

  /// Drops `e3`, `E-3`; leaves anything else to be the unit.
  private static func dropExponent(_ rest: inout Substring) {
    guard let mark = rest.first, "eE".contains(mark) else { return }
    var tail = rest.dropFirst()
    if let sign = tail.first, "+-".contains(sign) { tail.removeFirst() }
    let digits = tail.prefix(while: isDigit)
    if !digits.isEmpty { rest = tail.dropFirst(digits.count) }
  }

  static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character) && character.utf8.count == 1
  }
}
