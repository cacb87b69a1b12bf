import ConsoleModel
import YAML

/// Reads what a row of controls does: `strip fader`, `selected eq.1.gain`, `layer auxes`, `bank left`.
struct ActionReader {
  let kind: ControlKind
  let key: ControlKey
  /// The names of the user's layers.
  let userLayers: [String]

  /// One role for each control of the row; nil after reporting a mistake.
  func read(_ value: ValueReader) -> [ControlRole]? {
    guard let text = value.string(length: 1...96) else { return nil }
    var words = text.split(separator: " ")[...]
    guard kind == .button else { return read(words, of: value) }
    let last = words.last.map(String.init) ?? ""
    guard words.count > 1, let behaviour = Self.behaviours[last] else {
      return read(words, of: value)
    }
    words.removeLast()
    return read(words, of: value).flatMap { lasting($0, behaviour, last, of: value) }
  }

  private func read(_ words: ArraySlice<Substring>, of value: ValueReader) -> [ControlRole]? {
    if kind == .button {
      if words == ["modifier"] { return key.names.map { .modifier($0.description) } }
      if words.first == "layer", words.count > 1 {
        let name = words.dropFirst().joined(separator: " ")
        if let layer = Layer(name, userLayers) {
          return Array(repeating: .layer(layer), count: key.count)
        }
        value.unknown("layer", name, allowed: Layer.names(userLayers))
        return nil
      }
      if let command = Self.commands[words.joined(separator: " ")] {
        return Array(repeating: command, count: key.count)
      }
      if words.starts(with: ["mute", "group"]), words.count == 3, let last = words.last {
        return numbers(last, of: value, in: 1...ConsoleSize.limits.muteGroups)?.map {
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

  /// The words for how long a switch lasts.
  private static let behaviours: [String: KeyBehaviour] = [
    "latch": .latch, "toggle": .latch, "momentary": .momentary, "auto": .auto,
  ]

  /// Roles that last as long as a word says; nil after reporting that they can't.
  private func lasting(
    _ roles: [ControlRole], _ behaviour: KeyBehaviour, _ word: String, of value: ValueReader
  ) -> [ControlRole]? {
    if case .solo? = roles.first {
      value.error("solo keys last as the desk's 'solo-key' says; leave out '\(word)'")
      return nil
    }
    guard roles.allSatisfy(\.isSwitch) else {
      value.error("\(value.place) switches nothing on that could be '\(word)'")
      return nil
    }
    return roles.map { role in
      if case .modifier = role { return .lasting(role, behaviour) }
      return behaviour == .latch ? role : .lasting(role, behaviour)
    }
  }

  /// Commands of keys that have no strip.
  private static let commands: [String: ControlRole] = {
    var commands: [String: ControlRole] = [
      "bank left": .bank(-1), "bank right": .bank(1), "channel left": .nudge(-1),
      "channel right": .nudge(1), "clear solo": .clearSolo, "tap tempo": .tapTempo,
      "undo": .undo, "redo": .redo, "select left": .selectNext(-1), "select right": .selectNext(1),
      "assign pan": .assignPan, "assign send": .assignSend, "page pan": .assignPan,
      "page left": .turnPage(-1), "page right": .turnPage(1), "flip": .flip, "fine": .fine,
      "names": .names,
    ]
    for page in PotPage.allCases { commands["page \(page.rawValue)"] = .page(page) }
    return commands
  }()

  /// How actions on a strip end that do more than to move a parameter, by kind of control.
  var endings: KeyValuePairs<String, (Target) -> ControlRole> {
    switch kind {
    case .fader: ["fader": { $0.isVisible ? .fader($0) : .parameter($0, ParameterKey(.fader)) }]
    case .encoder: ["pot": ControlRole.pot]
    case .button:
      [
        "mute": ControlRole.mute, "solo": ControlRole.solo, "arm": ControlRole.arm,
        "select": ControlRole.select, "spill": ControlRole.spill, "sends": ControlRole.sends,
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
      case .fader: []
      case .encoder: ["pan", "trim", "eq.1.gain"]
      case .button: ["eq.on"]
      case .display, .colour, .meter: []
      }
    let actions = parameters + endings.map(\.key)
    let all =
      actions.map { "strip \($0)" }
      + ["selected", "main", "channel 1"].map { "\($0) \(actions[0])" }
    guard kind == .button else { return all }
    return all + Self.commands.keys.sorted() + ["layer fx", "mute group 1", "modifier"]
  }
}

extension Target {
  /// Whether it is the strip above the control.
  fileprivate var isVisible: Bool { if case .visible = self { true } else { false } }
}

extension ControlRole {
  /// Whether it can be switched on for a while.
  fileprivate var isSwitch: Bool {
    switch self {
    case .modifier, .mute, .arm, .muteGroup, .value: true
    case .parameter(_, let key): key.parameter.unit == .onOff
    case .bank, .nudge, .turnPage: false
    default: aspect != nil
    }
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
