import ConsoleModel
import YAML

/// Reads the settings of an entry's processing, as the table of parameters names them.
struct SettingReader {
  private let entry: Entry

  init(_ entry: Entry) { self.entry = entry }

  private var kind: StripKind { entry.kind.stripKind }

  func read() {
    read(Setting.all(of: kind).map(\.parameter), depth: 0, entry.keys)
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
      let edits = edits(onRow, 1, at: value.location)
      entry.draft.settings.insert(edits, at: 0)
    }
    if isEcho, let time = keys.optional("time") {
      setBothTimes(time, at: keys.location(of: "time") ?? time.location)
    }
    let isInsert = rows.contains { $0.setting == .insertOn }
    if isInsert { readInsert(keys, at: value.location) }
    let isDirect = rows.contains { $0.setting == .directOn }
    if isDirect { readDirect(keys, at: value.location) }
    read(rows, depth: depth, keys)
    keys.finish(hints: isInsert || isDirect ? Self.plugHints : Self.hints)
  }

  /// What an insert is patched to.
  private func readInsert(_ keys: MappingReader, at location: SourceLocation) {
    for id in entry.strips { entry.draft.inserts[id] = entry.draft.inserts[id] ?? location }
    if let outputs = readPlugs("output", of: "insert", keys) {
      for id in entry.strips { entry.draft.insertOutputs[id] = outputs }
    }
    if let inputs = readPlugs("input", of: "insert", keys) {
      for id in entry.strips { entry.draft.insertInputs[id] = inputs }
    }
  }

  /// What a direct out is patched to.
  private func readDirect(_ keys: MappingReader, at location: SourceLocation) {
    for id in entry.strips { entry.draft.directs[id] = entry.draft.directs[id] ?? location }
    if let outputs = readPlugs("output", of: "direct", keys) {
      for id in entry.strips { entry.draft.directOutputs[id] = outputs }
    }
  }

  /// Reads the outputs or inputs of an insert or a direct out; nil if they are absent, given twice
  /// or to several.
  private func readPlugs(
    _ noun: String, of owner: String, _ keys: MappingReader
  ) -> Located<[Int]?>? {
    guard let value = keys.optional(noun) else { return nil }
    let plugs = value.plugs(noun)
    let location = keys.location(of: noun) ?? value.location
    guard entry.draft.claim("\(owner).\(noun)", of: entry.subjects, at: location) else {
      return nil
    }
    let isShared = entry.subjects.count > 1 && plugs != [] && plugs != nil
    guard !isShared else {
      entry.draft.diagnostics.error(
        value.location,
        "'\(noun)' of '\(owner)' can't be shared by \(entry.keys.what); give each its own, or"
          + " 'none'")
      return nil
    }
    return Located(value: plugs, location: value.location)
  }

  private func set(_ row: Parameter, _ value: ValueReader, at location: SourceLocation) {
    let number = value.value(of: row, in: entry.draft.console)
    guard entry.draft.claim(row.path, of: entry.subjects, at: location), let number else { return }
    entry.draft.settings.append(edits(row, number, at: value.location))
  }

  private func setBothTimes(_ value: ValueReader, at location: SourceLocation) {
    let time = value.value(of: Setting.echoLeft.parameter, in: entry.draft.console)
    for row in [Setting.echoLeft, .echoRight].map(\.parameter) {
      guard entry.draft.claim(row.path, of: entry.subjects, at: location), let time else {
        continue
      }
      entry.draft.settings.append(edits(row, time, at: value.location))
    }
  }

  private func edits(
    _ row: Parameter, _ value: Double, at location: SourceLocation
  ) -> Located<[ConsoleEdit]> {
    Located(
      value: entry.draft.edits(ParameterKey(row.id), of: entry.subjects, value, at: location),
      location: location)
  }

  /// Words of other consoles for keys that this file has.
  private static let hints = [
    "freq": "frequency", "bandwidth": "q", "width": "q", "type": "shape", "makeup": "make-up",
    "sidechain": "key", "thresh": "threshold", "depth": "range", "enabled": "on", "rt60": "decay",
  ]

  private static let plugHints = [
    "send": "output", "outputs": "output", "return": "input", "inputs": "input", "enabled": "on",
    "gain": "level", "point": "tap", "source": "tap",
  ]
}

extension Parameter {
  /// The keys that lead to it, outermost first.
  fileprivate var keys: [String] { path.split(separator: ".").map(String.init) }
}
