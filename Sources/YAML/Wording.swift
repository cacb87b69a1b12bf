import Units

/// The turns of phrase that every message shares.
enum Wording {
  /// A word from the file in single quotes: at most 40 characters, control characters spelt out.
  static func quoted(_ word: some StringProtocol) -> String {
    var shown = ""
    for character in word.prefix(40) {
      for scalar in character.unicodeScalars.prefix(8) { shown += visible(scalar) }
    }
    return "'\(shown)\(word.dropFirst(40).isEmpty ? "" : "…")'"
  }

  /// `; allowed are: a, b, c; did you mean 'b'?`, the words in the order given, 40 at most.
  static func allowed(_ words: [String], near word: String) -> String {
    allowed(words) + meant(nearest(to: word, among: words))
  }

  /// `; allowed are: a, b, c`, 40 words at most.
  static func allowed(_ words: [String]) -> String {
    guard !words.isEmpty else { return "" }
    let shown = words.prefix(40).joined(separator: ", ")
    return "; allowed \(words.count == 1 ? "is" : "are"): \(shown)\(words.count > 40 ? ", …" : "")"
  }

  /// `; did you mean 'x'?`, or nothing.
  static func meant(_ word: String?) -> String {
    word.map { "; did you mean \(quoted($0))?" } ?? ""
  }

  /// A number without a needless fraction: `10`, not `10.0`.
  static func number(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A scalar as a message can show it; what a terminal would act on is spelt out.
  private static func visible(_ scalar: Unicode.Scalar) -> String {
    guard isPrintable(scalar) else { return "\\u{\(String(scalar.value, radix: 16))}" }
    return String(Character(scalar))
  }

  /// Whether a scalar can stand in a name: no control, line break or hidden direction mark.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
    case .format: scalar == "\u{200C}" || scalar == "\u{200D}"  // join letters and emoji
    default: true
    }
  }
}
