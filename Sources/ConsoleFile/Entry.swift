import ConsoleModel
import YAML

/// One entry of a console file: the keys of a strip or a mute group, or of a range of them.
struct Entry {
  let kind: Kind
  /// Whom it is about; empty when that can't be read.
  let subjects: [ParameterOwner]
  let keys: MappingReader
  let draft: Draft

  /// The subjects that have faders.
  var strips: [StripID] {
    subjects.compactMap { if case .strip(let id) = $0 { id } else { nil } }
  }

  /// Reads a key into one edit of each strip.
  func set<Value>(
    _ key: String, _ read: (ValueReader) -> Value?, edit: (StripID, Value) -> ConsoleEdit
  ) {
    guard let found = value(key, read), let value = found.value else { return }
    let edits = strips.map { edit($0, value) }
    draft.settings.append(Located(value: edits, location: found.location))
  }

  /// Reads the name of each subject.
  func setName() {
    guard let found = value("name", { $0.name() }), let name = found.value else { return }
    let edits = subjects.compactMap { subject -> ConsoleEdit? in
      switch subject {
      case .strip(let id): .name(id, name)
      case .muteGroup(let number): .muteGroupName(number, name)
      case .desk: nil
      }
    }
    draft.settings.append(Located(value: edits, location: found.location))
  }

  /// Reads the key of a control into one edit of each subject.
  func set(_ control: Control) {
    let row = control.parameter
    guard let found = value(row.path, { $0.value(of: row, in: draft.console) }),
      let value = found.value
    else { return }
    let edits = draft.edits(ParameterKey(control), of: subjects, value, at: found.location)
    draft.settings.append(Located(value: edits, location: found.location))
  }

  /// Reads a key; nil if it is absent or given twice, and a value of nil if it can't be read.
  func value<Value>(_ key: String, _ read: (ValueReader) -> Value?) -> Located<Value?>? {
    guard let reader = keys.optional(key) else { return nil }
    let value = read(reader)
    let isFirst = draft.claim(key, of: subjects, at: keys.location(of: key) ?? reader.location)
    return isFirst ? Located(value: value, location: reader.location) : nil
  }

  /// Reads a list of VCAs, groups or mute groups; nil if it is absent or given twice.
  func members(_ kind: Kind) -> [(number: Int, location: SourceLocation)]? {
    value(kind.key) { $0.members(of: kind, count: kind.count(in: draft.console.size)) }?.value
  }
}
