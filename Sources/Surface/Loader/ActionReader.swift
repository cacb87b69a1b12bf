import ConsoleModel
import YAML

/// Reads what a row of controls does: `strip fader`, `selected eq.1.gain`, `layer auxes`, `bank left`.
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
    let isOfAStrip = words.first != "desk" && !words.starts(with: ["mute", "group"])
    for (ending, role) in endings where isOfAStrip {
      let tail = ending.split(separator: " ")
      guard words.count > tail.count, Array(words.suffix(tail.count)) == tail else { continue }
      return targets(words.dropLast(tail.count), of: value)?.map(role)
    }
    return parameters(words, of: value)
  }

  /// Commands of keys that have no strip.
  private static let commands: [String: ControlRole] = {
    var commands: [String: ControlRole] = [
      "bank left": .bank(-1), "bank right": .bank(1), "channel left": .nudge(-1),
      "channel right": .nudge(1), "clear solo": .clearSolo, "tap tempo": .tapTempo,
      "undo": .undo, "redo": .redo,
      "assign pan": .assignPan, "assign send": .assignSend,
    ]
    for layer in Layer.allCases { commands["layer \(layer.rawValue)"] = .layer(layer) }
    return commands
  }()

  /// How actions on a strip end that do more than to move a parameter, by kind of control.
  var endings: KeyValuePairs<String, (Target) -> ControlRole> {
    switch kind {
    case .fader: [:]
    case .encoder: ["pot": ControlRole.pot]
    case .button:
      [
        "mute": ControlRole.mute, "solo": ControlRole.solo, "arm": ControlRole.arm,
        "select": ControlRole.select, "spill": ControlRole.spill,
        "pot push": ControlRole.pushPot,
        "pan centre": { .reset($0, ParameterKey(.pan)) },
      ]
    case .display: ["display": ControlRole.display]
    case .colour: ["colour": ControlRole.colour]
    case .meter: ["meter": ControlRole.meter]
    }
  }

  /// Actions to be listed where one is unknown.
  var examples: [String] {
    let parameters: [String] =
      switch kind {
      case .fader: ["fader"]
      case .encoder: ["pan", "trim", "eq.1.gain"]
      case .button: ["eq.on"]
      case .display, .colour, .meter: []
      }
    let actions = parameters + endings.map(\.key)
    let all =
      actions.map { "strip \($0)" }
      + ["selected", "main", "channel 1"].map { "\($0) \(actions[0])" }
    guard kind == .button else { return all }
    return all + Self.commands.keys.sorted() + ["mute group 1"]
  }
}

// Whose they are.
extension ActionReader {
  /// What each control is about; one strip may be shared by all of them, where each has its own
  /// parameter of it.
  func targets(
    _ words: ArraySlice<Substring>, of value: ValueReader, isShared: Bool = false
  ) -> [Target]? {
    switch words.joined(separator: " ") {
    case "strip":
      guard let numbers = key.numbers else {
        value.error("'\(key.word)' has no number that says which strip is meant")
        return nil
      }
      return numbers.map { .visible($0 - 1) }
    case "selected": return Array(repeating: .selected, count: key.count)
    case let text: return owners(text, words, of: value, isShared: isShared)?.map { .fixed($0) }
    }
  }

  private func owners(
    _ text: String, _ words: ArraySlice<Substring>, of value: ValueReader, isShared: Bool
  ) -> [ParameterOwner]? {
    if isShared || words.count == 1, let owner = ParameterOwner(text) {
      return Array(repeating: owner, count: key.count)
    }
    let kind = words.dropLast().joined(separator: " ")
    guard words.count > 1, let last = words.last, ParameterOwner("\(kind) 1") != nil else {
      reportStrip(text, of: value)
      return nil
    }
    return numbers(last, of: value, in: 1...256)?.compactMap { ParameterOwner("\(kind) \($0)") }
  }

  func reportStrip(_ text: String, of value: ValueReader) {
    value.unknown(
      "strip", text,
      allowed: [
        "strip", "selected", "main", "monitor", "channel 1", "group 1", "aux 1", "fx 1", "vca 1",
      ])
  }

  /// As many numbers as there are controls.
  func numbers(
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
