import YAML

/// Reads `note 0x10..0x17 channel 1`: one message for each control of a range.
enum MessageText {
  /// The kinds of message, as files spell them.
  private static let kinds = [
    "note", "cc", "cc14", "pitch-bend", "channel-pressure", "key-pressure",
  ]

  /// Reads the messages of `count` controls.
  ///
  /// - Parameters:
  ///   - value: The text.
  ///   - count: How many messages there must be.
  ///   - isShared: Whether one message may stand for all of them.
  /// - Returns: `count` addresses, or nil after reporting a mistake.
  static func read(
    _ value: ValueReader, count: Int, isShared: Bool = false
  ) -> [MessageAddress]? {
    guard let text = value.string(length: 1...64) else { return nil }
    var words = text.split(separator: " ")[...]
    let first = words.popFirst() ?? text[...]
    let kind = String(first)
    guard kinds.contains(kind) else {
      value.part(first, place: value.place).unknown("message", kind, allowed: kinds)
      return nil
    }
    var numbers = 0...0
    if !["pitch-bend", "channel-pressure"].contains(kind) {
      guard let word = words.popFirst(), word != "channel" else {
        value.error("no number after '\(kind)' in \(value.place); such as '\(kind) 16'")
        return nil
      }
      let part = value.part(word, place: value.place)
      guard let range = part.range(in: 0...(kind == "cc14" ? 31 : 127)) else { return nil }
      numbers = range
    }
    guard let channels = channels(words, of: value) else { return nil }
    return addresses(kind, numbers, channels, value, count: count, isShared: isShared)
  }

  private static func channels(
    _ words: ArraySlice<Substring>, of value: ValueReader
  ) -> ClosedRange<Int>? {
    guard let first = words.first else { return 1...1 }
    guard first == "channel" else {
      value.part(first, place: value.place).unknown("word", first, allowed: ["channel"])
      return nil
    }
    guard words.count == 2, let last = words.last else {
      value.error("one number or range belongs after 'channel' in \(value.place), 1 to 16")
      return nil
    }
    return value.part(last, place: value.place).range(in: 1...16)
  }

  private static func addresses(
    _ kind: String, _ numbers: ClosedRange<Int>, _ channels: ClosedRange<Int>,
    _ value: ValueReader, count: Int, isShared: Bool
  ) -> [MessageAddress]? {
    let all = channels.flatMap { channel in
      numbers.map { address(kind, number: $0, channel: channel) }
    }
    if all.count == count { return all }
    if isShared && all.count == 1 { return Array(repeating: all[0], count: count) }
    value.error(
      "\(value.place) names \(all.count) message\(all.count == 1 ? "" : "s"), but there"
        + " \(count == 1 ? "is 1 control" : "are \(count) controls")")
    return nil
  }

  private static func address(_ kind: String, number: Int, channel: Int) -> MessageAddress {
    switch kind {
    case "note": .note(channel: channel, number: number)
    case "cc": .controller(channel: channel, number: number)
    case "cc14": .wideController(channel: channel, number: number)
    case "pitch-bend": .pitchBend(channel: channel)
    case "channel-pressure": .channelPressure(channel: channel)
    default: .keyPressure(channel: channel, number: number)
    }
  }
}
