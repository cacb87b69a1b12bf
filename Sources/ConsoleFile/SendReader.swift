import ConsoleModel
import Units
import YAML

/// Reads the sends of one entry into the draft.
struct SendReader {
  private let entry: Entry

  init(_ entry: Entry) { self.entry = entry }

  func read(_ value: ValueReader) {
    for (key, value) in value.entries("the send to") ?? [] {
      let bus = bus(key)
      let send = read(value, to: bus)
      guard let bus, let send,
        entry.draft.claim("send to \(bus)", of: entry.subjects, at: key.location)
      else { continue }
      let edits = entry.strips.flatMap { self.edits(of: $0, to: bus, send) }
      entry.draft.arrows.append(Located(value: edits, location: key.location))
    }
  }

  /// The bus that a key names, or nil after reporting that there is none such.
  private func bus(_ key: ValueReader) -> BusID? {
    key.bus(of: entry.draft.console, [.aux, .fx, .matrix])
  }

  /// A level alone, or the keys of a send; a send that is named is on unless it says otherwise.
  private func read(_ value: ValueReader, to bus: BusID?) -> Send? {
    var send = Send.untouched(to: bus ?? BusID(.aux))
    send.isOn = true
    guard value.isGroup else {
      guard let level = value.level() else { return nil }
      send.level = level
      return send
    }
    return value.mapping("a send") { keys in
      if let level = keys.optional("level")?.level() { send.level = level }
      if let isOn = keys.optional("on")?.boolean() { send.isOn = isOn }
      if let tap = keys.optional("tap")?.choice(Tap.self) { send.tap = tap }
      if let pan = keys.optional("pan")?.sendPan() { send.pan = pan }
      return send
    }
  }

  /// The edits that make a send so: the switch first, because a level alone would turn it on.
  private func edits(of id: StripID, to bus: BusID, _ send: Send) -> [ConsoleEdit] {
    [
      .sendOn(id, to: bus, send.isOn), .sendLevel(id, to: bus, send.level),
      .sendTap(id, to: bus, send.tap), .sendPan(id, to: bus, send.pan),
    ]
  }
}
