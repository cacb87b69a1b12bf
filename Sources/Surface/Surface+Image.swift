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
      aimFaders(of: unit)
      for (index, button) in units[unit].profile.buttons.enumerated() {
        guard let lamp = button.profile.lamp else { continue }
        units[unit].lamps[index].wanted = lamp.value(lampState(button.role, unit: unit))
      }
      for (index, encoder) in units[unit].profile.encoders.enumerated() {
        guard let ring = encoder.profile.ring else { continue }
        let address = address(of: encoder.role, unit: unit)
        units[unit].rings[index].wanted = address.map { ringValue(ring, $0) } ?? ring.off
      }
      writeCells(of: unit)
    }
  }

  private mutating func aimFaders(of unit: Int) {
    guard let console else { return }
    for index in units[unit].faders.indices {
      let position = units[unit].faders[index].address.flatMap { address in
        console.value(of: address).map { address.parameter.position(of: $0) }
      }
      units[unit].faders[index].aim(at: position)
    }
  }

  private func lampState(_ role: ControlRole, unit: Int) -> LampState {
    guard let console else { return .off }
    switch role {
    case .bank(let way): return canMove(by: way * width) ? .on : .off
    case .nudge(let way): return canMove(by: way) ? .on : .off
    case .assignPan: return navigation.pots == .pan ? .on : .off
    case .assignSend: return navigation.pots == .pan ? .off : .on
    case .layer(let layer):
      return navigation.spilled == nil && layer == navigation.layer ? .on : .off
    case .muteGroup(let number): return console.muteGroup(number)?.isOn == true ? .on : .off
    case .clearSolo: return console.stripIDs.contains { console.isSoloedByHand($0) } ? .on : .off
    case .tapTempo: return busesInTempo.isEmpty ? .off : .on
    case .parameter, .reset, .pushPot:
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
    case .select: return id == navigation.selected ? .on : .off
    case .spill: return id == navigation.spilled ? .on : .off
    default: return .off
    }
  }

  private func canMove(by step: Int) -> Bool {
    navigation.canMove(by: step, width: width, count: layerStrips.count)
  }
}

// Text.
extension Surface {
  private mutating func writeCells(of unit: Int) {
    var place = 0
    for display in units[unit].profile.displays {
      let id = strip(of: display.role.target, unit: unit)
      let profile = display.profile
      for row in profile.offsets.indices {
        let text = id.map { self.text(row, of: $0, length: profile.characters) } ?? ""
        units[unit].cells[place].wanted = ScribbleText.cell(
          text, characters: profile.characters, cell: profile.cell)
        place += 1
      }
    }
  }

  /// Row 0 is the name; row 1 what was moved last, else why the strip is silent, else how loud it is.
  private func text(_ row: Int, of id: StripID, length: Int) -> String {
    guard let console, row < 2 else { return "" }
    if row == 0 { return ScribbleText.abbreviated(console.name(of: id), to: length) }
    if let moved = movedText(of: id, console, length: length) { return moved }
    if let send = sendText(of: id, console, length: length) { return send }
    if let silence = console.silence(of: id, width: length) { return silence }
    return ScribbleText.level(console.effectiveLevel(of: id) ?? .silence, length: length)
  }

  private func movedText(of id: StripID, _ console: Console, length: Int) -> String? {
    if let key = touchedKey(of: id) { return valueText(of: id, key, console, length: length) }
    switch shownValues[id]?.kind {
    case nil: return nil
    case .parameter(let key): return valueText(of: id, key, console, length: length)
    case .assignment:
      guard case .send(let bus) = navigation.pots else { return "Pan" }
      return ScribbleText.abbreviated(console.name(of: .bus(bus)), to: length)
    }
  }

  /// The parameter of a strip whose fader a hand is on.
  private func touchedKey(of id: StripID) -> ParameterKey? {
    for unit in units {
      for fader in unit.faders where fader.motor.isTouched && fader.moving?.owner == .strip(id) {
        return fader.moving?.key
      }
    }
    return nil
  }

  private func valueText(
    of id: StripID, _ key: ParameterKey, _ console: Console, length: Int
  ) -> String? {
    console.value(of: ParameterAddress(id, key)).map {
      ScribbleText.value($0, of: key.parameter, length: length)
    }
  }

  /// The level of the send that the strip's pot sets, while pots set sends.
  private func sendText(of id: StripID, _ console: Console, length: Int) -> String? {
    guard case .send(let bus) = navigation.pots, let strip = console.strip(id) else { return nil }
    let send = strip.send(to: bus)
    return send.isOn ? ScribbleText.level(send.level, length: length) : "off"
  }
}
