/// Spells numbers with so many decimals, the same on every machine.
enum DecimalText {
  /// A number with at most `places` decimals and no zeroes at its end.
  static func text(_ value: Double, places: Int = 2) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let whole = (abs(value) * scale).rounded()
    guard whole < 1e15 else { return value > 0 ? "∞" : "-∞" }
    let digits = String(Int(whole))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var decimals = String(padded.suffix(places))
    while decimals.hasSuffix("0") { decimals.removeLast() }
    let text = padded.dropLast(places) + (decimals.isEmpty ? "" : "." + decimals)
    return (value < 0 && whole > 0 ? "-" : "") + text
  }
}
