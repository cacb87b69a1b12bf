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
    if self.console != console {
      self.console = console
      bind(at: now)
    }
    refreshLater(now)
    if case .sysex(let bytes) = message {
      answered(bytes, unit: unit, at: now)
      return []
    }
    guard let (address, value) = MessageAddress.read(message),
      let input = units[unit].inputs[address]
    else { return [] }
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
    guard let (strip, level) = units[unit].faders[index].moved(to: raw, at: now),
      console?.has(strip) == true
    else { return [] }
    showValue(.level, of: strip, at: now)
    return [.fader(strip, level)]
  }

  private mutating func faderTouched(_ index: Int, _ isTouched: Bool, unit: Int, at now: UInt64) {
    if let strip = units[unit].faders[index].moving { showValue(.level, of: strip, at: now) }
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
    guard let id = strip(of: encoder.role.target, unit: unit), let strip = console?.strip(id) else {
      return []
    }
    let steps = encoder.profile.code.steps(of: value)
    switch (encoder.role, navigation.pots) {
    case (.trim, _):
      showValue(.trim, of: id, at: now)
      let halves = (strip.trim.value * 2).rounded() + Double(steps)
      return [.trim(id, Decibels(min(max(halves / 2, -60), 20)))]
    case (.pot, .send(let bus)):
      return sendTurned(strip.send(to: bus), of: id, to: bus, encoder.profile.code, value, at: now)
    default:
      showValue(.pan, of: id, at: now)
      guard encoder.profile.code != .absolute else { return [.pan(id, Self.pan(of: value))] }
      return [.pan(id, Pan(((strip.pan.value * 50).rounded() + Double(steps)) / 50))]
    }
  }

  /// A hundredth of a fader's travel for each step, so that levels move as under a finger.
  private mutating func sendTurned(
    _ send: Send, of id: StripID, to bus: BusID, _ code: EncoderCode, _ value: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    shownValues[id] = nil
    guard code != .absolute else {
      return possible(.sendLevel(id, to: bus, FaderGrid(top: 127).level(of: value)))
    }
    let hundredths = (Taper.position(of: send.level).value * 100).rounded()
    let position = FaderPosition((hundredths + Double(code.steps(of: value))) / 100)
    return possible(.sendLevel(id, to: bus, Taper.level(at: position)))
  }

  /// The edit, unless the console refuses it: the monitor sends nothing, and no bus to itself.
  private func possible(_ edit: ConsoleEdit) -> [ConsoleEdit] {
    var trial = console
    do { try trial?.apply(edit) } catch { return [] }
    return [edit]
  }

  /// The pan of a place from 0 to 127, with 64 in the centre.
  private static func pan(of value: Int) -> Pan {
    Pan(value < 64 ? Double(value - 64) / 64 : Double(value - 64) / 63)
  }

  private mutating func showValue(_ kind: ShownValue.Kind, of strip: StripID, at now: UInt64) {
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
    guard isDown, !units[unit].pressed[index] else { return [] }
    switch button.role {
    case .bank, .nudge, .layer:
      navigate(button.role, at: now)
      return []
    case .select(let target):
      if let id = strip(of: target, unit: unit) { select(id, at: now) }
      return []
    case .assignPan, .assignSend:
      assignPots(button.role, at: now)
      return []
    case .pushPot(let target):
      return potPushed(target, unit: unit, at: now)
    case .centrePan(let target):
      guard let id = strip(of: target, unit: unit), console?.strip(id) != nil else { return [] }
      showValue(.pan, of: id, at: now)
      return [.pan(id, .centre)]
    default:
      return toggle(button.role, strip(of: button.role.target, unit: unit)).map { [$0] } ?? []
    }
  }

  private mutating func potPushed(
    _ target: Target, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    guard let id = strip(of: target, unit: unit), let strip = console?.strip(id) else { return [] }
    switch navigation.pots {
    case .pan:
      showValue(.pan, of: id, at: now)
      return [.pan(id, .centre)]
    case .send(let bus):
      return possible(.sendOn(id, to: bus, !strip.send(to: bus).isOn))
    }
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
    for strip in visibleStrips.compactMap({ $0 }) { showValue(.assignment, of: strip, at: now) }
  }

  /// The edit that a key stands for; nil where the console has no such thing.
  private func toggle(_ role: ControlRole, _ id: StripID?) -> ConsoleEdit? {
    guard let console else { return nil }
    switch (role, id) {
    case (.mute, let id?): return .mute(id, !console.isMutedByHand(id))
    case (.solo, let id?) where id != .bus(.monitor):
      return .solo(id, !console.isSoloedByHand(id))
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
