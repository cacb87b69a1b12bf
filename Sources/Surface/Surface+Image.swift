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
    guard staleSince != nil else { return }
    staleSince = nil
    for unit in units.indices where units[unit].link == .ready {
      aimFaders(of: unit)
      for (index, button) in units[unit].profile.buttons.enumerated() {
        guard let lamp = button.profile.lamp else { continue }
        units[unit].lamps[index].wanted = lamp.value(lampState(button.role, unit: unit))
      }
      for (index, encoder) in units[unit].profile.encoders.enumerated() {
        guard let ring = encoder.profile.ring else { continue }
        units[unit].rings[index].wanted = ringValue(ring, encoder.role, unit: unit)
      }
      writeCells(of: unit)
    }
  }

  private mutating func aimFaders(of unit: Int) {
    guard let console else { return }
    for index in units[unit].faders.indices {
      let level = units[unit].faders[index].strip.flatMap { console.fader(of: $0) }
      units[unit].faders[index].aim(at: level)
    }
  }

  private func lampState(_ role: ControlRole, unit: Int) -> LampState {
    guard let console else { return .off }
    switch role {
    case .bank(let way): return canMove(by: way * width) ? .on : .off
    case .nudge(let way): return canMove(by: way) ? .on : .off
    case .assignPan: return navigation.pots == .pan ? .on : .off
    case .assignSend: return navigation.pots == .pan ? .off : .on
    case .layer(let layer): return layer == navigation.layer ? .on : .off
    case .muteGroup(let number): return console.muteGroup(number)?.isOn == true ? .on : .off
    case .clearSolo: return console.stripIDs.contains { console.isSoloedByHand($0) } ? .on : .off
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
    case .centrePan: return console.strip(id)?.pan == .centre ? .on : .off
    case .pushPot: return pushLampState(of: id, console)
    default: return .off
    }
  }

  private func pushLampState(of id: StripID, _ console: Console) -> LampState {
    guard let strip = console.strip(id) else { return .off }
    switch navigation.pots {
    case .pan: return strip.pan == .centre ? .on : .off
    case .send(let bus): return strip.send(to: bus).isOn ? .on : .off
    }
  }

  private func canMove(by step: Int) -> Bool {
    navigation.canMove(by: step, width: width, count: layerStrips.count)
  }

  private func ringValue(_ ring: RingProfile, _ role: ControlRole, unit: Int) -> Int {
    guard let id = strip(of: role.target, unit: unit), let strip = console?.strip(id) else {
      return ring.off
    }
    if case .trim = role { return ring.value(at: (strip.trim.value + 60) / 80, on: ring.fill) }
    if case .pot = role, case .send(let bus) = navigation.pots {
      let send = strip.send(to: bus)
      guard send.isOn, !send.level.isSilence else { return ring.off }
      return ring.value(at: Taper.position(of: send.level).value, on: ring.fill)
    }
    let value = ring.value(at: (strip.pan.value + 1) / 2, on: ring.pan)
    return strip.pan == .centre ? value + ring.centre : value
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

  /// Row 0 is the name; row 1 what was moved last, else why the strip is mute, else how loud it is.
  private func text(_ row: Int, of id: StripID, length: Int) -> String {
    guard let console, row < 2 else { return "" }
    if row == 0 { return ScribbleText.abbreviated(console.name(of: id), to: length) }
    if let moved = movedText(of: id, console, length: length) { return moved }
    if let send = sendText(of: id, console, length: length) { return send }
    if let cause = ScribbleText.mute(console.muteCauses(of: id)) { return cause }
    return ScribbleText.level(console.effectiveLevel(of: id) ?? .silence, length: length)
  }

  private func movedText(of id: StripID, _ console: Console, length: Int) -> String? {
    let kind = isTouched(id) ? .level : shownValues[id]?.kind
    switch kind {
    case nil: return nil
    case .level: return ScribbleText.level(console.fader(of: id) ?? .silence, length: length)
    case .pan: return console.strip(id).map { ScribbleText.pan($0.pan) }
    case .trim: return console.strip(id).map { ScribbleText.level($0.trim, length: length) }
    case .assignment:
      guard case .send(let bus) = navigation.pots else { return "Pan" }
      return ScribbleText.abbreviated(console.name(of: .bus(bus)), to: length)
    }
  }

  /// The level of the send that the strip's pot sets, while pots set sends.
  private func sendText(of id: StripID, _ console: Console, length: Int) -> String? {
    guard case .send(let bus) = navigation.pots, let strip = console.strip(id) else { return nil }
    let send = strip.send(to: bus)
    return send.isOn ? ScribbleText.level(send.level, length: length) : "off"
  }
}
