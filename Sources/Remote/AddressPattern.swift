import ConsoleModel

/// One address, or many by wildcards: `channel 3 fader`, `channel * fader`, `channel 1..8 sends.*.on`.
///
/// The owner may be `*`, or its number `*` or a span. In the key a `*` stands for one word between
/// points, or for one number after a kind of bus (`sends.aux *.level`); at the end for all that
/// follows. `*` alone is every parameter of the desk.
struct AddressPattern: Sendable {
  /// Which owners are meant.
  enum Owners: Hashable, Sendable {
    case all
    case numbered(StripKind, ClosedRange<Int>)
    case one(ParameterOwner)
  }

  /// The text as the client wrote it.
  let text: String
  let owners: Owners
  /// The words of each part of the key.
  let key: [[Substring]]

  /// The most bytes of a text.
  static let longest = 128

  /// Reads a pattern that has a wildcard; nil if it has none, and is an address or a mistake.
  ///
  /// - Throws: What is wrong with its owner.
  init?(_ text: String) throws(RequestFailure) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let count = Self.ownerWordCount(words)
    let owner = words.prefix(count).joined(separator: " ")
    guard words.contains(where: { $0.contains("*") }) || owner.contains("..") else { return nil }
    self.text = text
    owners = try Self.owners(owner, words.prefix(count))
    let rest = words.dropFirst(count).joined(separator: " ")
    guard !rest.isEmpty || owner == "*" else {
      throw RequestFailure(.noSuchParameter, "no parameter is named in '\(text)'")
    }
    key = Self.parts(rest.isEmpty ? "*" : rest)
  }

  /// A key as its parts, and each of them as its words.
  static func parts(_ key: String) -> [[Substring]] {
    key.split(separator: ".", omittingEmptySubsequences: false).map {
      $0.split(separator: " ", omittingEmptySubsequences: false)
    }
  }

  private static func ownerWordCount(_ words: [Substring]) -> Int {
    guard let first = words.first else { return 0 }
    if first == "mute" && words.dropFirst().first == "group" { return min(3, words.count) }
    return first == "*" || ParameterOwner(String(first)) != nil ? 1 : min(2, words.count)
  }

  private static func owners(
    _ text: String, _ words: ArraySlice<Substring>
  ) throws(RequestFailure) -> Owners {
    if text == "*" { return .all }
    if let owner = ParameterOwner(text) { return .one(owner) }
    let kind = words.dropLast().joined(separator: " ")
    let number = words.last ?? ""
    if ParameterOwner("\(kind) 1") != nil, let kind = StripKind(rawValue: kind) {
      if number == "*" { return .numbered(kind, 1...Int.max) }
      let bounds = span(number)
      if let bounds { return .numbered(kind, bounds) }
    }
    do { _ = try ParameterAddress(text + " fader") } catch { throw RequestFailure(error) }
    throw RequestFailure(.noSuchStrip, "there is no '\(text)'")
  }

  /// `3..6`.
  private static func span(_ text: Substring) -> ClosedRange<Int>? {
    guard let points = text.firstIndex(of: ".") else { return nil }
    let (low, rest) = (text[..<points], text[points...])
    guard rest.hasPrefix(".."), let first = Int(low), let last = Int(rest.dropFirst(2)),
      1 <= first, first <= last
    else { return nil }
    return first...last
  }

  /// Whether an owner is meant.
  func contains(_ owner: ParameterOwner) -> Bool {
    switch owners {
    case .all: true
    case .one(let one): owner == one
    case .numbered(let kind, let numbers):
      owner.kind == kind && owner.number.map(numbers.contains) ?? false
    }
  }

  /// Whether a key of these parts is meant.
  func matches(_ parts: [[Substring]]) -> Bool {
    guard let last = key.last, key.count <= parts.count else { return false }
    guard key.count == parts.count || last == ["*"] else { return false }
    return zip(key, parts).allSatisfy { pattern, part in
      pattern == ["*"]
        || pattern.count == part.count && zip(pattern, part).allSatisfy { $0 == "*" || $0 == $1 }
    }
  }

  /// What the pattern says, were its owner one that it may mean; for what is wrong with it.
  var example: (owners: Set<StripKind>, key: String) {
    let kinds: Set<StripKind> =
      switch owners {
      case .all: Set(StripKind.allCases)
      case .numbered(let kind, _): [kind]
      case .one(let owner): [owner.kind]
      }
    return (kinds, key.map { $0.joined(separator: " ") }.joined(separator: "."))
  }
}

extension ParameterOwner {
  /// The number of what is one of several.
  fileprivate var number: Int? {
    switch self {
    case .strip(.channel(let number)), .strip(.vca(let number)), .muteGroup(let number): number
    case .strip(.bus(let bus)): bus.number
    case .strip(.source), .desk: nil
    }
  }
}
