import ConsoleModel
import Units
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
    "outboard": "insert",
  ]

  /// Reads what an entry of its kind may hold.
  func read() {
    guard kind != .muteGroup else { return readMuteGroup() }
    guard !kind.isSource else { return readSource() }
    entry.set("name", { $0.name() }) { .name($0, $1) }
    entry.set("fader", { $0.level() }) { .fader($0, $1) }
    entry.set("mute", { $0.boolean() }) { .mute($0, $1) }
    if kind != .monitor { entry.set("solo", { $0.boolean() }) { .solo($0, $1) } }
    readVCAs()
    guard kind != .vca else { return }
    readStrip()
    readPlugs()
    if kind == .monitor { readMonitor() } else { readRouting() }
    if [.channel, .group, .fx].contains(kind) {
      entry.set("solo-safe", { $0.boolean() }) { .soloSafe($0, $1) }
    }
  }

  /// The talkback or the oscillator.
  private func readSource() {
    SettingReader(entry)?.read()
    if kind == .talkback { entry.set("input", { $0.input() }) { .talkbackInput($1) } }
    let kinds: Set<BusKind> = [.group, .aux, .fx, .matrix, .main]
    let buses = entry.value("to") { $0.buses(of: entry.draft.console, kinds) }?.value ?? []
    for (bus, location) in buses {
      let edits = entry.strips.map { ConsoleEdit.assign($0, to: bus, true) }
      entry.draft.settings.append(Located(value: edits, location: location))
    }
  }

  private func readMonitor() {
    let kinds = Set(BusKind.allCases).subtracting([.monitor])
    entry.set("source", { $0.bus(of: entry.draft.console, kinds) }) { .monitorSource($1) }
  }

  private func readMuteGroup() {
    entry.setMuteGroup("name", { $0.name() }) { .muteGroupName($0, $1) }
    entry.setMuteGroup("on", { $0.boolean() }) { .muteGroup($0, isOn: $1) }
    entry.setMuteGroup("dim", { $0.dim() }) { .muteGroupDim($0, $1) }
  }

  private func readStrip() {
    entry.set("trim", { $0.number(in: -60...20, unit: .decibels) }) { .trim($0, Decibels($1)) }
    let polarities: KeyValuePairs = ["normal": false, "inverted": true]
    entry.set("polarity", { $0.choice(polarities) }) { .polarity($0, inverted: $1) }
    entry.set("pan", { $0.pan() }) { .pan($0, $1) }
    if kind == .channel { entry.set("arm", { $0.boolean() }) { .arm($0, $1) } }
    SettingReader(entry)?.read()
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
      for id in entry.strips where entry.draft.memberships[id] == nil {
        entry.draft.memberships[id] = location
      }
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
