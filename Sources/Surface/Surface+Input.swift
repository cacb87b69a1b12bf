import ConsoleModel
import MIDI
import Units

// What the units say.
extension Surface {
  /// Takes a message from a unit and answers with the edits that the console has to make.
  ///
  /// An edit is only returned where the console has such a control. Whatever can't be understood is
  /// ignored.
  ///
  /// - Parameters:
  ///   - message: As it came.
  ///   - unit: The unit's place in `mapping.units`.
  ///   - now: The time in nanoseconds.
  ///   - console: The console as it is, with every earlier edit made.
  /// - Returns: The edits, in order.
  public mutating func received(
    _ message: MIDIMessage, unit: Int, at now: UInt64, console: Console
  ) -> [ConsoleEdit] {
    guard units.indices.contains(unit), units[unit].link != .absent else { return [] }
    show(console, at: now)
    if message.isSysex || units[unit].hasPlainAnswers {
      refreshLater(now)
      answered(message.bytes, unit: unit, at: now)
    }
    var edits: [ConsoleEdit] = []
    for (address, value) in units[unit].decoder.read(message) {
      guard let input = units[unit].inputs[address] else { continue }
      if input.isPosition { refreshSoon(now) } else { refreshLater(now) }
      edits += heard(input, value, unit: unit, at: now)
    }
    return edits
  }

  private mutating func heard(
    _ input: UnitInput, _ value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    switch input {
    case .fader(let index): return faderMoved(index, to: value, unit: unit, at: now)
    case .touch(let index):
      let isTouched = value >= units[unit].profile.faders[index].profile.touchThreshold
      return faderTouched(index, isTouched, unit: unit, at: now)
    case .button(let index):
      let values = units[unit].profile.buttons[index].profile.strokes(value)
      return values.flatMap { buttonMoved(index, to: $0, unit: unit, at: now) }
    case .encoder(let index): return encoderTurned(index, value, unit: unit, at: now)
    }
  }
}

// Faders and encoders.
extension Surface {
  private mutating func faderMoved(
    _ index: Int, to raw: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    guard let (address, absolute) = units[unit].faders[index].moved(to: raw, at: now),
      let before = console?.value(of: address), !units[unit].deafFaders.contains(index)
    else {
      // Where one that has not taken over has to go is shown.
      let fader = units[unit].faders[index]
      if fader.isBelow != nil, let address = fader.address { showValue(address, at: now) }
      return []
    }
    showValue(address, at: now)
    let place = address.parameter.position(of: before)
    guard let relative = handPlace(index, raw, from: place, unit: unit) else {
      return edits(address, to: absolute)
    }
    return relative == place ? [] : edits(address, to: address.parameter.value(at: relative))
  }

  /// Where a hand that moves finely, or did so since it came, has brought a parameter; nil when the
  /// fader's own place counts.
  ///
  /// The motor is told nothing of it before the hand lets go.
  private mutating func handPlace(
    _ index: Int, _ raw: Int, from place: FaderPosition, unit: Int
  ) -> FaderPosition? {
    let fader = units[unit].faders[index]
    let isFine = navigation.isFine
    guard fader.profile.isMotor, fader.profile.rules.hasTouch, fader.motor.isTouched,
      isFine || units[unit].fineHands[index] != nil
    else { return nil }
    guard let hand = units[unit].fineHands[index], hand.isFine == isFine else {
      units[unit].fineHands[index] = FineHand(raw: raw, place: place, isFine: isFine)
      return place
    }
    let way = Double(raw - hand.raw) / Double(fader.profile.rules.top)
    return FaderPosition(hand.place.value + (isFine ? way / 10 : way))
  }

  private mutating func faderTouched(
    _ index: Int, _ isTouched: Bool, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    if let address = units[unit].faders[index].moving { showValue(address, at: now) }
    units[unit].deafFaders.remove(index)
    units[unit].fineHands[index] = nil
    guard isTouched else {
      units[unit].faders[index].released(at: now)
      return []
    }
    let isNew = !units[unit].faders[index].motor.isTouched
    units[unit].faders[index].touched(at: now)
    let fader = units[unit].profile.faders[index]
    guard isNew, let role = role(of: fader, for: .touch) else { return [] }
    let edits = act(role, index, unit: unit, at: now)
    // What the touch itself has set, the hand's tremble does not set anew.
    if !edits.isEmpty { units[unit].deafFaders.insert(index) }
    return edits
  }

  private mutating func encoderTurned(
    _ index: Int, _ value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    let encoder = units[unit].profile.encoders[index]
    guard let address = address(of: role(of: encoder), unit: unit) else { return [] }
    guard encoder.profile.code != .absolute else {
      showValue(address, at: now)
      guard let before = console?.value(of: address) else { return [] }
      let moved = units[unit].knobs[index].turned(to: value, address, at: before, now: now)
      return moved.map { edits(address, to: $0) } ?? []
    }
    let steps = units[unit].turns[index].steps(of: value, at: now)
    guard steps != 0 else { return [] }
    showValue(address, at: now)
    return turn(address, by: steps)
  }

  /// Shows a value on the cells of its strip for a while.
  mutating func showValue(_ address: ParameterAddress, at now: UInt64) {
    guard case .strip(let strip) = address.owner, !isOnPage(address) else { return }
    if let bus = address.key.bus, bus == shownSend(of: strip)?.key.bus {
      shownValues[strip] = nil  // a send that is set is shown all the time
    } else {
      show(.parameter(address.key), of: strip, at: now)
    }
  }

  mutating func show(_ kind: ShownValue.Kind, of strip: StripID, at now: UInt64) {
    shownValues[strip] = ShownValue(kind: kind, until: now + Self.shownValueTime)
  }
}

// What keys do.
extension Surface {
  /// The edits of what a key does.
  mutating func act(
    _ role: ControlRole, _ index: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    switch role {
    case .solo(let target):
      return strip(of: target, unit: unit).map {
        soloPressed($0, index, unit: unit, at: now)
      } ?? []
    case .select(let target):
      guard let id = strip(of: target, unit: unit) else { return [] }
      select(id, at: now)
      return soloFollowing(id)
    case .selectNext(let way):
      guard let id = neighbour(way) else { return [] }
      select(id, at: now)
      return soloFollowing(id)
    case .pushPot(let target):
      return pushRole(target, unit: unit).map { act($0, index, unit: unit, at: now) } ?? []
    case .tapTempo: return tempoTapped(at: now)
    case .undo, .redo:
      steps.append(role == .undo ? .undo : .redo)
      return []
    case .parameter, .reset, .value:
      guard let address = address(of: role, unit: unit) else { return [] }
      return parameterPushed(role, address, at: now)
    case _ where role.aspect != nil:
      changeView(role, unit: unit, at: now)
      return []
    default:
      return toggle(role, strip(of: role.target, unit: unit)).map { [$0] } ?? []
    }
  }

  private mutating func parameterPushed(
    _ role: ControlRole, _ address: ParameterAddress, at now: UInt64
  ) -> [ConsoleEdit] {
    showValue(address, at: now)
    switch role {
    case .reset: return edits(address, to: address.defaultValue)
    case .value(_, _, let value): return edits(address, to: value)
    default: return press(address)
    }
  }

  /// The edits that give every delay which follows a tempo the tapped one.
  private mutating func tempoTapped(at now: UInt64) -> [ConsoleEdit] {
    guard let tempo = tapTempo.tap(at: now) else { return [] }
    for bus in busesInTempo { show(.parameter(ParameterKey(.echoTempo)), of: bus, at: now) }
    return busesInTempo.map { .set($0, .echoTempo, tempo) }
  }

  /// The fx buses whose delay follows a tempo.
  var busesInTempo: [StripID] {
    console?.stripIDs.filter { id in
      guard id.kind == .fx, let strip = console?.strip(id) else { return false }
      return strip[.effect] == 0 && strip[.echoTempo] > 0
    } ?? []
  }

  /// The edit that a key stands for; nil where the console has no such thing.
  private func toggle(_ role: ControlRole, _ id: StripID?) -> ConsoleEdit? {
    guard let console else { return nil }
    switch (role, id) {
    case (.mute(.visible), let id?) where navigation.faders != .level:
      return toggledSend(of: id, console)
    case (.mute, let id?): return .mute(id, !console.isMutedByHand(id))
    case (.arm, let id?):
      guard case .channel = id, let strip = console.strip(id) else { return nil }
      return .arm(id, !strip.isArmed)
    case (.muteGroup(let number), _):
      return console.muteGroup(number).map { .muteGroup(number, isOn: !$0.isOn) }
    case (.clearSolo, _): return .clearSolo
    default: return nil
    }
  }

  /// The edit that switches the send on or off that a strip's fader sets.
  private func toggledSend(of id: StripID, _ console: Console) -> ConsoleEdit? {
    guard let address = sendOnFader(of: id, .sendOn), let value = console.value(of: address) else {
      return nil
    }
    return edits(address, to: 1 - value).first
  }

  /// Selects a strip, as its key does.
  public mutating func select(_ strip: StripID, at now: UInt64) {
    if navigation.selected != strip { resetMeters(of: .selected) }
    navigation.selected = strip
    bind(at: now)
    followSelection(at: now)
    refreshLater(now)
  }
}
