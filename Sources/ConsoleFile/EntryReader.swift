import ConsoleModel
import YAML

/// Reads the keys of one entry into the draft.
struct EntryReader {
  private let entry: Entry
  private var kind: Kind { entry.kind }

  init(_ entry: Entry) { self.entry = entry }

  /// Words of other consoles for keys that this file has.
  static let hints = [
    "inputs": "input", "outputs": "output", "source": "input", "gain": "trim", "phase": "polarity",
    "invert": "polarity", "level": "fader", "volume": "fader", "balance": "pan", "rec": "arm",
    "record": "arm", "group": "groups", "bus": "groups", "buses": "groups", "assigns": "groups",
    "vca": "vcas", "dca": "vcas", "dcas": "vcas", "mutegroups": "mute-groups", "aux": "sends",
    "mono": "stereo", "time": "delay", "lr": "main", "hpf": "high-pass", "low-cut": "high-pass",
    "expander": "gate", "equalizer": "eq", "equaliser": "eq", "comp": "compressor",
    "dynamics": "compressor", "glue": "compressor", "safe": "solo-safe", "listen": "source",
    "freq": "frequency", "destinations": "to", "routing": "to", "inserts": "insert",
    "outboard": "insert", "linked": "link", "pair": "link", "direct-out": "direct",
    "metering": "meter",
  ]

  /// Reads what an entry of its kind may hold.
  func read() {
    for control in Self.controls where control.parameter.kinds.contains(kind.stripKind) {
      entry.set(control)
    }
    readLink()
    SettingReader(entry).read()
    guard !kind.isSource else { return readSource() }
    entry.setName()
    guard kind != .muteGroup else { return }
    readVCAs()
    guard kind != .vca else { return }
    readMuteGroups()
    readPlugs()
    if kind != .monitor { readRouting() }
  }

  /// The controls that have a key of their own; those that name a bus are read as routing.
  private static let controls = Control.allCases.filter {
    ![.main, .link].contains($0) && !$0.parameter.hasChoice
  }

  /// Links come last: before, what the file says of one channel would be done to its partner as well.
  private func readLink() {
    let row = Control.link.parameter
    guard row.kinds.contains(kind.stripKind),
      let found = entry.value(row.path, { $0.boolean() }), let isOn = found.value
    else { return }
    for case .strip(.channel(let number)) in entry.subjects {
      entry.draft.links.append(
        Located(value: [.link(channel: number, isOn)], location: found.location))
    }
  }

  /// The talkback or the oscillator.
  private func readSource() {
    if kind == .talkback { entry.set("input", { $0.input() }) { .talkbackInput($1) } }
    let kinds = Control.to.parameter.destinations
    let buses = entry.value("to") { $0.buses(of: entry.draft.console, kinds) }?.value ?? []
    for (bus, location) in buses {
      let edits = entry.strips.map { ConsoleEdit.assign($0, to: bus, true) }
      entry.draft.settings.append(Located(value: edits, location: location))
    }
  }

  private func readMuteGroups() {
    for (number, location) in entry.members(.muteGroup) ?? [] {
      let edits = entry.strips.map { ConsoleEdit.joinMuteGroup($0, group: number) }
      entry.draft.settings.append(Located(value: edits, location: location))
    }
  }

  private func readPlugs() {
    if let stereo = entry.value("stereo", { $0.boolean() }) {
      let width = stereo.value.map { $0 ? Width.stereo : .mono }
      for id in entry.strips {
        entry.draft.widths[id] = Located(value: width, location: stereo.location)
      }
    }
    let noun = kind.isBus ? "output" : "input"
    guard let plugs = entry.value(noun, { $0.plugs(noun) }) else { return }
    if entry.subjects.count > 1 && plugs.value != [] {
      entry.draft.diagnostics.error(
        plugs.location,
        "'\(noun)' can't be shared by \(entry.keys.what); give each its own, or 'none'")
    } else {
      for id in entry.strips { entry.draft.plugs[id] = plugs }
    }
  }

  private func readVCAs() {
    for (number, location) in entry.members(.vca) ?? [] {
      point(entry.strips.map { .joinVCA($0, vca: number) }, at: location)
    }
  }

  private func readRouting() {
    for (number, location) in entry.members(.group) ?? [] {
      point(entry.strips.map { .assign($0, to: BusID(.group, number), true) }, at: location)
    }
    if kind != .main, let main = entry.value("main", { $0.boolean() }), let isOn = main.value {
      // Taken off first, so that a loop is blamed on the last of the arrows that the file names.
      let off = entry.strips.map { ConsoleEdit.assign($0, to: .main, false) }
      entry.draft.settings.append(Located(value: off, location: main.location))
      if isOn { point(entry.strips.map { .assign($0, to: .main, true) }, at: main.location) }
    }
    guard let sends = entry.keys.optional("sends") else { return }
    SendReader(entry).read(sends)
  }

  private func point(_ edits: [ConsoleEdit], at location: SourceLocation) {
    entry.draft.arrows.append(Located(value: edits, location: location))
  }
}
