import YAML

/// Reads bytes with blanks: `F0 00 00 66 {id} 12 {offset} {text} F7`.
enum TemplateText {
  /// Messages to be sent; `00..07` among the bytes makes one for each number of the range.
  static func messages(_ value: ValueReader) -> [SysexTemplate]? {
    guard let items = value.oneOrMore(count: 0...mostMessages) else { return nil }
    let messages = items.flatMap { item -> [SysexTemplate] in
      guard let words = words(of: item, blanks: ["{id}"] + checks, ranges: true) else {
        return []
      }
      let templates = expanded(words)
      if let bad = templates.first, bad.message(id: 0) == nil {
        item.error("\(item.place) is no complete MIDI message; sysex runs from F0 to F7")
      }
      return templates
    }
    guard messages.count <= mostMessages else {
      value.error("\(value.place) comes to \(messages.count) messages; at most \(mostMessages)")
      return nil
    }
    return messages
  }

  private static let mostMessages = 64

  /// The beginnings of messages that come in; the byte at `{id}` is learnt.
  static func beginnings(_ value: ValueReader) -> [SysexTemplate]? {
    value.oneOrMore(count: 0...16)?.compactMap { beginning($0) }
  }

  /// The beginning of a message that comes in.
  static func beginning(_ value: ValueReader, blanks: [String] = ["{id}"]) -> SysexTemplate? {
    guard let words = words(of: value, blanks: blanks, ranges: false) else { return nil }
    guard case .byte(let first)? = words.first, first >= 0x80 else {
      value.error("\(value.place) has to begin with the first byte of a message, 80 to FF")
      return nil
    }
    return expanded(words).first
  }

  /// A message that is sent with blanks filled, which are all in it that must be.
  static func message(
    _ value: ValueReader, blanks: [String], needed: SysexTemplate.Part, sample: SysexBlanks
  ) -> SysexTemplate? {
    guard let words = words(of: value, blanks: blanks + checks, ranges: false),
      let template = expanded(words).first
    else { return nil }
    guard template.parts.count(where: { $0 == needed }) == 1, template.message(sample) != nil else {
      value.error("\(value.place) has to run from F0 to F7, with {\(needed)} in it once")
      return nil
    }
    return template
  }

  /// The blanks that every message that is sent may have: where what is checked begins, and checks.
  private static let checks =
    ["{start}"] + SysexTemplate.Checksum.allCases.map { "{\($0.rawValue)}" }

  /// A message that writes text; it has `{text}` once.
  static func text(_ value: ValueReader) -> SysexTemplate? {
    var sample = SysexBlanks(id: 0)
    sample.text = [0x20]
    let blanks = ["{id}", "{offset}", "{strip}", "{row}", "{text}"]
    return message(value, blanks: blanks, needed: .text, sample: sample)
  }

  /// A message that writes the colours of strips; it has `{colours}` once.
  static func colours(_ value: ValueReader) -> SysexTemplate? {
    message(value, blanks: ["{id}", "{colours}"], needed: .colours, sample: SysexBlanks(id: 0))
  }

  private static func words(
    of value: ValueReader, blanks: [String], ranges: Bool
  ) -> [ByteWord]? {
    let allowed = blanks + (ranges ? ["00..07"] : [])
    return value.byteWords(allowed: allowed, count: 1...256) { word in
      blanks.contains(word) || (ranges && range(word) != nil)
    }
  }

  private static func range(_ word: String) -> ClosedRange<UInt8>? {
    let bytes = word.utf8.count == 6 ? word.split(separator: ".") : []
    guard bytes.count == 2, bytes[0].count == 2, bytes[1].count == 2,
      let first = UInt8(bytes[0], radix: 16), let last = UInt8(bytes[1], radix: 16), first <= last
    else { return nil }
    return first...last
  }

  /// One template for each number of the first range; further ranges run along with it.
  private static func expanded(_ words: [ByteWord]) -> [SysexTemplate] {
    let ranges = words.compactMap { word -> ClosedRange<UInt8>? in
      if case .placeholder(let text) = word { range(text) } else { nil }
    }
    return (0..<(ranges.map(\.count).min() ?? 1)).map { step in
      SysexTemplate(words.map { part($0, step: step) })
    }
  }

  private static func part(_ word: ByteWord, step: Int) -> SysexTemplate.Part {
    switch word {
    case .byte(let byte): return .byte(byte)
    case .placeholder(let text):
      return blanks[text] ?? .byte((range(text)?.lowerBound ?? 0) + UInt8(step))
    }
  }

  /// What each blank stands for.
  private static let blanks: [String: SysexTemplate.Part] = {
    var blanks: [String: SysexTemplate.Part] = [
      "{id}": .id, "{offset}": .offset, "{strip}": .strip, "{row}": .row, "{text}": .text,
      "{colours}": .colours, "{serial}": .serial, "{challenge}": .challenge,
      "{response}": .response, "{start}": .start,
    ]
    for kind in SysexTemplate.Checksum.allCases { blanks["{\(kind.rawValue)}"] = .checksum(kind) }
    return blanks
  }()
}
