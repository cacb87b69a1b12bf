import MIDI
import Surface

// Questions and texts.
extension SimulatedUnit {
  mutating func showSysex(_ bytes: [UInt8]) {
    let greeting = profile.greeting
    if greeting.hello.contains(where: { $0.match(bytes, fallback: id) == id }) {
      if let answer = greeting.answers.first { say([Self.answer(answer, id: id)], .answer) }
      return
    }
    for template in Set(profile.displays.map(\.profile.write)) {
      guard let (offset, text) = template.read(bytes, id: id) else { continue }
      for (place, letter) in text.enumerated() {
        screens[template, default: [:]][offset + place] = letter
      }
      return
    }
    let others = greeting.setup + greeting.keepAlive + greeting.goodbye
    if !others.contains(where: { $0.message(id: id) == .sysex(bytes) }) { strangeMessages += 1 }
  }

  /// An answer of which the mapping gives only the beginning: a serial number of zeros follows.
  private static func answer(_ template: SysexTemplate, id: UInt8) -> MIDIMessage {
    if let whole = template.message(id: id) { return whole }
    let start = template.parts.map { part -> UInt8 in
      if case .byte(let byte) = part { byte } else { id }
    }
    return .sysex(start + Array(repeating: 0, count: 11) + [0xF7])
  }

  /// What a display reads: a text for each of its rows.
  public func text(of display: Int) -> [String] {
    let profile = profile.displays[display].profile
    let screen = screens[profile.write] ?? [:]
    return profile.offsets.map { offset in
      let letters = (0..<profile.cell).map { screen[offset + $0] ?? UInt8(ascii: " ") }
      return String(decoding: letters, as: UTF8.self)
    }
  }
}

extension SysexTemplate {
  /// Takes a message of this form apart: where its text starts on the display, and the text.
  func read(_ bytes: [UInt8], id: UInt8) -> (offset: Int, text: [UInt8])? {
    guard let place = parts.firstIndex(of: .text) else { return nil }
    let after = parts[(place + 1)...]
    guard bytes.count >= place + after.count else { return nil }
    var offset = 0
    let ends = zip(parts[..<place], bytes).map { ($0, $1) } + zip(after, bytes.suffix(after.count))
    for (part, byte) in ends {
      switch part {
      case .byte(let wanted): guard byte == wanted else { return nil }
      case .id: guard byte == id else { return nil }
      case .offset: offset = Int(byte)
      default: break
      }
    }
    return (offset, Array(bytes[place..<(bytes.count - after.count)]))
  }
}
