public import ConsoleModel
import MIDI
import Surface

/// What a text is written on: one for a whole device, or for each strip and row.
struct Screen: Hashable, Sendable {
  let template: SysexTemplate
  var strip = 0
  var row = 0
}

// Questions, texts and colours.
extension SimulatedUnit {
  mutating func showSysex(_ bytes: [UInt8]) {
    let greeting = profile.greeting
    if greeting.hello.contains(where: { $0.match(bytes, fallback: id)?.id == id }) {
      if let answer = greeting.answers.first { say(Self.answer(answer, id: id), .answer) }
      return
    }
    if let answer = greeting.keepAliveAnswer,
      greeting.keepAlive.contains(where: { $0.message(id: id)?.bytes == bytes })
    {
      return say(Self.answer(answer, id: id), .answer)
    }
    for template in Set(profile.displays.map(\.profile.write)) {
      guard let (screen, offset, text) = template.read(bytes, id: id) else { continue }
      for (place, letter) in text.enumerated() {
        screens[screen, default: [:]][offset + place] = letter
      }
      return
    }
    guard !showColours(bytes) else { return }
    if !isGreeting(bytes) { strangeMessages += 1 }
  }

  /// Whether a message is one of those that begin, end or keep alive.
  func isGreeting(_ bytes: [UInt8]) -> Bool {
    let greeting = profile.greeting
    let messages = greeting.hello + greeting.setup + greeting.keepAlive + greeting.goodbye
    return messages.contains { $0.message(id: id)?.bytes == bytes }
  }

  private mutating func showColours(_ bytes: [UInt8]) -> Bool {
    for template in Set(profile.colours.compactMap(\.profile.write)) {
      guard let (_, _, values) = template.read(bytes, id: id) else { continue }
      let row = profile.colours.indices.filter { profile.colours[$0].profile.write == template }
      guard !row.isEmpty else { continue }
      let each = values.count / row.count
      for (place, index) in row.enumerated() {
        colours[index] = values.dropFirst(place * each).prefix(each).map(Int.init)
      }
      return true
    }
    return false
  }

  /// An answer of which the mapping gives only the beginning: a serial number of zeros follows.
  private static func answer(_ template: SysexTemplate, id: UInt8) -> [MIDIMessage] {
    if let whole = template.message(id: id) { return [whole] }
    let start = template.parts.flatMap { part -> [UInt8] in
      switch part {
      case .byte(let byte): [byte]
      case .id: [id]
      default: []
      }
    }
    guard start.first == 0xF0 else { return [] }
    return [.sysex(start + Array(repeating: 0, count: 11) + [0xF7])]
  }

  /// What a display reads: a text for each of its rows.
  public func text(of display: Int) -> [String] {
    let profile = profile.displays[display].profile
    let parts = profile.write.parts
    return zip(profile.offsets, profile.rows).map { offset, row in
      var screen = Screen(template: profile.write)
      if parts.contains(.strip) { screen.strip = profile.strip }
      if parts.contains(.row) { screen.row = row.number }
      let letters = screens[screen] ?? [:]
      let start = parts.contains(.offset) ? offset : 0
      let text = (0..<profile.cell).map { letters[start + $0] ?? UInt8(ascii: " ") }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// The colour that a strip's display shows; nil before the first, and for one without a name.
  public func colour(of index: Int) -> StripColour? {
    let palette = profile.colours[index].profile.palette
    return StripColour.allCases.first { palette[$0] == colours[index] }
  }
}

extension SysexTemplate {
  /// Takes a message of this form apart: which screen and where on it, and the text or colours.
  func read(_ bytes: [UInt8], id: UInt8) -> (screen: Screen, offset: Int, content: [UInt8])? {
    let parts = parts.filter { $0 != .start }
    guard let place = parts.firstIndex(where: { $0 == .text || $0 == .colours }) else { return nil }
    let after = parts[(place + 1)...]
    guard bytes.count >= place + after.count else { return nil }
    var screen = Screen(template: self)
    var offset = 0
    let ends = zip(parts[..<place], bytes).map { ($0, $1) } + zip(after, bytes.suffix(after.count))
    for (part, byte) in ends {
      switch part {
      case .byte(let wanted): guard byte == wanted else { return nil }
      case .id: guard byte == id else { return nil }
      case .offset: offset = Int(byte)
      case .strip: screen.strip = Int(byte)
      case .row: screen.row = Int(byte)
      default: break
      }
    }
    return (screen, offset, Array(bytes[place..<(bytes.count - after.count)]))
  }
}
