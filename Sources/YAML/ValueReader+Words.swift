extension ValueReader {
  /// A name or other line of text for people, printable and without line breaks.
  ///
  /// - Parameter length: How many characters, as the user sees them, are allowed.
  /// - Returns: The text, or nil after reporting a mistake.
  public func string(length: ClosedRange<Int> = 1...64) -> String? {
    guard let text = text(needed: "a text") else { return nil }
    let count = text.count
    guard length.contains(count) else {
      error(
        "\(Wording.quoted(text)) is \(Self.counted(count...count, "character")) long in \(place);"
          + " allowed are \(Self.counted(length, "character"))")
      return nil
    }
    guard let hidden = text.unicodeScalars.first(where: { !Wording.isPrintable($0) }) else {
      return text
    }
    let code = String(hidden.value, radix: 16, uppercase: true)
    error(
      "\(Wording.quoted(text)) holds the unprintable character U+\(code) in \(place); only printable"
        + " text is allowed")
    return nil
  }

  /// A switch: `on` or `off`, `yes` or `no`, `true` or `false`, in lower case.
  public func boolean() -> Bool? {
    guard let text = text(needed: "on or off") else { return nil }
    switch text {
    case "on", "yes", "true": return true
    case "off", "no", "false": return false
    default:
      unknown("word", text, allowed: ["on", "off", "yes", "no", "true", "false"])
      return nil
    }
  }

  /// One of the given words, exactly as spelt.
  public func word(among words: [String]) -> String? {
    guard let text = text(needed: "a word") else { return nil }
    if words.contains(text) { return text }
    unknown("word", text, allowed: words)
    return nil
  }

  /// The value that a word stands for: `choice(["pre": Tap.pre, "post": .post])`.
  public func choice<Value>(_ choices: KeyValuePairs<String, Value>) -> Value? {
    guard let word = word(among: choices.map(\.key)) else { return nil }
    return choices.first { $0.key == word }?.value
  }

  /// The case of an enumeration whose raw values are the words of the file.
  public func choice<Value: CaseIterable & RawRepresentable>(_ type: Value.Type) -> Value?
  where Value.RawValue == String {
    guard let word = word(among: type.allCases.map(\.rawValue)) else { return nil }
    return Value(rawValue: word)
  }
}
