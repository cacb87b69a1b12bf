import ConsoleModel

// What faders and pots act on.
extension Surface {
  /// The parameter that the fader of a strip, or its pot when they are swapped, moves.
  func faderAddress(_ target: Target?, unit: Int) -> ParameterAddress? {
    guard let strip = strip(of: target, unit: unit) else { return nil }
    guard case .visible? = target else { return ParameterAddress(strip, ParameterKey(.fader)) }
    return sendOnFader(of: strip, .sendLevel) ?? ParameterAddress(strip, ParameterKey(.fader))
  }

  /// A parameter of the send that the fader of a visible strip sets; nil while it sets levels.
  func sendOnFader(of strip: StripID, _ part: Control) -> ParameterAddress? {
    switch navigation.faders {
    case .level: return nil
    case .sends(let bus): return ParameterAddress(strip, ParameterKey(part, to: bus))
    case .sendsOf(let source):
      return strip.busID.map { ParameterAddress(source, ParameterKey(part, to: $0)) }
    }
  }

  /// The parameter that a pot, or the fader when they are swapped, moves.
  func potAddress(_ target: Target?, unit: Int) -> ParameterAddress? {
    let key: ParameterKey
    switch navigation.pots {
    case .pan: key = ParameterKey(.pan)
    case .send(let bus): key = ParameterKey(.sendLevel, to: bus)
    case .page: return slot(target, unit: unit).flatMap { selectedAddress($0.key) }
    }
    return strip(of: target, unit: unit).map { ParameterAddress($0, key) }
  }

  /// What the push of a pot does; nil when nothing.
  func pushRole(_ target: Target?, unit: Int) -> ControlRole? {
    guard !navigation.isFlipped else { return target.map { .mute($0) } }
    switch navigation.pots {
    case .pan: return target.map { .reset($0, ParameterKey(.pan)) }
    case .send(let bus): return target.map { .parameter($0, ParameterKey(.sendOn, to: bus)) }
    case .page:
      return slot(target, unit: unit).map { slot in
        slot.toggle.map { .parameter(.selected, $0) } ?? .reset(.selected, slot.key)
      }
    }
  }

  /// The parameter of the page in the place of a control; nil when no page is shown or it ends before.
  func slot(_ target: Target?, unit: Int) -> PageSlot? {
    var place = 0
    if case .visible(let own)? = target {
      guard let found = self.place(own, unit: unit) else { return nil }
      place = found
    }
    let index = navigation.firstPot + place
    return pageSlots.indices.contains(index) ? pageSlots[index] : nil
  }

  func selectedAddress(_ key: ParameterKey) -> ParameterAddress? {
    navigation.selected.map { ParameterAddress($0, key) }
  }
}

// Keys that change it.
extension Surface {
  /// Does what a key does that changes what the surface shows.
  mutating func changeView(_ role: ControlRole, unit: Int, at now: UInt64) {
    let before = navigation
    selectSomething(for: role)
    switch role {
    case .layer(let layer): navigation.show(layer)
    case .bank(let way):
      navigation.move(by: way * width, width: width, count: layerStrips.count)
    case .nudge(let way): navigation.move(by: way, width: width, count: layerStrips.count)
    case .spill(let target):
      guard let id = strip(of: target, unit: unit), console?.spill(of: id).isEmpty == false else {
        return
      }
      navigation.spill(id)
    case .assignPan, .assignSend, .page, .turnPage: assignPots(role, at: now)
    case .sends(let target):
      if let id = strip(of: target, unit: unit) { assignSends(of: id, at: now) }
    case .flip: navigation.isFlipped.toggle()
    case .fine: navigation.isFine.toggle()
    case .names: navigation.namesStrips.toggle()
    default: return
    }
    if navigation != before { moved(at: now) }
  }

  /// What is about the selected strip is about the first one as long as none was selected.
  private mutating func selectSomething(for role: ControlRole) {
    guard navigation.selected == nil else { return }
    switch role {
    case .page, .sends(.selected): navigation.selected = visibleStrips.lazy.compactMap { $0 }.first
    default: return
    }
  }

  private mutating func assignPots(_ role: ControlRole, at now: UInt64) {
    let buses = console?.sendBuses ?? []
    switch (role, navigation.pots) {
    case (.assignSend, .send(let bus)):
      let next = (buses.firstIndex(of: bus) ?? -1) + 1
      navigation.assignPots(buses.isEmpty ? .pan : .send(buses[next % buses.count]))
    case (.assignSend, _): navigation.assignPots(buses.first.map { .send($0) } ?? .pan)
    case (.page(let page), .page(let shown)) where page == shown:
      navigation.firstPot = canTurnPage(1) ? navigation.firstPot + width : 0
    case (.page(let page), _): navigation.assignPots(.page(page))
    case (.turnPage(let way), _):
      if canTurnPage(way) { navigation.firstPot = max(0, navigation.firstPot + way * width) }
    default: navigation.assignPots(.pan)
    }
    guard case .page = navigation.pots else { return showAssignment(at: now) }
  }

  /// Whether the page that pots act on has more parameters that way.
  func canTurnPage(_ way: Int) -> Bool {
    guard case .page = navigation.pots else { return false }
    return way < 0 ? navigation.firstPot > 0 : navigation.firstPot + width < pageSlots.count
  }

  /// Puts the sends to a bus on the faders, or those of another strip; or levels again.
  private mutating func assignSends(of strip: StripID, at now: UInt64) {
    guard let wanted = sends(of: strip) else { return }
    navigation.assignFaders(navigation.faders == wanted ? .level : wanted)
    moved(at: now)
    showAssignment(at: now)
  }

  /// The sends that belong to a strip: to a bus that is fed by sends, else of a strip that has any.
  func sends(of strip: StripID) -> FaderAssignment? {
    guard let console else { return nil }
    if let bus = strip.busID, console.sendBuses.contains(bus) { return .sends(to: bus) }
    guard console.sendBuses.contains(where: { console.hasSend(strip, to: $0) }) else { return nil }
    return .sendsOf(strip)
  }

  /// Tells for a while on every strip what its pot or fader acts on now.
  private mutating func showAssignment(at now: UInt64) {
    for strip in visibleStrips.compactMap({ $0 }) { show(.assignment, of: strip, at: now) }
  }

  /// A bus that was selected is the one whose sends faders set, while they set any.
  mutating func followSelection(at now: UInt64) {
    guard navigation.faders != .level, let selected = navigation.selected,
      case .sends(let bus)? = sends(of: selected), navigation.faders != .sends(to: bus)
    else { return }
    navigation.assignFaders(.sends(to: bus))
    moved(at: now)
    showAssignment(at: now)
  }
}

extension Console {
  /// Whether a strip may send to a bus.
  func hasSend(_ strip: StripID, to bus: BusID) -> Bool {
    value(of: ParameterAddress(strip, ParameterKey(.sendLevel, to: bus))) != nil
  }
}
