import ConsoleModel

// Which of the things that a control may do it does now.
extension Surface {
  /// What a control does when it is pressed, turned or moved now, or shows.
  func role<Profile>(of control: Bound<Profile>) -> ControlRole {
    control.variants.isEmpty ? control.role : role(of: control, for: .press) ?? .nothing
  }

  /// What a control does when it is handled that way now; nil when nothing.
  ///
  /// The modifiers that are held choose first: where something is said for them, what is said for
  /// fewer of them is off, whatever is done to the key. Of what is left, what asks for more goes
  /// first, and of equals the one that comes last in the file.
  func role<Profile>(of control: Bound<Profile>, for gesture: Gesture) -> ControlRole? {
    guard !control.variants.isEmpty else { return gesture == .press ? control.role : nil }
    var held: Set<String>?
    var chosen: (role: ControlRole, weight: Int)?
    var most = 0
    for variant in control.variants where (variant.gesture == .touch) == (gesture == .touch) {
      guard holds(variant.condition, &held) else { continue }
      let count = variant.condition.modifiers.count
      if count > most { (most, chosen) = (count, nil) }
      guard variant.gesture == gesture, count == most else { continue }
      let weight = variant.condition.weight
      if chosen.map({ weight >= $0.weight }) ?? true { chosen = (variant.role, weight) }
    }
    if let chosen { return chosen.role }
    return gesture == .press && most == 0 ? control.role : nil
  }

  /// The modifiers that are held or latched.
  var modifiers: Set<String> {
    var names = latched
    for unit in units {
      for press in unit.presses.values {
        if case .modifier(let name) = press.release { names.insert(name) }
      }
    }
    return names
  }

  /// Whether a condition holds; `held` is worked out when it is first asked for.
  private func holds(_ condition: Condition, _ held: inout Set<String>?) -> Bool {
    if !condition.modifiers.isEmpty {
      let names = held ?? modifiers
      held = names
      guard condition.modifiers.isSubset(of: names) else { return false }
    }
    return condition.views.allSatisfy { shows($0) }
  }

  /// Whether the strips of a layer are shown.
  var showsLayer: Bool {
    if case .sendsOf = navigation.faders { return false }
    return navigation.spilled == nil
  }

  /// Whether the surface shows something now.
  func shows(_ view: Condition.View) -> Bool {
    switch view {
    case .layer(let layer): return showsLayer && navigation.layer == layer
    case .spill: return navigation.spilled != nil
    case .page(let page): return navigation.pots == .page(page)
    case .flip: return navigation.isFlipped
    case .sends: return navigation.faders != .level
    case .selected(let kind):
      return navigation.selected.map { ParameterOwner.strip($0).kind == kind } ?? false
    }
  }
}
