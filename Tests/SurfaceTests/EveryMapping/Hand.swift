import ConsoleModel
import Simulator
import Surface
import Units

/// A hand that does one thing with one handle, and looks whether what the layout promises happened.
struct Hand {
  var rig: HandRig
  let unit: Int
  let handle: Handle
  let gesture: Gesture
  var modifiers: Set<String> = []

  init(rig: HandRig, unit: Int, handle: Handle, gesture: Gesture) {
    self.rig = rig
    self.unit = unit
    self.handle = handle
    self.gesture = gesture
  }

  /// Whether an action does what it should, there and back.
  mutating func acts(_ role: ControlRole) throws -> Bool {
    if needsSelection(role), !select() { return false }
    switch handle {
    case .fader(let index) where gesture == .press: return try slides(index, role)
    case .encoder(let index): return try turns(index, role)
    default: return try pushes(role)
    }
  }

  private func needsSelection(_ role: ControlRole) -> Bool {
    if case .page = role { return true }
    return role.target == .selected
  }

  /// Selects the first strip by a key of the layout; false where there is none.
  private mutating func select() -> Bool {
    rig.pressKey { if case .select(.visible) = $0 { true } else { false } }
      || rig.pressKey { $0 == .selectNext(1) }
  }

  private var navigation: Navigation { rig.surface.navigation }

  /// The strip that is meant.
  func strip(_ target: Target?) -> StripID? {
    switch target {
    case .visible(let place):
      // Units that are there stand side by side.
      let before = rig.stripsBefore(unit)
      let visible = rig.surface.visibleStrips
      return visible.indices.contains(before + place) ? visible[before + place] : nil
    case .selected: return navigation.selected
    case .fixed(.strip(let strip)): return strip
    default: return nil
    }
  }

  private func address(_ target: Target, _ key: ParameterKey) -> ParameterAddress? {
    if case .fixed(let owner) = target { return ParameterAddress(owner, key) }
    return strip(target).map { ParameterAddress($0, key) }
  }

  private func value(_ address: ParameterAddress) -> Double? { rig.console.value(of: address) }
}

// Faders and encoders.
extension Hand {
  /// What a fader or encoder moves at the start, when pots pan.
  private func moved(_ role: ControlRole) -> ParameterAddress? {
    switch role {
    case .fader(let target): address(target, ParameterKey(.fader))
    case .pot(let target): address(target, ParameterKey(.pan))
    case .parameter(let target, let key): address(target, key)
    default: nil
    }
  }

  /// The desk's law (controllers.md §8.2).
  static func level(_ place: Double) -> Double {
    switch place {
    case 0.5...: 40 * place - 30
    case 0.25...: 80 * place - 50
    case 0.0625...: 160 * place - 70
    case let low where low > 0: 480 * low - 90
    default: -.infinity
    }
  }

  private mutating func slides(_ index: Int, _ role: ControlRole) throws -> Bool {
    guard let address = moved(role), value(address) != nil else { return false }
    hold()
    let rules = rig.mapping.units[unit].faders[index].profile.rules
    for part in [1.0, 0, 0.7] {
      let raw = Int(part * Double(rules.top)) / rules.step * rules.step
      rig.move(index, unit, to: raw)
      let wanted = Self.level(Double(raw) / Double(rules.top))
      let level = value(address) ?? .nan
      guard level == wanted || abs(level - wanted) < 0.01 else { return false }
    }
    letGo()
    return true
  }

  private mutating func turns(_ index: Int, _ role: ControlRole) throws -> Bool {
    guard let address = moved(role), let start = value(address) else { return false }
    hold()
    defer { letGo() }
    let encoder = rig.mapping.units[unit].encoders[index].profile
    guard encoder.code == .absolute else {
      rig.turn(index, unit, by: 4)
      let right = value(address) ?? start
      rig.turn(index, unit, by: -8)
      return right > start && (value(address) ?? start) < start
    }
    // A knob takes over when it passes: from one end to the other it must have.
    rig.sweep(index, unit, by: -127)
    rig.sweep(index, unit, by: 127)
    guard address.parameter.position(of: value(address) ?? .nan) == .top else { return false }
    rig.sweep(index, unit, by: -127)
    return address.parameter.position(of: value(address) ?? .nan) == .bottom
  }
}

// Keys, and touches that act like keys.
extension Hand {
  private mutating func hold() {
    for name in modifiers.sorted() {
      for other in rig.present {
        let keys = rig.mapping.units[other].buttons
        if let key = keys.firstIndex(where: { $0.name == name }) { rig.hold(key, other) }
      }
    }
  }

  private mutating func letGo() {
    for name in modifiers.sorted() {
      for other in rig.present {
        let keys = rig.mapping.units[other].buttons
        if let key = keys.firstIndex(where: { $0.name == name }) { rig.letGo(key, other) }
      }
    }
  }

  /// Does the whole gesture.
  private mutating func push() {
    hold()
    down()
    up()
    letGo()
    rig.wait(400)
  }

  private mutating func down() {
    switch handle {
    case .fader(let index), .touch(let index): rig.touch(index, unit)
    case .encoder: break
    case .button(let index):
      if gesture == .double { rig.press(index, unit) }
      rig.hold(index, unit)
      if gesture == .hold { rig.wait(600) }
    }
  }

  private mutating func up() {
    switch handle {
    case .fader(let index), .touch(let index): rig.release(index, unit)
    case .encoder: break
    case .button(let index): rig.letGo(index, unit)
    }
  }

  private mutating func pushes(_ role: ControlRole) throws -> Bool {
    if case .lasting(let inner, let behaviour) = role { return lasts(inner, behaviour) }
    switch role {
    case .mute(let target): return toggles(address(target, ParameterKey(.mute)))
    case .solo(let target): return toggles(address(target, ParameterKey(.solo)))
    case .arm(let target): return toggles(address(target, ParameterKey(.arm)))
    case .muteGroup(let number):
      return toggles(ParameterAddress(.muteGroup(number), ParameterKey(.muteGroupOn)))
    case .parameter(let target, let key): return toggles(address(target, key))
    case .reset(let target, let key): return try resets(address(target, key))
    case .pushPot(let target): return try resets(address(target, ParameterKey(.pan)))
    case .value(let target, let key, let wanted):
      push()
      return address(target, key).flatMap { value($0) } == wanted
    case .clearSolo:
      try rig.console.apply(.solo(.channel(3), true))
      try rig.console.apply(.solo(.main, true))
      push()
      return !rig.console.stripIDs.contains { rig.console.isSoloedByHand($0) }
    case .tapTempo:
      down()
      up()
      rig.wait(420)  // with the 80 ms that both took: half a second from tap to tap
      push()
      return abs((value(ParameterAddress(.fx(1), ParameterKey(.echoTempo))) ?? 0) - 120) < 1
    case .undo, .redo:
      push()
      return rig.steps == [role == .undo ? .undo : .redo]
    default: return looks(role)
    }
  }

  private mutating func toggles(_ address: ParameterAddress?) -> Bool {
    guard let address, let start = value(address) else { return false }
    push()
    guard value(address) == 1 - start else { return false }
    push()
    return value(address) == start
  }

  private mutating func resets(_ address: ParameterAddress?) throws -> Bool {
    guard let address else { return false }
    let own = address.defaultValue
    let other =
      own == address.parameter.range.upperBound ? -7.0 : address.parameter.range.upperBound
    try rig.console.set(address, to: other)
    rig.wait(1000)
    push()
    return value(address) == own
  }
}

// Keys that look elsewhere.
extension Hand {
  private mutating func looks(_ role: ControlRole) -> Bool {
    switch role {
    case .select(let target):
      let wanted = strip(target)
      push()
      return wanted != nil && navigation.selected == wanted
    case .selectNext(let way):
      // From the first to the third and back.
      for _ in 0..<3 { rig.pressKey { $0 == .selectNext(1) } }
      let before = navigation.selected
      push()
      guard case .channel(let from)? = before, case .channel(let to)? = navigation.selected else {
        return false
      }
      return to == from + way
    case .bank(let way): return scrolls(way, by: rig.surface.width, .bank(1))
    case .nudge(let way): return scrolls(way, by: 1, .nudge(1))
    case .layer(let layer):
      if layer == .channels {
        rig.pressKey { if case .layer(let other) = $0 { other != .channels } else { false } }
        guard navigation.layer != .channels else { return false }
      }
      push()
      return navigation.layer == layer
    case .spill(let target): return spills(target)
    case .sends(let target):
      let wanted = strip(target)
      push()
      guard let wanted else { return false }
      if let bus = wanted.busID, bus.kind != .group {
        return navigation.faders == .sends(to: bus)
      }
      return navigation.faders == .sendsOf(wanted)
    default: return switches(role)
    }
  }

  private mutating func scrolls(_ way: Int, by step: Int, _ forward: ControlRole) -> Bool {
    if way < 0 { rig.pressKey { $0 == forward } }
    let before = navigation.first
    push()
    return navigation.first == before + way * step
  }

  private mutating func spills(_ target: Target) -> Bool {
    // What can be spread out is in another layer.
    guard rig.pressKey({ $0 == .layer(.vcas) }) else { return false }
    rig.wait(400)  // so that nothing was pressed twice
    if target == .selected, !select() { return false }
    let wanted = strip(target)
    push()
    return wanted != nil && navigation.spilled == wanted
  }

  private mutating func switches(_ role: ControlRole) -> Bool {
    let start = navigation
    switch role {
    case .flip:
      push()
      return navigation.isFlipped != start.isFlipped
    case .fine:
      push()
      return navigation.isFine != start.isFine
    case .names:
      push()
      return navigation.namesStrips != start.namesStrips
    case .assignPan:
      rig.pressKey { $0 == .assignSend }
      guard navigation.pots != .pan else { return false }
      push()
      return navigation.pots == .pan
    case .assignSend:
      push()
      return navigation.pots == .send(BusID(.aux, 1))
    case .page(let page):
      if page == .effect { rig.select(.fx(1)) }
      push()
      return navigation.pots == .page(page)
        && !page.slots(of: navigation.selected ?? .main, in: rig.console).isEmpty
    case .turnPage(let way):
      rig.pressKey { if case .page(.eq) = $0 { true } else { false } }
      if way < 0 { rig.pressKey { $0 == .turnPage(1) } }
      let before = navigation.firstPot
      push()
      return navigation.firstPot == before + way * rig.surface.width
    case .modifier(let name):
      // What other keys do meanwhile is looked at where they do it.
      return rig.mapping.units.contains { unit in
        let conditions =
          unit.buttons.flatMap(\.variants) + unit.encoders.flatMap(\.variants)
          + unit.faders.flatMap(\.variants)
        return conditions.contains { $0.condition.modifiers.contains(name) }
      }
    default: return false
    }
  }

  /// A key whose switch lasts while it is held.
  private mutating func lasts(_ role: ControlRole, _ behaviour: KeyBehaviour) -> Bool {
    guard behaviour == .momentary, role == .fine else { return false }
    down()
    let isOn = navigation.isFine
    up()
    return isOn && !navigation.isFine
  }
}
