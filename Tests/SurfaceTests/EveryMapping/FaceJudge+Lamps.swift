import ConsoleModel
import Surface

// Lamps.
extension FaceJudge {
  var lamps: [String] {
    let known = profile.buttons.compactMap { button -> String? in
      guard button.profile.lamp != nil else {
        return face.panel.lamps[button.name].map { _ in "\(button.name) has a lamp" }
      }
      guard let shown = face.panel.lamps[button.name] else {
        return "\(button.name) was told nothing"
      }
      let role = role(button)
      guard var wanted = lamp(role) else { return "nobody knows what \(role) shows" }
      if wanted == .blink && !face.blinks { wanted = .on }
      return shown == wanted ? nil : "\(button.name), \(role), is \(shown), not \(wanted)"
    }
    let names = Set(profile.buttons.map(\.name))
    return known + face.panel.lamps.keys.filter { !names.contains($0) }.map { "\($0) is nothing" }
  }

  private func on(_ isOn: Bool) -> Panel.Lamp { isOn ? .on : .off }

  /// README.md, "Lamps": on for what is set, blinking for what something above does; nil for what
  /// no key does.
  private func lamp(_ role: ControlRole) -> Panel.Lamp? {
    switch role {
    case .mute, .solo, .arm, .select, .spill, .sends: ofStrip(role, strip(role.target))
    case .muteGroup(let number): on(console.muteGroup(number)?.isOn ?? false)
    case .clearSolo: on(console.stripIDs.contains { console.isSoloedByHand($0) })
    case .tapTempo: on(isInTempo)
    case .bank(let way): on(outlook.canMove(by: way * outlook.width))
    case .nudge(let way): on(outlook.canMove(by: way))
    case .selectNext(let way): on(outlook.neighbour(way) != nil)
    case .assignPan, .assignSend, .page, .turnPage, .layer, .flip, .fine, .names, .modifier:
      ofView(role)
    case .pushPot, .parameter, .reset, .value: ofParameter(role)
    case .lasting(let role, _): lamp(role)
    case .nothing, .undo, .redo: .off
    case .fader, .pot, .display, .colour, .meter: nil
    }
  }

  private func ofStrip(_ role: ControlRole, _ strip: StripID?) -> Panel.Lamp {
    // Blinks while sends of another are shown, as it does where there is no other.
    if case .sends = role {
      guard outlook.faders != .level else { return .off }
      return strip.flatMap { outlook.sends(of: $0) } == outlook.faders ? .on : .blink
    }
    guard let strip else { return .off }
    switch role {
    case .mute(let target):
      if target.isVisible && outlook.faders != .level {
        // The switch of the send, lit for one that is off.
        return on(send(on: target, .sendOn).flatMap { console.value(of: $0) } == 0)
      }
      if console.isMutedByHand(strip) { return .on }
      return console.muteCauses(of: strip).isEmpty ? .off : .blink
    case .solo:
      if console.isSoloedByHand(strip) { return .on }
      return console.isSoloed(strip) ? .blink : .off
    case .arm: return on(console.strip(strip)?.isArmed ?? false)
    case .select: return on(strip == outlook.selected)
    default: return on(strip == outlook.spilled)
    }
  }

  /// Whether an fx bus has a tempo that can be tapped.
  private var isInTempo: Bool {
    console.buses.contains { bus in
      func value(_ setting: Setting) -> Double {
        console.value(of: ParameterAddress(.bus(bus.id), ParameterKey(setting))) ?? 0
      }
      return bus.id.kind == .fx && value(.effect) == 0 && value(.echoTempo) > 0
    }
  }

  /// Lit while it is chosen.
  private func ofView(_ role: ControlRole) -> Panel.Lamp {
    switch role {
    case .assignPan: on(outlook.pots == .pan)
    case .assignSend: on(outlook.pots.areSends)
    case .page(let page): on(outlook.pots == .page(page))
    case .turnPage(let way): on(outlook.canTurn(way))
    case .layer(let layer): on(outlook.shows(layer))
    case .flip: on(outlook.isFlipped)
    case .fine: on(outlook.isFine)
    case .names: on(outlook.namesStrips)
    case .modifier(let name): on(outlook.held.contains(name))
    default: .off
    }
  }

  private func ofParameter(_ role: ControlRole) -> Panel.Lamp? {
    if case .pushPot(let target) = role {
      if outlook.isFlipped { return lamp(.mute(target)) }
      switch outlook.pots {
      case .pan: return lamp(.reset(target, ParameterKey(.pan)))
      case .send(let bus): return lamp(.parameter(target, ParameterKey(.sendOn, to: bus)))
      case .page: return slot(target).map { lampOfPush($0) } ?? .off
      }
    }
    guard let (address, value) = value(role) else { return .off }
    switch role {
    case .reset: return on(value == address.defaultValue)
    case .value(_, _, let wanted): return on(value == wanted)
    default:
      return on(address.parameter.unit == .onOff ? value == 1 : value != address.defaultValue)
    }
  }

  /// A push switches a switch, goes to the next word, switches what a gain or threshold belongs to,
  /// and resets all else.
  private func lampOfPush(_ address: ParameterAddress) -> Panel.Lamp {
    func on(_ path: String) -> Panel.Lamp {
      let key = try? ParameterKey(path, on: [address.owner.kind])
      return self.on(key.flatMap { console.value(of: ParameterAddress(address.owner, $0)) } == 1)
    }
    let value = console.value(of: address)
    if address.parameter.unit == .onOff { return self.on(value == 1) }
    if case .words = address.parameter.unit { return self.on(value != address.defaultValue) }
    let words = address.key.description.split(separator: ".")
    let switching = [
      "gain", "threshold", "level", "drive", "ceiling", "high-pass.frequency",
    ]
    let path = address.key.description
    return switching.contains { path.hasSuffix($0) }
      ? on((words.dropLast() + ["on"]).joined(separator: "."))
      : self.on(value == address.defaultValue)
  }
}
