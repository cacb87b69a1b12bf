import ConsoleModel
import Surface
import Testing

/// A surface whose keys are pressed one by one, with the idea of where it should look then.
struct FaceWalk {
  private(set) var rig: HandRig
  private(set) var outlook: Outlook
  /// What keys that look elsewhere were pressed.
  private(set) var pressed: Set<ControlRole> = []
  private var hand: (fader: Int, unit: Int)?

  /// What the console may be changed to.
  private var other: Console

  init(_ rig: HandRig, other: Console) {
    (self.rig, self.other) = (rig, other)
    let units = rig.present.map { rig.mapping.units[$0] }
    let width = units.reduce(0) { $0 + $1.stripCount }
    outlook = Outlook(rig.console, width: width, rig.mapping.userLayers)
  }

  /// A key with one of the things that it does.
  private struct Key {
    let unit: Int
    let index: Int
    var modifiers: Set<String> = []
    var gesture = Gesture.press
  }

  private var keys: [(role: ControlRole, key: Key)] {
    rig.present.flatMap { unit in
      rig.mapping.units[unit].buttons.enumerated().flatMap { index, bound in
        let plain = [(role: bound.role, key: Key(unit: unit, index: index))]
        return plain
          + bound.variants.filter(\.condition.views.isEmpty).map { variant in
            let condition = variant.condition
            let key = Key(
              unit: unit, index: index, modifiers: condition.modifiers, gesture: variant.gesture)
            return (role: variant.role, key: key)
          }
      }
    }
  }

  private func key(_ role: ControlRole, _ gestures: Set<Gesture> = [.press]) -> Key? {
    keys.first { $0.role == role && gestures.contains($0.key.gesture) }?.key
  }

  /// Whether the box has keys for that.
  func has(_ roles: [ControlRole]) -> Bool {
    roles.allSatisfy { key($0, Set(Gesture.allCases)) != nil }
  }

  func can(_ step: FaceStep) -> Bool {
    step.strokes.allSatisfy { stroke in
      switch stroke {
      case .press(let role), .hold(let role), .letGo(let role): key(role) != nil
      case .twice(let role): key(role, [.double]) != nil
      case .grab(let place), .release(let place): fader(place) != nil
      case .change: true
      }
    }
  }

  private func fader(_ place: Int) -> (fader: Int, unit: Int)? {
    for unit in rig.present {
      let found = rig.mapping.units[unit].faders.firstIndex {
        $0.role == .fader(.visible(place)) && $0.profile.touch != nil
      }
      if let found { return (found, unit) }
    }
    return nil
  }

  /// What keys of the box look elsewhere, those of rows once.
  var looks: Set<ControlRole> { Set(keys.compactMap { $0.role.looked }) }
}

// Doing it.
extension FaceWalk {
  mutating func take(_ step: FaceStep) {
    for stroke in step.strokes {
      switch stroke {
      case .press(let role): if let key = key(role) { press(key, role, times: 1) }
      case .twice(let role):
        guard let key = key(role, [.double]) else { continue }
        // The first press does what it does alone.
        let plain = rig.mapping.units[key.unit].buttons[key.index].role
        outlook.press(plain, after: rig.stripsBefore(key.unit))
        press(key, role, times: 2)
      case .hold(let role): if let key = key(role) { hold(key, role, isDown: true) }
      case .letGo(let role): if let key = key(role) { hold(key, role, isDown: false) }
      case .grab(let place):
        hand = fader(place)
        if let hand { rig.touch(hand.fader, hand.unit) }
      case .release:
        if let hand { rig.release(hand.fader, hand.unit) }
        hand = nil
      case .change:
        (rig.console, other) = (other, rig.console)
        outlook.console = rig.console
      }
    }
    settle()
  }

  private mutating func press(_ key: Key, _ role: ControlRole, times: Int) {
    let modifiers = key.modifiers.subtracting(outlook.held).sorted()
    for name in modifiers {
      if let key = self.key(.modifier(name)) { rig.hold(key.index, key.unit) }
    }
    for _ in 0..<times { rig.press(key.index, key.unit) }
    for name in modifiers {
      if let key = self.key(.modifier(name)) { rig.letGo(key.index, key.unit) }
    }
    outlook.press(role, after: rig.stripsBefore(key.unit))
    note(role)
  }

  private mutating func hold(_ key: Key, _ role: ControlRole, isDown: Bool) {
    if isDown { rig.hold(key.index, key.unit) } else { rig.letGo(key.index, key.unit) }
    switch role {
    case .modifier(let name):
      if isDown { outlook.held.insert(name) } else { outlook.held.remove(name) }
    default: outlook.press(role, after: rig.stripsBefore(key.unit))
    }
    note(role)
  }

  private mutating func note(_ role: ControlRole) {
    if let look = role.looked { pressed.insert(look) }
  }

  /// Waits until assignments are no longer told and motors have arrived.
  private mutating func settle() { rig.wait(1500) }

  /// What the face of a unit shows wrongly.
  func faults(_ unit: Int) throws -> [String] {
    var judge = FaceJudge(rig, unit, try #require(rig.faces[unit]), outlook)
    if let hand {
      let before = rig.stripsBefore(hand.unit)
      judge.hand = (rig.mapping.units[hand.unit].faders[hand.fader].role, before)
    }
    return judge.faults
  }
}

extension ControlRole {
  /// What stands for all keys that look elsewhere in the same way; nil for others.
  fileprivate var looked: ControlRole? {
    switch self {
    case .select(.visible): .select(.visible(0))
    case .spill(.visible): .spill(.visible(0))
    case .sends(.fixed(.strip(.bus(let bus)))): .sends(.fixed(.strip(.bus(BusID(bus.kind, 1)))))
    case .bank, .nudge, .layer, .spill, .select, .selectNext, .assignPan, .assignSend, .page,
      .turnPage, .sends, .flip, .fine, .names, .modifier:
      self
    case .lasting(let role, _): role.looked.map { _ in self }
    default: nil
    }
  }
}
