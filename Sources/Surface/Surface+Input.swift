import ConsoleModel
import MIDI

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
    if self.console != console {
      self.console = console
      bind(at: now)
    }
    if case .sysex(let bytes) = message {
      refreshLater(now)
      answered(bytes, unit: unit, at: now)
      return []
    }
    guard let (address, value) = MessageAddress.read(message),
      let input = units[unit].inputs[address]
    else { return [] }
    if input.isPosition { refreshSoon(now) } else { refreshLater(now) }
    return heard(input, value, unit: unit, at: now)
  }

  private mutating func heard(
    _ input: UnitInput, _ value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    switch input {
    case .fader(let index): return faderMoved(index, to: value, unit: unit, at: now)
    case .upperFaderBits(let index):
      units[unit].upperBits[index] = value
      return []
    case .lowerFaderBits(let index):
      let raw = units[unit].upperBits[index] << 7 | value
      return faderMoved(index, to: raw, unit: unit, at: now)
    case .touch(let index):
      faderTouched(index, value >= 64, unit: unit, at: now)
      return []
    case .button(let index): return buttonMoved(index, to: value, unit: unit, at: now)
    case .encoder(let index): return encoderTurned(index, value, unit: unit, at: now)
    }
  }
}

// Faders and encoders.
extension Surface {
  private mutating func faderMoved(
    _ index: Int, to raw: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    guard let (address, value) = units[unit].faders[index].moved(to: raw, at: now),
      console?.value(of: address) != nil
    else { return [] }
    showValue(address, at: now)
    return edits(address, to: value)
  }

  private mutating func faderTouched(_ index: Int, _ isTouched: Bool, unit: Int, at now: UInt64) {
    if let address = units[unit].faders[index].moving { showValue(address, at: now) }
    if isTouched {
      units[unit].faders[index].touched(at: now)
    } else {
      units[unit].faders[index].released(at: now)
    }
  }

  private mutating func encoderTurned(
    _ index: Int, _ value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    let encoder = units[unit].profile.encoders[index]
    guard let address = address(of: encoder.role, unit: unit) else { return [] }
    showValue(address, at: now)
    return turn(address, encoder.profile.code, value)
  }

  /// Shows a value on the cells of its strip for a while.
  private mutating func showValue(_ address: ParameterAddress, at now: UInt64) {
    guard case .strip(let strip) = address.owner else { return }
    if case .send(let bus) = navigation.pots, bus == address.key.bus {
      shownValues[strip] = nil  // what pots send is shown all the time
    } else {
      show(.parameter(address.key), of: strip, at: now)
    }
  }

  private mutating func show(_ kind: ShownValue.Kind, of strip: StripID, at now: UInt64) {
    shownValues[strip] = ShownValue(kind: kind, until: now + Self.shownValueTime)
  }
}

// Keys.
extension Surface {
  private mutating func buttonMoved(
    _ index: Int, to value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    let button = units[unit].profile.buttons[index]
    let isDown = value >= button.profile.threshold
    defer { units[unit].pressed[index] = isDown }
    guard isDown != units[unit].pressed[index] else { return [] }
    guard isDown else { return soloReleased(index, unit: unit, at: now) }
    switch button.role {
    case .solo(let target):
      return strip(of: target, unit: unit).map {
        soloPressed($0, index, unit: unit, at: now)
      } ?? []
    case .bank, .nudge, .layer:
      navigate(button.role, at: now)
      return []
    case .select(let target):
      guard let id = strip(of: target, unit: unit) else { return [] }
      select(id, at: now)
      return soloFollowing(id)
    case .spill(let target):
      guard let id = strip(of: target, unit: unit), console?.spill(of: id).isEmpty == false else {
        return []
      }
      navigation.spill(id)
      moved(at: now)
      return []
    case .assignPan, .assignSend:
      assignPots(button.role, at: now)
      return []
    case .tapTempo: return tempoTapped(at: now)
    case .undo, .redo:
      steps.append(button.role == .undo ? .undo : .redo)
      return []
    case .parameter, .pushPot, .reset:
      guard let address = address(of: button.role, unit: unit) else { return [] }
      return parameterPushed(button.role, address, at: now)
    default:
      return toggle(button.role, strip(of: button.role.target, unit: unit)).map { [$0] } ?? []
    }
  }

  private mutating func parameterPushed(
    _ role: ControlRole, _ address: ParameterAddress, at now: UInt64
  ) -> [ConsoleEdit] {
    showValue(address, at: now)
    switch role {
    case .reset: return edits(address, to: address.defaultValue)
    // A pot that pans is put in the centre.
    case .pushPot where address.key == ParameterKey(.pan): return edits(address, to: 0)
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

  private mutating func assignPots(_ role: ControlRole, at now: UInt64) {
    let kinds: Set<BusKind> = [.aux, .fx, .matrix]
    let buses = console?.buses.map(\.id).filter { kinds.contains($0.kind) } ?? []
    switch (role, navigation.pots) {
    case (.assignSend, .pan): navigation.pots = buses.first.map { .send($0) } ?? .pan
    case (.assignSend, .send(let bus)):
      let next = (buses.firstIndex(of: bus) ?? -1) + 1
      navigation.pots = buses.isEmpty ? .pan : .send(buses[next % buses.count])
    default: navigation.pots = .pan
    }
    for strip in visibleStrips.compactMap({ $0 }) { show(.assignment, of: strip, at: now) }
  }

  /// The edit that a key stands for; nil where the console has no such thing.
  private func toggle(_ role: ControlRole, _ id: StripID?) -> ConsoleEdit? {
    guard let console else { return nil }
    switch (role, id) {
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

  private mutating func navigate(_ role: ControlRole, at now: UInt64) {
    let before = navigation
    switch role {
    case .layer(let layer): navigation.show(layer)
    case .bank(let way):
      navigation.move(by: way * width, width: width, count: layerStrips.count)
    case .nudge(let way): navigation.move(by: way, width: width, count: layerStrips.count)
    default: return
    }
    if navigation != before { moved(at: now) }
  }

  /// Selects a strip, as its key does.
  public mutating func select(_ strip: StripID, at now: UInt64) {
    navigation.selected = strip
    bind(at: now)
    refreshLater(now)
  }
}
