import ConsoleModel
import YAML

/// Reads the sends of one entry into the draft.
struct SendReader {
  private let entry: Entry

  init(_ entry: Entry) { self.entry = entry }

  func read(_ value: ValueReader) {
    for (key, value) in value.entries("the send to") ?? [] {
      let bus = bus(key)
      let values = values(value)
      guard let bus, let values,
        entry.draft.claim("send to \(bus)", of: entry.subjects, at: key.location)
      else { continue }
      let edits = edits(to: bus, values, at: key.location)
      entry.draft.arrows.append(Located(value: edits, location: key.location))
    }
  }

  /// The bus that a key names, or nil after reporting that there is none such.
  private func bus(_ key: ValueReader) -> BusID? {
    key.bus(of: entry.draft.console, Control.sendLevel.parameter.destinations)
  }

  /// The controls of a send: the switch first, because a level alone would turn it on.
  private static let controls: [(control: Control, key: String)] = [
    (.sendOn, "on"), (.sendLevel, "level"), (.sendTap, "tap"), (.sendPan, "pan"),
    (.sendWidth, "width"), (.sendMute, "mute"),
  ]

  /// A level alone, or the keys of a send.
  private func values(_ value: ValueReader) -> [Control: Double]? {
    func read(_ control: Control, _ value: ValueReader) -> Double? {
      value.value(of: control.parameter, in: entry.draft.console)
    }
    guard value.isGroup else { return read(.sendLevel, value).map { [.sendLevel: $0] } }
    return value.mapping("a send") { keys in
      var values: [Control: Double] = [:]
      for (control, key) in Self.controls {
        values[control] = keys.optional(key).flatMap { read(control, $0) }
      }
      return values
    }
  }

  /// The edits that make a send so; one that is named is on unless it says otherwise.
  private func edits(
    to bus: BusID, _ values: [Control: Double], at location: SourceLocation
  ) -> [ConsoleEdit] {
    entry.subjects.flatMap { subject in
      Self.controls.flatMap { control, _ in
        let key = ParameterKey(control, to: bus)
        let usual = control == .sendOn ? 1 : ParameterAddress(subject, key).defaultValue
        return entry.draft.edits(key, of: [subject], values[control] ?? usual, at: location)
      }
    }
  }
}
