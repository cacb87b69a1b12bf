import ConsoleModel
import YAML

/// Everything that the layout gives a single control to do.
struct LoadedRole {
  var role: ControlRole?
  var variants: [RoleVariant] = []

  /// All that it may be.
  var all: [ControlRole] { (role.map { [$0] } ?? []) + variants.map(\.role) }

  /// Puts it on a control.
  func bound<Profile>(to profile: Profile, name: String) -> Bound<Profile> {
    var bound = Bound(profile, role ?? .nothing, name: name)
    bound.variants = variants
    return bound
  }
}

/// Reads the layout: what each control that the device part describes does.
struct LayoutReader {
  private let controls: [ControlName: LoadedControl]
  /// The names without numbers.
  private let words: Set<String>
  private var roles: [ControlName: LoadedRole] = [:]
  /// The modifiers that keys ask for.
  private var modifiers: [(name: String, place: ValueReader)] = []
  /// The controls that have actions besides their plain one.
  private var varied: [(name: ControlName, place: ValueReader)] = []
  /// What the surface has to show for some actions.
  private var views: [(view: Condition.View, place: ValueReader)] = []

  /// The names of the user's layers.
  private let userLayers: [String]

  init(_ device: LoadedDevice, userLayers: [String]) {
    self.userLayers = userLayers
    controls = Dictionary(device.controls.map { ($0.name, $0) }) { first, _ in first }
    words = Set(controls.keys.map(\.word))
  }

  /// What the controls do; those that are not named do nothing.
  mutating func read(_ value: ValueReader) -> [ControlName: LoadedRole] {
    read(value, views: [])
    checkModifiers()
    checkViews()
    return roles
  }

  private mutating func read(_ value: ValueReader, views: Set<Condition.View>) {
    for (key, value) in value.entries("control") ?? [] {
      if key.text == "when" || key.text?.hasPrefix("when ") == true, !isControl(key) {
        if views.isEmpty {
          if let views = ConditionText.read(key, userLayers: userLayers) {
            self.views += views.map { ($0, key) }
            read(value, views: views)
          }
        } else {
          key.error("'when' stands within 'when'; join conditions by 'and'")
        }
      } else {
        readControl(key, value, views)
      }
    }
  }

  private func isControl(_ key: ValueReader) -> Bool {
    controls.keys.contains { $0.description == key.text || $0.word == key.text }
  }

  private mutating func readControl(
    _ key: ValueReader, _ value: ValueReader, _ views: Set<Condition.View>
  ) {
    guard let left = LayoutKey(key, controls: words), let kind = kind(of: left),
      let found = ActionReader(kind: kind, key: left.control, userLayers: userLayers).read(value)
    else { return }
    var condition = Condition()
    condition.modifiers = Set(left.modifiers.map(\.name))
    condition.views = views
    modifiers += left.modifiers
    for (name, role) in zip(left.control.names, found) {
      if left.gesture == .hold || role.isHeld { checkRelease(name, left.place) }
      if left.gesture != .press || condition != Condition() { varied.append((name, left.place)) }
      add(role, to: name, left.gesture, condition, key)
    }
  }

  private mutating func add(
    _ role: ControlRole, to name: ControlName, _ gesture: Gesture, _ condition: Condition,
    _ key: ValueReader
  ) {
    var loaded = roles[name] ?? LoadedRole()
    defer { roles[name] = loaded }
    var isTwice = false
    if gesture == .press && condition == Condition() {
      isTwice = loaded.role != nil
      loaded.role = role
    } else {
      isTwice = loaded.variants.contains { $0.gesture == gesture && $0.condition == condition }
      var variant = RoleVariant(role)
      variant.gesture = gesture
      variant.condition = condition
      loaded.variants.append(variant)
    }
    if isTwice { key.error("'\(name)' is given something to do twice") }
  }

  /// Reports a key that never says that it is let go, though that is needed.
  private func checkRelease(_ name: ControlName, _ place: ValueReader) {
    guard case .button(let button)? = controls[name]?.content,
      button.alternates || !button.address.tellsRelease
    else { return }
    place.error("'\(name)' does not tell when it is let go, so that it can't be held")
  }

  /// Reports modifiers that are none, and keys that are one and something else.
  private func checkModifiers() {
    let keys = roles.filter { $1.all.contains(where: \.isModifier) }
    let found = keys.map(\.key.description).sorted()
    for (name, place) in varied where keys[name] != nil {
      place.error("'\(name)' is a modifier, which it is always: it has no other actions")
    }
    for (name, place) in modifiers where !found.contains(name) {
      if controls.keys.contains(where: { $0.description == name }) {
        place.error("'\(name)' is no modifier; write '\(name): modifier' to make it one")
      } else {
        place.unknown("modifier", name, allowed: found)
      }
    }
  }

  /// Warns of what no key brings, so that actions wait for it in vain.
  private func checkViews() {
    let all = roles.values.flatMap(\.all).map { $0.unwrapped }
    for (view, place) in views where !all.contains(where: { $0.brings(view) }) {
      place.warning("no key of this file brings '\(view)'; without it these actions are dead")
    }
  }

  /// Warns of user layers that no key shows.
  func checkLayers(_ value: ValueReader) {
    let all = roles.values.flatMap(\.all).map { $0.unwrapped }
    for (key, _) in value.entries("layer") ?? [] {
      guard let name = key.text, userLayers.contains(name) else { continue }
      if !all.contains(.layer(.user(name))) {
        key.warning("no key of this file shows the layer '\(name)'; one with 'layer \(name)' would")
      }
    }
  }

  /// The kind of action that a line gives; nil after reporting that there is no such control.
  private func kind(of left: LayoutKey) -> ControlKind? {
    guard let kind = kind(of: left.control, left.place) else { return nil }
    switch left.gesture {
    case .press: return kind
    case .hold, .double:
      if kind == .button { return .button }
      left.place.error("'\(left.gesture.rawValue)' is for keys, and '\(left.control.word)' is none")
    case .touch:
      let isFelt = left.control.names.allSatisfy { name in
        if case .fader(let fader)? = controls[name]?.content { fader.touch != nil } else { false }
      }
      if isFelt { return .button }
      left.place.error("'touch' is for faders that feel a hand, and '\(left.control.word)' is none")
    }
    return nil
  }

  private func kind(of control: ControlKey, _ key: ValueReader) -> ControlKind? {
    guard words.contains(control.word) else {
      key.unknown("control", control.word, allowed: words.sorted())
      return nil
    }
    let missing = control.names.filter { controls[$0] == nil }
    guard missing.isEmpty else {
      let has = controls.keys.filter { $0.word == control.word }.compactMap(\.number).sorted()
      let range = has.first.flatMap { first in has.last.map { "\(first)..\($0)" } }
      key.error(
        "the device has no '\(missing[0])'; it has '\(control.word)\(range.map { " \($0)" } ?? "")'"
      )
      return nil
    }
    let found = Set(control.names.compactMap { controls[$0]?.kind })
    guard found.count == 1 else {
      key.error("'\(control.word)' means controls of several kinds; name them apart")
      return nil
    }
    return found.first
  }
}

extension ControlRole {
  /// Whether it matters when the key is let go.
  fileprivate var isHeld: Bool {
    switch self {
    case .modifier: true
    case .lasting(_, let behaviour): behaviour != .latch
    default: false
    }
  }

  fileprivate var isModifier: Bool { if case .modifier = unwrapped { true } else { false } }

  /// What it is, however long it lasts.
  fileprivate var unwrapped: ControlRole {
    if case .lasting(let role, _) = self { role } else { self }
  }

  /// Whether a key brings what a condition asks for; a selection and the first layer come anyhow.
  fileprivate func brings(_ view: Condition.View) -> Bool {
    switch (view, self) {
    case (.selected, _), (.layer(.channels), _), (.spill, .spill), (.flip, .flip),
      (.sends, .sends):
      true
    case (.layer(let wanted), .layer(let brought)): wanted == brought
    case (.page(let wanted), .page(let brought)): wanted == brought
    default: false
    }
  }
}
