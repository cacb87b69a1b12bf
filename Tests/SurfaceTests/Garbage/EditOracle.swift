import ConsoleModel
import Surface
import Units

/// What handles may do to the console, worked out from the mapping alone and from where the surface
/// says that it looks: an edit that no spoken handle explains is garbage's work.
struct EditOracle {
  /// What a handle may move.
  struct Reach: Equatable {
    var targets: Set<EditTarget> = []
    mutating func formUnion(_ other: Reach) { targets.formUnion(other.targets) }
  }

  private struct Place: Hashable {
    let unit: Int
    let handle: Handle
  }

  private let mapping: Mapping
  /// What hands and fingers took hold of, which they keep although the layer changes under them.
  private var held: [Place: Reach] = [:]
  private var heldSince: [Place: UInt64] = [:]
  private var isTouched: Set<Place> = []
  /// What keys reached that were let go, or lost, since time was last let pass.
  private var letGo = Reach()

  init(_ mapping: Mapping) { self.mapping = mapping }

  /// What a handle that was spoken of may move now.
  mutating func reach(
    of handle: Handle, _ value: Int, unit: Int, _ view: SurfaceView, at now: UInt64
  ) -> Reach {
    let profile = mapping.units[unit]
    let place = Place(unit: unit, handle: handle)
    switch handle {
    case .encoder(let index): return view.reach(of: profile.encoders[index].roles, unit: unit)
    case .fader(let index):
      let fader = profile.faders[index]
      if fader.profile.touch == nil, now > (heldSince[place] ?? 0) + fader.profile.rules.hold {
        held[place] = nil
      }
      heldSince[place] = now
      held[place, default: Reach()].formUnion(view.reach(of: fader.roles, unit: unit))
      return held[place] ?? Reach()
    case .touch(let index):
      let fader = Place(unit: unit, handle: .fader(index))
      let bound = profile.faders[index]
      if value < bound.profile.touchThreshold {
        isTouched.remove(fader)
        return Reach()
      }
      if isTouched.insert(fader).inserted { held[fader] = nil }
      held[fader, default: Reach()].formUnion(view.reach(of: bound.roles, unit: unit))
      return held[fader] ?? Reach()
    case .button(let index):
      let key = profile.buttons[index]
      var reach = view.reach(of: key.roles, unit: unit)
      reach.formUnion(held[place] ?? Reach())
      let isHeld =
        value >= key.profile.threshold && !key.profile.alternates
        && key.profile.address.tellsRelease
      held[place] = isHeld ? reach : nil
      if !isHeld { letGo.formUnion(reach) }
      return reach
    }
  }

  /// What may move while time passes: what is held for a while, and what ends.
  mutating func reachOfTime(_ view: SurfaceView) -> Reach {
    var reach = letGo
    letGo = Reach()
    for (place, old) in held {
      guard case .button(let index) = place.handle else { continue }
      reach.formUnion(old)
      reach.formUnion(
        view.reach(of: mapping.units[place.unit].buttons[index].roles, unit: place.unit))
    }
    return reach
  }

  /// Hands and fingers are gone; what keys held may still end.
  mutating func forget(unit: Int) {
    for (place, reach) in held where place.unit == unit { letGo.formUnion(reach) }
    held = held.filter { $0.key.unit != unit }
    isTouched = isTouched.filter { $0.unit != unit }
  }
}

/// What an edit moves, whatever the value.
enum EditTarget: Hashable {
  case parameter(ParameterAddress)
  case clearSolo
  case other(String)

  init(_ edit: ConsoleEdit) {
    switch edit {
    case .fader(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.fader)))
    case .mute(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.mute)))
    case .solo(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.solo)))
    case .arm(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.arm)))
    case .pan(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.pan)))
    case .trim(let strip, _): self = .parameter(ParameterAddress(strip, ParameterKey(.trim)))
    case .polarity(let strip, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(.polarity)))
    case .muteSafe(let strip, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(.muteSafe)))
    case .soloSafe(let strip, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(.soloSafe)))
    case .sendLevel(let strip, let bus, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(.sendLevel, to: bus)))
    case .sendOn(let strip, let bus, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(.sendOn, to: bus)))
    case .muteGroup(let number, _):
      self = .parameter(ParameterAddress(.muteGroup(number), ParameterKey(.muteGroupOn)))
    case .set(let strip, let setting, _):
      self = .parameter(ParameterAddress(strip, ParameterKey(setting)))
    case .clearSolo: self = .clearSolo
    default: self = .other("\(edit)")
    }
  }
}

/// Where a surface looks, by what it says itself.
struct SurfaceView {
  /// The place of each unit's first strip among those of all units.
  let starts: [Int]
  let navigation: Navigation
  let visible: [StripID?]
  let console: Console

  init(_ surface: Surface, _ console: Console, starts: [Int]) {
    self.starts = starts
    navigation = surface.navigation
    visible = surface.visibleStrips
    self.console = console
  }

  /// What any of some roles may move.
  func reach(of roles: [ControlRole], unit: Int) -> EditOracle.Reach {
    var reach = EditOracle.Reach()
    for role in roles { reach.targets.formUnion(targets(of: role, unit)) }
    return reach
  }

  private func targets(of role: ControlRole, _ unit: Int) -> [EditTarget] {
    switch role {
    case .lasting(let inner, _): return targets(of: inner, unit)
    case .clearSolo: return [.clearSolo]
    case .tapTempo:
      return console.stripIDs.filter { $0.kind == .fx }.map {
        .parameter(ParameterAddress($0, ParameterKey(.echoTempo)))
      }
    default: return addresses(of: role, unit).map { .parameter($0) }
    }
  }

  /// What an action moves: one parameter, or two where a push may do either.
  func addresses(of role: ControlRole, _ unit: Int) -> [ParameterAddress] {
    switch role {
    case .parameter(let target, let key), .reset(let target, let key),
      .value(let target, let key, _):
      return owners(target, unit).map { ParameterAddress($0, key) }
    case .fader(let target):
      return navigation.isFlipped ? pots(target, unit) : faders(target, unit)
    case .pot(let target):
      return navigation.isFlipped ? faders(target, unit) : pots(target, unit)
    case .pushPot(let target):
      return navigation.isFlipped ? mutes(target, unit) : pushes(target, unit)
    case .mute(let target): return mutes(target, unit)
    case .solo(let target): return own(.solo, target, unit)
    case .arm(let target): return own(.arm, target, unit)
    case .muteGroup(let number):
      return [ParameterAddress(.muteGroup(number), ParameterKey(.muteGroupOn))]
    default: return []
    }
  }

  /// Whose parameters a target means now.
  func owners(_ target: Target, _ unit: Int) -> [ParameterOwner] {
    switch target {
    case .fixed(let owner): return [owner]
    case .selected: return navigation.selected.map { [.strip($0)] } ?? []
    case .visible(let place):
      let all = place + starts[unit]
      return visible.indices.contains(all) ? visible[all].map { [.strip($0)] } ?? [] : []
    }
  }

  private func own(_ control: Control, _ target: Target, _ unit: Int) -> [ParameterAddress] {
    owners(target, unit).map { ParameterAddress($0, ParameterKey(control)) }
  }

  private func faders(_ target: Target, _ unit: Int) -> [ParameterAddress] {
    if case .visible = target, navigation.faders != .level {
      return sends(.sendLevel, target, unit)
    }
    return own(.fader, target, unit)
  }

  private func mutes(_ target: Target, _ unit: Int) -> [ParameterAddress] {
    if case .visible = target, navigation.faders != .level { return sends(.sendOn, target, unit) }
    return own(.mute, target, unit)
  }

  /// A part of the sends that faders set.
  private func sends(_ part: Control, _ target: Target, _ unit: Int) -> [ParameterAddress] {
    owners(target, unit).compactMap { owner in
      switch (navigation.faders, owner) {
      case (.sends(let bus), _): ParameterAddress(owner, ParameterKey(part, to: bus))
      case (.sendsOf(let source), .strip(.bus(let bus))):
        ParameterAddress(source, ParameterKey(part, to: bus))
      default: nil
      }
    }
  }

  private func pots(_ target: Target, _ unit: Int) -> [ParameterAddress] {
    switch navigation.pots {
    case .pan: return own(.pan, target, unit)
    case .send(let bus):
      return owners(target, unit).map { ParameterAddress($0, ParameterKey(.sendLevel, to: bus)) }
    case .page: return onPage(target, unit).map { [$0.0] } ?? []
    }
  }

  private func pushes(_ target: Target, _ unit: Int) -> [ParameterAddress] {
    switch navigation.pots {
    case .pan: return own(.pan, target, unit)
    case .send(let bus):
      return owners(target, unit).map { ParameterAddress($0, ParameterKey(.sendOn, to: bus)) }
    case .page: return onPage(target, unit).map { [$0.0, $0.1] } ?? []
    }
  }

  /// The parameter of the page in a place, and what its push switches.
  private func onPage(_ target: Target, _ unit: Int) -> (ParameterAddress, ParameterAddress)? {
    guard case .page(let page) = navigation.pots, let selected = navigation.selected else {
      return nil
    }
    var place = navigation.firstPot
    if case .visible(let own) = target {
      place += own + starts[unit]
    }
    let slots = page.slots(of: selected, in: console)
    guard slots.indices.contains(place) else { return nil }
    let key = slots[place].key
    return (
      ParameterAddress(selected, key), ParameterAddress(selected, slots[place].toggle ?? key)
    )
  }
}

extension SurfaceView {
  /// The same view of a newer console.
  init(_ view: SurfaceView, _ console: Console) {
    starts = view.starts
    navigation = view.navigation
    visible = view.visible
    self.console = console
  }
}
