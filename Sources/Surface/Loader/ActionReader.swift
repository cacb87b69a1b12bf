import ConsoleModel
import YAML

/// Reads what a row of controls does: `strip fader`, `main fader`, `layer auxes`, `bank left`.
struct ActionReader {
  let kind: ControlKind
  let key: ControlKey

  /// One role for each control of the row; nil after reporting a mistake.
  func read(_ value: ValueReader) -> [ControlRole]? {
    guard let text = value.string() else { return nil }
    let words = text.split(separator: " ")
    if kind == .button {
      if let command = Self.commands[words.joined(separator: " ")] {
        return Array(repeating: command, count: key.count)
      }
      if words.starts(with: ["mute", "group"]), words.count == 3 {
        return numbers(words[2], of: value, in: 1...ConsoleSize.limits.muteGroups)?.map {
          .muteGroup($0)
        }
      }
    }
    for (ending, role) in endings {
      let tail = ending.split(separator: " ")
      guard words.count > tail.count, Array(words.suffix(tail.count)) == tail else { continue }
      return targets(words.dropLast(tail.count), of: value)?.map(role)
    }
    value.unknown("action", text, allowed: allowed)
    return nil
  }

  /// Commands of keys that have no strip.
  private static let commands: [String: ControlRole] = {
    var commands: [String: ControlRole] = [
      "bank left": .bank(-1), "bank right": .bank(1), "channel left": .nudge(-1),
      "channel right": .nudge(1), "clear solo": .clearSolo, "assign pan": .assignPan,
      "assign send": .assignSend,
    ]
    for layer in Layer.allCases { commands["layer \(layer.rawValue)"] = .layer(layer) }
    return commands
  }()

  /// How actions on a strip end, by kind of control.
  private var endings: KeyValuePairs<String, (Target) -> ControlRole> {
    switch kind {
    case .fader: ["fader": ControlRole.level]
    case .encoder: ["pan": ControlRole.pan, "trim": ControlRole.trim, "pot": ControlRole.pot]
    case .button:
      [
        "mute": ControlRole.mute, "solo": ControlRole.solo, "arm": ControlRole.arm,
        "select": ControlRole.select, "pan centre": ControlRole.centrePan,
        "pot push": ControlRole.pushPot,
      ]
    case .display: ["display": ControlRole.display]
    case .meter: ["meter": ControlRole.meter]
    }
  }

  private var allowed: [String] {
    let first = endings.map { "strip \($0.key)" }
    let others = ["selected", "main", "channel 1"].compactMap { target in
      endings.first.map { "\(target) \($0.key)" }
    }
    guard kind == .button else { return first + others }
    return first + others + Self.commands.keys.sorted() + ["mute group 1"]
  }
}

extension ActionReader {
  private func targets(_ words: ArraySlice<Substring>, of value: ValueReader) -> [Target]? {
    switch words.joined(separator: " ") {
    case "strip":
      guard let numbers = key.numbers else {
        value.error("'\(key.word)' has no number that says which strip is meant")
        return nil
      }
      return numbers.map { .visible($0 - 1) }
    case "selected": return Array(repeating: .selected, count: key.count)
    case let text: return strips(text, words, of: value)?.map { .fixed($0) }
    }
  }

  private func strips(
    _ text: String, _ words: ArraySlice<Substring>, of value: ValueReader
  ) -> [StripID]? {
    if words.count == 1, let strip = StripID(text) {
      return Array(repeating: strip, count: key.count)
    }
    guard words.count == 2, let last = words.last,
      let kind = words.first, StripID("\(kind) 1") != nil
    else {
      value.unknown("strip", text, allowed: Self.strips)
      return nil
    }
    return numbers(last, of: value, in: 1...256)?.compactMap { StripID("\(kind) \($0)") }
  }

  private static let strips = [
    "strip", "selected", "main", "monitor", "channel 1", "group 1", "aux 1", "fx 1", "vca 1",
  ]

  /// As many numbers as there are controls.
  private func numbers(
    _ word: Substring, of value: ValueReader, in allowed: ClosedRange<Int>
  ) -> [Int]? {
    guard let range = value.part(word, place: value.place).range(in: allowed) else { return nil }
    guard range.count == key.count else {
      value.error(
        "\(value.place) names \(range.count), but there"
          + " \(key.count == 1 ? "is 1 control" : "are \(key.count) controls")")
      return nil
    }
    return Array(range)
  }
}
