import ConsoleModel
import YAML

/// One entry of a console file: the keys of a strip or a mute group, or of a range of them.
struct Entry {
  let kind: Kind
  /// Whom it is about; empty when that can't be read.
  let subjects: [Subject]
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

  /// Reads a key into one edit of each mute group.
  func setMuteGroup<Value>(
    _ key: String, _ read: (ValueReader) -> Value?, edit: (Int, Value) -> ConsoleEdit
  ) {
    guard let found = value(key, read), let value = found.value else { return }
    let edits = subjects.compactMap { subject in
      if case .muteGroup(let number) = subject { edit(number, value) } else { nil }
    }
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
