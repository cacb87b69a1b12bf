import ConsoleModel
import Units

// What displays tell.
extension Surface {
  /// Works out what the displays of a unit should say.
  mutating func writeCells(of unit: Int) {
    units[unit].isTextStale = false
    var place = 0
    for display in units[unit].profile.displays {
      let target = role(of: display).target
      let profile = display.profile
      for row in profile.rows {
        let text = text(row.shows, of: target, unit: unit, length: profile.characters)
        units[unit].cells[place].wanted = ScribbleText.cell(
          text, characters: profile.characters, cell: profile.cell)
        place += 1
      }
    }
  }

  /// What stands above a control: its parameter while a page is shown, else its strip.
  private func text(
    _ content: DisplayContent, of target: Target?, unit: Int, length: Int
  ) -> String {
    let id = strip(of: target, unit: unit)
    let isAsked = id.map { touchedKey(of: $0) != nil || shownValues[$0] != nil } ?? false
    if case .visible? = target, case .page = navigation.pots, !navigation.namesStrips, !isAsked {
      return slotText(content, slot(target, unit: unit), length: length)
    }
    return id.map { text(content, of: $0, length: length) } ?? ""
  }

  /// The name of a page's parameter, or its value.
  private func slotText(_ content: DisplayContent, _ slot: PageSlot?, length: Int) -> String {
    guard let console, let slot, let address = selectedAddress(slot.key) else { return "" }
    switch content {
    case .name: return ScribbleText.abbreviated(name(of: slot.key, console), to: length)
    case .strip, .nothing, .level: return ""
    case .value: break
    }
    if let toggle = slot.key.bus.map({ ParameterKey(.sendOn, to: $0) }),
      selectedAddress(toggle).flatMap({ console.value(of: $0) }) == 0
    {
      return "off"
    }
    return console.value(of: address).map {
      ScribbleText.value($0, of: slot.key.parameter, length: length)
    } ?? ""
  }

  private func name(of key: ParameterKey, _ console: Console) -> String {
    key.bus.map { console.name(of: .bus($0)) } ?? ScribbleText.label(of: key)
  }

  private func text(_ content: DisplayContent, of id: StripID, length: Int) -> String {
    guard let console else { return "" }
    switch content {
    case .name: return ScribbleText.abbreviated(console.name(of: id), to: length)
    case .value: return valueText(of: id, console, length: length)
    case .strip: return ScribbleText.abbreviated("\(id)", to: length)
    case .level: return levelText(console.fader(of: id), length: length)
    case .nothing: return ""
    }
  }

  /// What was moved last, else why the strip is silent, else how loud it is.
  private func valueText(of id: StripID, _ console: Console, length: Int) -> String {
    if let moved = movedText(of: id, console, length: length) { return moved }
    if let send = sendText(of: id, console, length: length) { return send }
    if let silence = console.silence(of: id, width: length) { return silence }
    return levelText(console.effectiveLevel(of: id), length: length)
  }

  /// A level; nothing for what has none, as talkback.
  private func levelText(_ level: Decibels?, length: Int) -> String {
    level.map { ScribbleText.level($0, length: length) } ?? ""
  }

  private func movedText(of id: StripID, _ console: Console, length: Int) -> String? {
    if let key = touchedKey(of: id) { return valueText(of: id, key, console, length: length) }
    switch shownValues[id]?.kind {
    case nil: return nil
    case .parameter(let key): return valueText(of: id, key, console, length: length)
    case .assignment: return assignmentText(console, length: length)
    }
  }

  /// What faders act on if it is sends, else what pots act on.
  private func assignmentText(_ console: Console, length: Int) -> String {
    let strip: StripID
    switch (navigation.faders, navigation.pots) {
    case (.sends(let bus), _), (.level, .send(let bus)): strip = .bus(bus)
    case (.sendsOf(let source), _): strip = source
    case (.level, .pan): return "Pan"
    case (.level, .page): return "Level"
    }
    return ScribbleText.abbreviated(console.name(of: strip), to: length)
  }

  /// The parameter of a strip whose fader a hand is on.
  private func touchedKey(of id: StripID) -> ParameterKey? {
    for unit in units {
      for fader in unit.faders where fader.motor.isTouched && fader.moving?.owner == .strip(id) {
        guard let moving = fader.moving, !isOnPage(moving) else { continue }
        return moving.key
      }
    }
    return nil
  }

  /// Whether a parameter is among those of the page that is shown.
  func isOnPage(_ address: ParameterAddress) -> Bool {
    guard case .page = navigation.pots, !navigation.namesStrips,
      address.owner == navigation.selected.map({ .strip($0) })
    else { return false }
    return pageSlots.contains { $0.key == address.key || $0.toggle == address.key }
  }

  private func valueText(
    of id: StripID, _ key: ParameterKey, _ console: Console, length: Int
  ) -> String? {
    let address = ParameterAddress(id, key)
    guard let value = console.value(of: address) else { return nil }
    guard let isBelow = isBelow(address) else {
      return ScribbleText.value(value, of: key.parameter, length: length)
    }
    return (isBelow ? ">" : "<") + ScribbleText.value(value, of: key.parameter, length: length - 1)
  }

  /// Whether a fader without a motor has to go up (true) or down before it moves a parameter.
  private func isBelow(_ address: ParameterAddress) -> Bool? {
    for unit in units where unit.link == .ready {
      for fader in unit.faders where fader.address == address {
        if let isBelow = fader.isBelow { return isBelow }
      }
    }
    return nil
  }

  /// Whether a fader was moved that does not move this strip yet, on a unit that can't write so.
  func isAway(_ id: StripID) -> Bool {
    guard case .parameter(let key) = shownValues[id]?.kind else { return false }
    let address = ParameterAddress(id, key)
    return units.contains { unit in
      unit.profile.displays.isEmpty
        && unit.faders.contains { $0.address == address && $0.isBelow != nil }
    }
  }

  /// The level of the send that is shown on a strip all the time: its fader's, else its pot's.
  func shownSend(of id: StripID) -> ParameterAddress? {
    if let send = sendOnFader(of: id, .sendLevel) { return send }
    guard case .send(let bus) = navigation.pots else { return nil }
    return ParameterAddress(id, ParameterKey(.sendLevel, to: bus))
  }

  private func sendText(of id: StripID, _ console: Console, length: Int) -> String? {
    guard let send = shownSend(of: id), let level = console.value(of: send), let bus = send.key.bus
    else { return nil }
    let isOn = console.value(of: ParameterAddress(send.owner, ParameterKey(.sendOn, to: bus))) == 1
    return isOn ? ScribbleText.level(Decibels(level), length: length) : "off"
  }
}
