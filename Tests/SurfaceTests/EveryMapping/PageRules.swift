import ConsoleModel
import Surface

// What stands on the pages of the selected strip, and how it is told.
extension PotPage {
  /// The parameters in the order of the pots; a strip has those of them that the table gives it.
  private var paths: [String] {
    switch self {
    case .strip:
      [
        "trim", "polarity", "high-pass.frequency", "high-pass.slope", "delay", "pan", "width",
      ]
    case .gate:
      [
        "threshold", "range", "ratio", "attack", "hold", "release", "hysteresis", "mode", "key",
        "key-low-cut", "key-high-cut",
      ].map { "gate." + $0 }
    case .eq:
      (1...6).flatMap { band in
        ["gain", "frequency", "q", "shape"].map { "eq.\(band).\($0)" }
      }
    case .compressor:
      [
        "threshold", "ratio", "knee", "attack", "release", "make-up", "mix", "hold", "detector",
        "key", "key-low-cut", "key-high-cut",
      ].map { "compressor." + $0 }
    case .output:
      [
        "saturation.drive", "saturation.mix", "saturation.character", "limiter.ceiling",
        "limiter.release", "limiter.adaptive", "direct.level", "direct.tap",
      ]
    case .sends, .effect: []
    }
  }

  /// What a strip's pots act on.
  func addresses(
    of strip: StripID, _ console: Console, _ buses: [BusID]
  ) -> [ParameterAddress] {
    let kind = ParameterOwner.strip(strip).kind
    var keys = paths.compactMap { try? ParameterKey($0, on: [kind]) }
    if self == .sends { keys = buses.map { ParameterKey(.sendLevel, to: $0) } }
    if self == .effect {
      // All that the table has of what the bus runs: a delay or a reverb.
      let number = console.value(of: ParameterAddress(strip, ParameterKey(.effect)))
      let words = ["effect", number == 0 ? "delay." : "reverb."]
      keys = Parameter.table(of: kind).filter { row in
        row.path == words[0] || row.path.hasPrefix(words[1])
      }.map { ParameterKey($0.id) }
    }
    return keys.map { ParameterAddress(strip, $0) }.filter { console.value(of: $0) != nil }
  }
}

// How parameters are written.
extension FaceJudge {
  /// Whether a text may be read as the name of a parameter: letters of its words in their order,
  /// with each number among them, and enough to be told from others.
  static func isLabel(_ text: String, of key: ParameterKey) -> Bool {
    let words = key.description.lowercased().split { ".-".contains($0) }
    let letters = text.lowercased().filter { $0 != " " }
    var rest = words.joined()[...]
    for letter in letters {
      guard let found = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: found)...]
    }
    let numbers = words.filter { $0.allSatisfy(\.isNumber) }
    let isLong = letters.count >= 3 || letters.filter(\.isLetter) == words.last ?? ""
    return isLong && words.contains { $0.first == letters.first }
      && numbers.allSatisfy { letters.contains($0) }
  }

  /// Whether a text tells a value as exactly as it has room for.
  static func isValue(_ text: String, _ value: Double, of row: Parameter, _ length: Int) -> Bool {
    switch row.unit {
    case .decibels, .decibelsOrNone: return isLevel(text, value)
    case .place, .placeOrFollow:
      let percent = Int(abs(value).rounded())
      return text == (percent == 0 ? "C" : (value < 0 ? "L" : "R") + "\(percent)")
    case .onOff: return text == (value == 1 ? "on" : "off")
    case .words(let words): return isWord(text, words[Int(value)], length)
    case .channel: return text == (value == 0 ? "none" : "\(Int(value))")
    case .bus: return isWord(text, BusID.everyName[Int(value)].description, length)
    case .hertz where text.contains("k"):
      return isNumber(text, value / 1000, ["kHz", "k"], length) && value > 999
    case .hertz: return isNumber(text, value, ["Hz"], length) && value < 1000
    case .milliseconds where text.hasSuffix(" s"):
      return isNumber(text, value / 1000, [" s"], length) && value > 9999
    case .milliseconds: return isNumber(text, value, ["ms"], length) && value < 10_000
    case .percent: return isNumber(text, value, ["%"], length)
    case .ratio: return isNumber(text, value, [":1"], length)
    case .number: return isNumber(text, value, [""], length)
    }
  }

  /// Three digits, fewer where the unit leaves no room, without zeros at the end.
  private static func isNumber(
    _ text: String, _ value: Double, _ units: [String], _ length: Int
  ) -> Bool {
    guard value.isFinite else { return text == "inf" }
    guard let unit = units.first(where: { text.hasSuffix($0) }) else { return false }
    let digits = text.dropLast(unit.utf8.count).filter { $0 != " " }
    guard let number = Double(digits) else { return false }
    let whole = digits.prefix { $0 != "." }.count
    let room = length - whole - (units.last ?? "").utf8.count - 1
    let decimals = max(0, min(room, value < 10 ? 2 : value < 100 ? 1 : 0))
    let step = [1, 0.1, 0.01][decimals]
    return abs(number - value) <= step / 2 + 1e-9
  }

  /// A word as it is, or with letters left out where it is too long.
  private static func isWord(_ text: String, _ word: String, _ length: Int) -> Bool {
    if word.utf8.count <= length { return text == word }
    var rest = word[...]
    for letter in text {
      guard let found = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: found)...]
    }
    return text.utf8.count == length && text.first == word.first
  }
}
