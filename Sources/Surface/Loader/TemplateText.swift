import YAML

/// Reads bytes with blanks: `F0 00 00 66 {id} 12 {offset} {text} F7`.
enum TemplateText {
  /// Messages to be sent; `00..07` among the bytes makes one for each number of the range.
  static func messages(_ value: ValueReader) -> [SysexTemplate]? {
    guard let items = value.oneOrMore(count: 0...mostMessages) else { return nil }
    let messages = items.flatMap { item -> [SysexTemplate] in
      guard let words = words(of: item, blanks: ["{id}"], ranges: true) else { return [] }
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
    guard let items = value.oneOrMore(count: 0...16) else { return nil }
    return items.compactMap { item in
      guard let words = words(of: item, blanks: ["{id}"], ranges: false) else { return nil }
      guard words.first == .byte(0xF0) else {
        item.error("\(item.place) has to begin with F0: answers are sysex")
        return nil
      }
      return expanded(words).first
    }
  }

  /// A message that writes text; it has `{text}` once.
  static func text(_ value: ValueReader) -> SysexTemplate? {
    let blanks = ["{id}", "{offset}", "{text}"]
    guard let words = words(of: value, blanks: blanks, ranges: false),
      let template = expanded(words).first
    else { return nil }
    guard template.parts.count(where: { $0 == .text }) == 1,
      template.parts.count(where: { $0 == .offset }) <= 1,
      template.message(id: 0, text: [0x20]) != nil
    else {
      value.error(
        "\(value.place) has to run from F0 to F7, with {text} once and {offset} at most once")
      return nil
    }
    return template
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
    case .placeholder("{id}"): return .id
    case .placeholder("{offset}"): return .offset
    case .placeholder("{text}"): return .text
    case .placeholder(let text): return .byte((range(text)?.lowerBound ?? 0) + UInt8(step))
    }
  }
}
