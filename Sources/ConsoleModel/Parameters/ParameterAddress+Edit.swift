import Units

// From numbers to edits and back.
extension ParameterAddress {
  /// The edit that sets the parameter, in the unit of its row.
  ///
  /// - Parameter value: The value; infinity where the row has a word for it.
  /// - Returns: The same edit that a hand on this control would make.
  /// - Throws: The refusal of a value that the row does not allow, and of a parameter that its owner
  ///   does not have. Whether the console has such an owner, `Console.apply` says.
  public func edit(_ value: Double) throws(EditRefusal) -> ConsoleEdit {
    guard parameter.kinds.contains(owner.kind) else {
      guard case .strip(let id) = owner else { throw .noSuch(description) }
      throw .notOn(id, what: key.description)
    }
    try key.check(value)
    switch (owner, key.id) {
    case (.strip(let id), .setting(let setting)): return .set(id, setting, value)
    case (.strip(let id), .control(let control)): return edit(control, of: id, value)
    case (.muteGroup(let number), .control(.muteGroupOn)):
      return .muteGroup(number, isOn: value == 1)
    case (.muteGroup(let number), _):
      return .muteGroupDim(number, value == .infinity ? nil : Decibels(value))
    case (.desk, _): return .soloMode(SoloMode.allCases[Int(value)])
    }
  }

  private func edit(_ control: Control, of id: StripID, _ value: Double) -> ConsoleEdit {
    let bus = key.bus ?? .main
    switch control {
    case .trim: return .trim(id, Decibels(value))
    case .polarity: return .polarity(id, inverted: value == 1)
    case .fader: return .fader(id, Decibels(value))
    case .mute: return .mute(id, value == 1)
    case .solo: return .solo(id, value == 1)
    case .soloSafe: return .soloSafe(id, value == 1)
    case .arm: return .arm(id, value == 1)
    case .pan: return .pan(id, Pan(percent: value))
    case .main, .group, .to: return .assign(id, to: bus, value == 1)
    case .sendLevel: return .sendLevel(id, to: bus, Decibels(value))
    case .sendOn: return .sendOn(id, to: bus, value == 1)
    case .sendTap: return .sendTap(id, to: bus, Tap.allCases[Int(value)])
    case .sendPan:
      return .sendPan(id, to: bus, value == .infinity ? .follow : .fixed(Pan(percent: value)))
    case .source: return .monitorSource(BusID.everyName[Int(value)])
    case .muteGroupOn, .muteGroupDim, .soloMode:
      preconditionFailure("no strip has such a control")
    }
  }
}

extension ParameterKey {
  /// Refuses a value that the row does not allow.
  func check(_ value: Double) throws(EditRefusal) {
    guard parameter.allows(value) else {
      throw .outOfRange("\(self) at \(parameter.attempt(value))", allowed: parameter.allowed)
    }
  }
}

extension Console {
  /// What a parameter is set to, in the unit of its row; nil where the console has no such thing.
  public func value(of address: ParameterAddress) -> Double? {
    guard address.parameter.kinds.contains(address.owner.kind) else { return nil }
    if let bus = address.key.bus, index(of: bus) == nil { return nil }
    switch (address.owner, address.key.id) {
    case (.strip(let id), .setting(let setting)): return value(of: setting, on: id)
    case (.strip(let id), .control(let control)):
      return value(of: control, on: id, to: address.key.bus ?? .main)
    case (.muteGroup(let number), .control(.muteGroupOn)):
      return muteGroup(number).map { $0.isOn ? 1 : 0 }
    case (.muteGroup(let number), _):
      return muteGroup(number).map { $0.dim?.value ?? .infinity }
    case (.desk, _): return SoloMode.allCases.firstIndex(of: soloMode).map(Double.init)
    }
  }

  private func value(of control: Control, on id: StripID, to bus: BusID) -> Double? {
    guard has(id) else { return nil }
    func number(_ isOn: Bool) -> Double { isOn ? 1 : 0 }
    switch control {
    case .fader: return fader(of: id)?.value
    case .mute: return number(isMutedByHand(id))
    case .solo: return number(isSoloedByHand(id))
    case .soloSafe: return number(isSoloSafe(id))
    case .source: return BusID.everyName.firstIndex(of: monitorSource).map(Double.init)
    default: break
    }
    return read(id, vca: { _ in nil }) { strip in
      switch control {
      case .trim: strip.trim.value
      case .polarity: number(strip.isInverted)
      case .arm: number(strip.isArmed)
      case .pan: strip.pan.percent
      case .main, .group, .to: number(strip.assigns.contains(bus))
      case .sendLevel: strip.send(to: bus).level.value
      case .sendOn: number(strip.send(to: bus).isOn)
      case .sendTap: Double(strip.send(to: bus).tap.place)
      case .sendPan: strip.send(to: bus).pan.percent
      default: nil
      }
    } ?? nil
  }

  /// Sets a parameter, or throws and stays exactly as it was.
  public mutating func set(
    _ address: ParameterAddress, to value: Double
  ) throws(EditRefusal) {
    try apply(address.edit(value))
  }

  /// Whether the strip's own solo key is down.
  public func isSoloedByHand(_ id: StripID) -> Bool {
    read(id, vca: { $0.isSoloed }, strip: { $0.isSoloed }) ?? false
  }

  /// The address of every parameter of every strip, mute group and of the desk.
  public var addresses: [ParameterAddress] {
    let owners =
      (stripIDs + [.talkback, .oscillator]).map { ParameterOwner.strip($0) }
      + muteGroups.indices.map { .muteGroup($0 + 1) } + [.desk]
    let keys = Dictionary(
      uniqueKeysWithValues: StripKind.allCases.map { kind in
        (kind, Parameter.table(of: kind).flatMap(keys(of:)))
      })
    return owners.flatMap { owner in
      (keys[owner.kind] ?? []).map { ParameterAddress(owner, $0) }
    }
  }

  /// The keys of a row: one, or one for each bus that it may name.
  private func keys(of row: Parameter) -> [ParameterKey] {
    switch row.id {
    case .setting(let setting): [ParameterKey(setting)]
    case .control(let control) where row.destinations.isEmpty: [ParameterKey(control)]
    case .control(let control):
      buses.filter { row.destinations.contains($0.id.kind) }.map {
        ParameterKey(control, to: $0.id)
      }
    }
  }
}

extension Pan {
  /// A place from -100 to 100.
  init(percent: Double) { self.init(percent / 100) }

  var percent: Double { value * 100 }
}

extension SendPan {
  /// Infinity for that of the strip.
  fileprivate var percent: Double {
    if case .fixed(let pan) = self { pan.percent } else { .infinity }
  }
}
