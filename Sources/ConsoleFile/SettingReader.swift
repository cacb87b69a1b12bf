import ConsoleModel
import Units
import YAML

/// Reads the settings of an entry's processing, as the table of parameters names them.
struct SettingReader {
  private let entry: Entry
  private let kind: StripKind

  init?(_ entry: Entry) {
    guard let kind = entry.kind.stripKind else { return nil }
    self.entry = entry
    self.kind = kind
  }

  func read() {
    read(Parameter.table(of: kind), depth: 0, entry.keys)
  }

  /// Reads the rows whose paths share what comes before `depth`.
  private func read(_ rows: [Parameter], depth: Int, _ keys: MappingReader) {
    var seen: Set<String> = []
    for row in rows {
      let key = row.keys[depth]
      guard seen.insert(key).inserted else { continue }
      let same = rows.filter { $0.keys[depth] == key }
      if row.keys.count == depth + 1 {
        guard let value = keys.optional(key) else { continue }
        set(row, value, at: keys.location(of: key) ?? value.location)
      } else if let value = keys.optional(key) {
        readGroup(same, depth: depth + 1, value, what: "'\(key)' of \(keys.what)")
      }
    }
  }

  private func readGroup(
    _ rows: [Parameter], depth: Int, _ value: ValueReader, what: String
  ) {
    let isEcho = rows.contains { $0.setting == .echoLeft }
    if isEcho && !value.isGroup { return setBothTimes(value, at: value.location) }
    guard let keys = value.mapping(what) else { return }
    // A processor that is named is on, unless the file says otherwise, be it in another entry: so
    // this comes before all that is said.
    if let onRow = rows.first(where: { $0.keys.count == depth + 1 && $0.keys[depth] == "on" }),
      onRow.defaultValue(on: kind) == 0, keys.location(of: "on") == nil
    {
      let edits = entry.strips.map { ConsoleEdit.set($0, onRow.setting, 1) }
      entry.draft.settings.insert(Located(value: edits, location: value.location), at: 0)
    }
    if isEcho, let time = keys.optional("time") {
      setBothTimes(time, at: keys.location(of: "time") ?? time.location)
    }
    let isInsert = rows.contains { $0.setting == .insertOn }
    if isInsert { readInsert(keys, at: value.location) }
    read(rows, depth: depth, keys)
    keys.finish(hints: isInsert ? Self.insertHints : Self.hints)
  }

  /// What an insert is patched to.
  private func readInsert(_ keys: MappingReader, at location: SourceLocation) {
    for id in entry.strips { entry.draft.inserts[id] = entry.draft.inserts[id] ?? location }
    if let outputs = readPlugs("output", keys) {
      for id in entry.strips { entry.draft.insertOutputs[id] = outputs }
    }
    if let inputs = readPlugs("input", keys) {
      for id in entry.strips { entry.draft.insertInputs[id] = inputs }
    }
  }

  /// Reads the outputs or inputs of an insert; nil if they are absent, given twice or to several.
  private func readPlugs(_ noun: String, _ keys: MappingReader) -> Located<[Int]?>? {
    guard let value = keys.optional(noun) else { return nil }
    let plugs = value.plugs(noun)
    let location = keys.location(of: noun) ?? value.location
    guard entry.draft.claim("insert.\(noun)", of: entry.subjects, at: location) else { return nil }
    let isShared = entry.subjects.count > 1 && plugs != [] && plugs != nil
    guard !isShared else {
      entry.draft.diagnostics.error(
        value.location,
        "'\(noun)' of 'insert' can't be shared by \(entry.keys.what); give each its own, or 'none'")
      return nil
    }
    return Located(value: plugs, location: value.location)
  }

  private func set(_ row: Parameter, _ value: ValueReader, at location: SourceLocation) {
    let number = number(row, value)
    guard entry.draft.claim(row.path, of: entry.subjects, at: location), let number else { return }
    add(value.location) { .set($0, row.setting, number) }
  }

  private func setBothTimes(_ value: ValueReader, at location: SourceLocation) {
    let time = value.number(in: Setting.echoLeft.parameter.range, unit: .milliseconds)
    for setting in [Setting.echoLeft, .echoRight] {
      let path = setting.parameter.path
      guard entry.draft.claim(path, of: entry.subjects, at: location), let time else { continue }
      add(value.location) { .set($0, setting, time) }
    }
  }

  private func add(_ location: SourceLocation, _ edit: (StripID) -> ConsoleEdit) {
    entry.draft.settings.append(Located(value: entry.strips.map(edit), location: location))
  }

  private func number(_ row: Parameter, _ value: ValueReader) -> Double? {
    switch row.unit {
    case .decibels: value.number(in: row.range, unit: .decibels)
    case .hertz: value.number(in: row.range, unit: .hertz)
    case .milliseconds: value.number(in: row.range, unit: .milliseconds)
    case .percent: value.number(in: row.range, unit: .percent)
    case .ratio: value.number(in: row.range, infinity: .positive)
    case .number: value.number(in: row.range)
    case .onOff: value.boolean().map { $0 ? 1 : 0 }
    case .words(let words):
      value.word(among: words).flatMap { words.firstIndex(of: $0) }.map(Double.init)
    case .channel:
      value.text == "none"
        ? 0
        : value.integer(in: 1...entry.draft.console.size.channels).map(Double.init)
    }
  }

  /// Words of other consoles for keys that this file has.
  private static let hints = [
    "freq": "frequency", "bandwidth": "q", "width": "q", "type": "shape", "makeup": "make-up",
    "sidechain": "key", "thresh": "threshold", "depth": "range", "enabled": "on", "rt60": "decay",
  ]

  private static let insertHints = [
    "send": "output", "outputs": "output", "return": "input", "inputs": "input", "enabled": "on",
  ]
}

extension Parameter {
  /// The keys that lead to it, outermost first.
  fileprivate var keys: [String] { path.split(separator: ".").map(String.init) }
}

extension Kind {
  /// The strips that it describes, if those have processing.
  fileprivate var stripKind: StripKind? {
    switch self {
    case .channel: .channel
    case .group: .group
    case .aux: .aux
    case .fx: .fx
    case .matrix: .matrix
    case .main: .main
    case .monitor: .monitor
    case .talkback: .talkback
    case .oscillator: .oscillator
    case .vca, .muteGroup: nil
    }
  }
}
