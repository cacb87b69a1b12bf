import YAML

/// Reads `note 0x10..0x17 channel 1`: one message for each control of a range.
enum MessageText {
  /// The kinds of message, as files spell them, with the highest number; nil where there is none.
  private static let kinds: KeyValuePairs<String, Int?> = [
    "note": 127, "cc": 127, "cc14": 31, "nrpn": 16383, "nrpn7": 16383, "pitch-bend": nil,
    "channel-pressure": nil, "key-pressure": 127, "program": 127, "program-number": nil, "hui": 127,
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
    guard let found = kinds.first(where: { $0.key == kind }) else {
      value.part(first, place: value.place).unknown("message", kind, allowed: kinds.map(\.key))
      return nil
    }
    var numbers = 0...0
    if let top = found.value {
      guard let word = words.popFirst(), word != "channel" else {
        value.error("no number after '\(kind)' in \(value.place); such as '\(kind) 16'")
        return nil
      }
      guard let range = value.part(word, place: value.place).range(in: 0...top) else { return nil }
      numbers = range
    }
    var ports = 0...0
    if kind == "hui" {
      guard words.popFirst() == "port", let word = words.popFirst() else {
        value.error("no port after the zone in \(value.place); such as 'hui 0 port 2'")
        return nil
      }
      guard let range = value.part(word, place: value.place).range(in: 0...15) else { return nil }
      ports = range
    }
    guard let channels = channels(words, of: value) else { return nil }
    let all = channels.flatMap { channel in
      numbers.flatMap { number in
        ports.map { address(kind, number: number, port: $0, channel: channel) }
      }
    }
    if all.count == count { return all }
    if isShared && all.count == 1 { return Array(repeating: all[0], count: count) }
    value.error(
      "\(value.place) names \(all.count) message\(all.count == 1 ? "" : "s"), but there"
        + " \(count == 1 ? "is 1 control" : "are \(count) controls")")
    return nil
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

  private static func address(
    _ kind: String, number: Int, port: Int, channel: Int
  ) -> MessageAddress {
    switch kind {
    case "note": .note(channel: channel, number: number)
    case "cc": .controller(channel: channel, number: number)
    case "cc14": .wideController(channel: channel, number: number)
    case "nrpn": .parameter(channel: channel, number: number)
    case "nrpn7": .narrowParameter(channel: channel, number: number)
    case "pitch-bend": .pitchBend(channel: channel)
    case "channel-pressure": .channelPressure(channel: channel)
    case "program": .program(channel: channel, number: number)
    case "program-number": .programNumber(channel: channel)
    case "hui": .zone(channel: channel, zone: number, port: port)
    default: .keyPressure(channel: channel, number: number)
    }
  }
}
