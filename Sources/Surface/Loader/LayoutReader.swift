import ConsoleModel
import YAML

/// Reads the layout: what each control that the device part describes does.
struct LayoutReader {
  private let kinds: [ControlName: ControlKind]
  private let absolutes: Set<ControlName>
  /// The names without numbers, for the nearest word.
  private let words: [String]

  init(_ device: LoadedDevice) {
    var kinds: [ControlName: ControlKind] = [:]
    var absolutes: Set<ControlName> = []
    for control in device.controls {
      kinds[control.name] = control.kind
      if case .encoder(let encoder) = control.content, encoder.code == .absolute {
        absolutes.insert(control.name)
      }
    }
    self.kinds = kinds
    self.absolutes = absolutes
    words = Set(kinds.keys.map(\.word)).sorted()
  }

  func read(_ value: ValueReader) -> [ControlName: ControlRole] {
    var roles: [ControlName: ControlRole] = [:]
    for (key, value) in value.entries("control") ?? [] {
      guard let control = ControlKey(key), let kind = kind(of: control, key) else { continue }
      let action = ActionReader(kind: kind, key: control)
      guard let found = action.read(value) else { continue }
      for (name, role) in zip(control.names, found) {
        if roles.updateValue(role, forKey: name) != nil {
          key.error("'\(name)' is given something to do twice")
        }
        if case .parameter(_, let key) = role, absolutes.contains(name), key != ParameterKey(.pan) {
          value.error(
            "'\(name)' sends places, and a \(key) would jump to them; only pan is allowed")
        }
      }
    }
    return roles
  }

  /// The kind of the controls meant by a key; nil after reporting that there are none such.
  private func kind(of control: ControlKey, _ key: ValueReader) -> ControlKind? {
    guard words.contains(control.word) else {
      key.unknown("control", control.word, allowed: words)
      return nil
    }
    let missing = control.names.filter { kinds[$0] == nil }
    guard missing.isEmpty else {
      let has = kinds.keys.filter { $0.word == control.word }.compactMap(\.number).sorted()
      let range = has.first.flatMap { first in has.last.map { "\(first)..\($0)" } }
      key.error(
        "the device has no '\(missing[0])'; it has '\(control.word)\(range.map { " \($0)" } ?? "")'"
      )
      return nil
    }
    let found = Set(control.names.compactMap { kinds[$0] })
    guard found.count == 1 else {
      key.error("'\(control.word)' means controls of several kinds; name them apart")
      return nil
    }
    return found.first
  }
}
