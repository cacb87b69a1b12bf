import Surface

/// Writes the layout that names suggest: what says what it is, is that; the rest is a comment.
struct LayoutWriter {
  private let rows: [[LearntControl]]
  /// Whether encoders act on strips, so that pushing them does, too.
  private let hasPots: Bool

  init(_ controls: [LearntControl]) {
    rows = ControlSpan.rows(of: controls)
    hasPots = controls.contains { $0.isEncoder && $0.name.number != nil }
  }

  /// What a control is to do, or what it might do.
  private enum Action {
    case does(String)
    case might(String)
  }

  /// The lines of the layout.
  var lines: [String] {
    var done: [String] = []
    var open: [String] = []
    var state = Taken()
    for row in rows {
      for (name, controls) in spans(row) {
        switch action(controls[0], count: controls.count, &state) {
        case .does(let action): done.append("  \(name): \(action)")
        case .might(let text): open.append("  # \(name):\(text.isEmpty ? "" : " ")\(text)")
        }
      }
    }
    if done.isEmpty { return ["layout: {}"] + open }
    if !open.isEmpty {
      open.insert(
        contentsOf: [
          "  # To be decided: README.md lists what there is. Keys may be bank left, layer vcas,",
          "  # mute group 1, clear solo, flip, modifier and more.",
        ], at: 0)
    }
    return ["layout:"] + done + open
  }

  /// The stretches of a row without gaps in their numbers, by name.
  private func spans(_ row: [LearntControl]) -> [(String, [LearntControl])] {
    var spans: [[LearntControl]] = []
    for control in row {
      let before = spans.last?.last
      let goesOn =
        before?.name.number.map { $0 + 1 == control.name.number } == true
        && before?.isSame(as: control) == true
      if goesOn {
        spans[spans.count - 1].append(control)
      } else {
        spans.append([control])
      }
    }
    return spans.map { controls in
      let (first, last) = (controls[0].name, controls[controls.count - 1].name)
      guard let from = first.number, let to = last.number, from != to else {
        return (first.description, controls)
      }
      return ("\(first.word) \(from)..\(to)", controls)
    }
  }

  /// What only one row can be.
  private struct Taken {
    var knobWord: String?
    var hasSelectedFader = false
    var hasSelectedPan = false
  }

  private func action(_ control: LearntControl, count: Int, _ taken: inout Taken) -> Action {
    let name = control.name
    switch control.kind {
    case .fader: return faderAction(name, &taken)
    case .encoder:
      if name.number != nil { return .does("strip pot") }
      if taken.hasSelectedPan { return .might("selected pan") }
      taken.hasSelectedPan = true
      return .does("selected pan")
    case .knob:
      guard name.number != nil else { return .might("selected pan") }
      if taken.knobWord == nil { taken.knobWord = name.word }
      return taken.knobWord == name.word
        ? .does("strip pan") : .might("strip sends.aux 1.level, or strip trim")
    case .key: return name.number == nil ? singleKey(control) : rowKey(name, count: count)
    }
  }

  private func faderAction(_ name: LearntName, _ taken: inout Taken) -> Action {
    if name.number != nil { return .does("strip fader") }
    if !name.words.isDisjoint(with: ["main", "master"]) { return .does("main fader") }
    if taken.hasSelectedFader { return .might("main fader") }
    taken.hasSelectedFader = true
    return .does("selected fader")
  }

  /// What the words of keys mean that belong to a strip.
  private static let stripWords: [(words: Set<String>, action: String)] = [
    (["mute"], "mute"), (["solo"], "solo"), (["select", "sel"], "select"),
    (["arm", "record", "rec"], "arm"),
  ]

  private func rowKey(_ name: LearntName, count: Int) -> Action {
    if !name.words.isDisjoint(with: ["push"]) {
      return .does(hasPots ? "strip pot push" : "strip pan centre")
    }
    for (words, action) in Self.stripWords where !name.words.isDisjoint(with: words) {
      return .does("strip \(action)")
    }
    let groups = count <= 8 ? "mute group 1\(count > 1 ? "..\(count)" : "")" : "strip spill"
    return .might("\(groups), or strip select")
  }

  private static let commands: Set = [
    "bank left", "bank right", "channel left", "channel right", "clear solo", "tap tempo", "undo",
    "redo", "select left", "select right", "assign pan", "assign send", "page left", "page right",
    "flip", "names",
  ]
  private static let layers: Set = ["channels", "groups", "auxes", "fx", "vcas", "masters"]

  private func singleKey(_ control: LearntControl) -> Action {
    let name = control.name
    if Self.commands.contains(name.word) { return .does(name.word) }
    if Self.layers.contains(name.word) { return .does("layer \(name.word)") }
    if name.word == "fine" { return .does(control.tellsRelease ? "fine momentary" : "fine") }
    for (words, action) in Self.stripWords
    where action != "select" && name.words.isSubset(of: words) {
      return .does("selected \(action)")
    }
    if hasPots && (name.word == "pan" || name.word == "send") { return .does("assign \(name)") }
    return .might("")
  }
}

extension LearntControl {
  /// Whether it says when it is let go; nothing lasts only while another one is held.
  fileprivate var tellsRelease: Bool {
    if case .key(_, alternates: true, _) = kind { return false }
    return address.tellsRelease
  }

  fileprivate func isSame(as other: LearntControl) -> Bool {
    isFader == other.isFader && isEncoder == other.isEncoder && isKey == other.isKey
  }
}

extension Learner {
  /// The mapping file of what has been learnt; nil if that is nothing.
  ///
  /// - Parameter device: How the controller is found.
  /// - Returns: The file's text.
  public func mapping(of device: LearntDevice) -> String? {
    controls.isEmpty ? nil : MappingWriter(device: device, controls: controls).text
  }
}
