import ConsoleModel
import Units

// What the units should show.
extension Surface {
  /// Works out what every unit should show if anything may have changed.
  mutating func refresh(at now: UInt64) {
    for (strip, shown) in shownValues where now >= shown.until {
      shownValues[strip] = nil
      refreshLater(now)
    }
    guard let refreshDeadline, now >= refreshDeadline else { return }
    staleSince = nil
    isRefreshUrgent = false
    refreshedAt = now
    for unit in units.indices where units[unit].link == .ready {
      aimFaders(of: unit, at: now)
      for (index, button) in units[unit].profile.buttons.enumerated() {
        guard let lamp = button.profile.lamp else { continue }
        units[unit].lamps[index].wanted = lamp.value(lampState(role(of: button), unit: unit))
      }
      for (index, encoder) in units[unit].profile.encoders.enumerated() {
        guard let ring = encoder.profile.ring else { continue }
        let address = address(of: role(of: encoder), unit: unit)
        units[unit].rings[index].wanted = address.map { picture(ring, $0) } ?? ring.dark
      }
      for (index, colour) in units[unit].profile.colours.enumerated() {
        let id = strip(of: role(of: colour).target, unit: unit)
        units[unit].colours[index].wanted =
          id.flatMap { console?.colour(of: $0) } ?? StripColour.none
      }
      units[unit].isTextStale = true
    }
  }

  private mutating func aimFaders(of unit: Int, at now: UInt64) {
    guard console != nil else { return }
    for index in units[unit].faders.indices { aimFader(index, of: unit, at: now) }
  }

  /// Tells a fader where the console is.
  mutating func aimFader(_ index: Int, of unit: Int, at now: UInt64) {
    let position = units[unit].faders[index].address.flatMap { address in
      console?.value(of: address).map { address.parameter.position(of: $0) }
    }
    units[unit].faders[index].aim(at: position, at: now)
  }

  private func lampState(_ role: ControlRole, unit: Int) -> LampState {
    guard let console else { return .off }
    switch role {
    case .bank(let way): return canMove(by: way * width) ? .on : .off
    case .nudge(let way): return canMove(by: way) ? .on : .off
    case .selectNext(let way): return neighbour(way) == nil ? .off : .on
    case .turnPage(let way): return canTurnPage(way) ? .on : .off
    case .assignPan, .assignSend, .page, .layer, .flip, .fine, .names:
      return isShown(role) ? .on : .off
    case .sends(let target): return sendsLamp(target, unit: unit)
    case .mute(.visible) where navigation.faders != .level:
      return mutedSend(role.target, unit: unit) ? .on : .off
    case .pushPot(let target):
      return pushRole(target, unit: unit).map { lampState($0, unit: unit) } ?? .off
    case .muteGroup(let number): return console.muteGroup(number)?.isOn == true ? .on : .off
    case .clearSolo: return console.stripIDs.contains { console.isSoloedByHand($0) } ? .on : .off
    case .tapTempo: return busesInTempo.isEmpty ? .off : .on
    case .modifier(let name): return modifiers.contains(name) ? .on : .off
    case .lasting(let role, _): return lampState(role, unit: unit)
    case .parameter, .reset, .value:
      return address(of: role, unit: unit).map { lampState(role, $0) } ?? .off
    default:
      guard let id = strip(of: role.target, unit: unit) else { return .off }
      return lampState(role, of: id, console)
    }
  }

  private func lampState(_ role: ControlRole, of id: StripID, _ console: Console) -> LampState {
    switch role {
    case .mute:
      if console.isMutedByHand(id) { return .on }
      return console.muteCauses(of: id).isEmpty ? .off : .blink
    case .solo:
      if console.isSoloedByHand(id) { return .on }
      return console.isSoloed(id) ? .blink : .off
    case .arm: return console.strip(id)?.isArmed == true ? .on : .off
    case .select:
      if id == navigation.selected { return .on }
      return isAway(id) ? .blink : .off
    case .spill: return id == navigation.spilled ? .on : .off
    default: return .off
    }
  }

  /// Whether the surface shows what a key would bring.
  private func isShown(_ role: ControlRole) -> Bool {
    switch role {
    case .assignPan: navigation.pots == .pan
    case .assignSend: if case .send = navigation.pots { true } else { false }
    case .page(let page): navigation.pots == .page(page)
    case .layer(let layer): showsLayer && navigation.layer == layer
    case .flip: navigation.isFlipped
    case .fine: navigation.isFine
    default: navigation.namesStrips
    }
  }

  /// On for the sends that faders set, blinking while they set others.
  private func sendsLamp(_ target: Target, unit: Int) -> LampState {
    guard navigation.faders != .level else { return .off }
    let own = strip(of: target, unit: unit).flatMap { sends(of: $0) }
    return own == navigation.faders ? .on : .blink
  }

  /// Whether there is a send on a strip's fader, and it is off.
  private func mutedSend(_ target: Target?, unit: Int) -> Bool {
    guard let id = strip(of: target, unit: unit), let address = sendOnFader(of: id, .sendOn) else {
      return false
    }
    return console?.value(of: address) == 0
  }

  private func canMove(by step: Int) -> Bool {
    navigation.canMove(by: step, width: width, count: layerStrips.count)
  }
}
