import ConsoleModel
import Units

/// Words that fit into the cells of a display that knows nothing but printable ASCII.
enum ScribbleText {
  /// A name in ASCII: accents are dropped, what has no letter becomes a question mark.
  static func ascii(_ name: String) -> String {
    name.unicodeScalars.map { scalar in
      if (0x20...0x7E).contains(scalar.value) { return String(scalar) }
      if scalar.properties.generalCategory == .nonspacingMark { return "" }
      return letter(scalar) ?? "?"
    }.joined()
  }

  /// The plain letter that a scalar's Unicode name tells of: `LATIN SMALL LETTER E WITH ACUTE`.
  private static func letter(_ scalar: Unicode.Scalar) -> String? {
    guard let words = scalar.properties.name?.split(separator: " "), words.count >= 4,
      words[0] == "LATIN", words[2] == "LETTER"
    else { return nil }
    if words[3] == "SHARP" { return "ss" }
    guard words[3].count <= 2 else { return nil }
    return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
  }

  /// A name shortened to `length` characters: vowels go first, then spaces, never the number.
  static func abbreviated(_ name: String, to length: Int) -> String {
    var letters = Array(ascii(name).utf8)
    while letters.last == space { letters.removeLast() }
    letters = dropping(letters, to: length) { before, letter in
      "aeiou".utf8.contains(letter) && before != nil && before != space
    }
    letters = dropping(letters, to: length) { _, letter in letter == space }
    guard letters.count > length else { return String(decoding: letters, as: UTF8.self) }
    let digits = letters.reversed().prefix { (48...57).contains($0) }.count
    let kept = digits < length ? digits : 0
    letters = letters.prefix(length - kept) + letters.suffix(kept)
    return String(decoding: letters, as: UTF8.self)
  }

  private static let space = UInt8(ascii: " ")

  /// Drops letters from the right until `length` are left; `isDropped` sees the one before, too.
  private static func dropping(
    _ letters: [UInt8], to length: Int, where isDropped: (UInt8?, UInt8) -> Bool
  ) -> [UInt8] {
    var kept = letters
    for index in letters.indices.reversed() where kept.count > length {
      if isDropped(index > 0 ? letters[index - 1] : nil, letters[index]) { kept.remove(at: index) }
    }
    return kept
  }

  /// A parameter's name, short where that is what engineers say: `Thresh`, `2 Freq`.
  static func label(of key: ParameterKey) -> String {
    let words = key.description.split(separator: ".").map(String.init)
    let last = words.last ?? ""
    let plain = short[last] ?? capitalised(last)
    guard words.count > 1 else { return plain }
    if words[0] == "eq", words.count == 3 { return "\(words[1]) \(plain)" }
    return ["frequency", "slope", "on"].contains(last) && words[0] == "high-pass"
      ? "HP " + plain : plain
  }

  private static let short = [
    "threshold": "Thresh", "frequency": "Freq", "hysteresis": "Hyst", "make-up": "MakeUp",
    "polarity": "Pol", "key-low-cut": "KeyLC", "key-high-cut": "KeyHC", "low-cut": "LoCut",
    "high-cut": "HiCut", "character": "Charac", "detector": "Detect", "pre-delay": "PreDly",
    "feedback": "Feedbk",
  ]

  private static func capitalised(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst().map { $0 == "-" ? " " : $0 }
  }

  /// A level such as ` -6.0dB`, right-aligned; without its unit where that doesn't fit.
  static func level(_ level: Decibels, length: Int) -> String {
    let number = level.description
    let hasUnit = !level.isSilence && number.utf8.count + 2 <= length
    let text = hasUnit ? number + "dB" : number
    return String(repeating: " ", count: max(length - text.utf8.count, 0)) + text
  }

  /// A place between `L100` and `R100`, `C` in the centre.
  private static func pan(_ place: Double) -> String {
    let percent = Int(abs(place).rounded())
    return percent == 0 ? "C" : (place < 0 ? "L" : "R") + String(percent)
  }

  /// A value of a parameter, in as many characters as there are.
  static func value(_ value: Double, of row: Parameter, length: Int) -> String {
    switch row.unit {
    case .decibels: level(Decibels(value), length: length)
    case .decibelsOrNone where value < .infinity: level(Decibels(value), length: length)
    case .place: pan(value)
    case .placeOrFollow where value < .infinity: pan(value)
    case .hertz where value >= 1000: number(value / 1000, " kHz", length: length)
    case .milliseconds where value >= 9999.5: number(value / 1000, " s", length: length)
    case .hertz, .milliseconds, .percent, .ratio, .number:
      number(value, row.unit.symbol, length: length)
    default: abbreviated(row.text(value), to: length)
    }
  }

  /// The most digits, up to three or all of a whole number; room is made by the space and the unit
  /// rather than by digits.
  private static func number(_ value: Double, _ unit: String, length: Int) -> String {
    guard value.isFinite else { return "inf" }
    let tight = unit.filter { $0 != " " }
    let most = value < 10 ? 2 : value < 100 ? 1 : 0
    for digits in (0...most).reversed() {
      for ending in [unit, tight, tight == "kHz" ? "k" : ""] {
        let text = rounded(value, digits) + ending
        if text.utf8.count <= length { return text }
      }
    }
    return String(rounded(value, 0).prefix(length))
  }

  /// A number with some decimals, without those that are zero.
  private static func rounded(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let number = (value * scale).rounded() / scale
    return number == number.rounded() ? "\(Int(number))" : "\(number)"
  }

  /// A text as exactly `cell` bytes: at most `characters` of it, then spaces.
  static func cell(_ text: String, characters: Int, cell: Int) -> [UInt8] {
    let kept = text.utf8.prefix(min(characters, cell)).map { (0x20...0x7E).contains($0) ? $0 : 63 }
    return kept + Array(repeating: space, count: cell - kept.count)
  }
}
