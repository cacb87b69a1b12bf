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
    case (.desk, .control(let control)): return Self.edit(control, value)
    case (.desk, .setting): preconditionFailure("the desk has no settings of processors")
    }
  }

  /// The edit of a control of the whole desk.
  private static func edit(_ control: Control, _ value: Double) -> ConsoleEdit {
    switch control {
    case .soloMode: .soloMode(SoloMode.allCases[Int(value)])
    case .soloExclusive: .soloOption(.exclusive(value == 1))
    case .soloInputFirst: .soloOption(.inputFirst(value == 1))
    case .soloFollowsSelect: .soloOption(.followsSelect(value == 1))
    case .soloKey: .soloOption(.key(SoloKey.allCases[Int(value)]))
    case .muteReach: .muteReach(MuteReach.allCases[Int(value)])
    case .allMute: .allMute(value == 1)
    case .unassign: .unassign(Keeping.allCases[Int(value)])
    case .meterPoint: .meterPoint(MeterPoint.allCases[Int(value)])
    default:
      .soloOption(.tap(control.soloedKind ?? .main, SoloTap.allCases[Int(value)]))
    }
  }

  private func edit(_ control: Control, of id: StripID, _ value: Double) -> ConsoleEdit {
    let bus = key.bus ?? .main
    switch control {
    case .trim: return .trim(id, Decibels(value))
    case .polarity: return .polarity(id, inverted: value == 1)
    case .fader: return .fader(id, Decibels(value))
    case .mute: return .mute(id, value == 1)
    case .muteSafe: return .muteSafe(id, value == 1)
    case .link:
      guard case .channel(let number) = id else { break }
      return .link(channel: number, value == 1)
    case .inVCA:
      let number = key.number ?? 0
      return value == 1 ? .joinVCA(id, vca: number) : .leaveVCA(id, vca: number, keeping: nil)
    case .inMuteGroup:
      let number = key.number ?? 0
      return value == 1
        ? .joinMuteGroup(id, group: number) : .leaveMuteGroup(id, group: number)
    case .sendWidth: return .sendWidth(id, to: bus, value)
    case .sendMute: return .sendMute(id, to: bus, SendMute.allCases[Int(value)])
    case .solo: return .solo(id, value == 1)
    case .soloSafe: return .soloSafe(id, value == 1)
    case .arm: return .arm(id, value == 1)
    case .pan: return .pan(id, Pan(percent: value))
    case .colour: return .colour(id, StripColour.allCases[Int(value)])
    case .main, .group, .to: return .assign(id, to: bus, value == 1)
    case .sendLevel: return .sendLevel(id, to: bus, Decibels(value))
    case .sendOn: return .sendOn(id, to: bus, value == 1)
    case .sendTap: return .sendTap(id, to: bus, Tap.allCases[Int(value)])
    case .sendPan:
      return .sendPan(id, to: bus, value == .infinity ? .follow : .fixed(Pan(percent: value)))
    case .source: return .monitorSource(BusID.everyName[Int(value)])
    default: break
    }
    preconditionFailure("no strip has such a control")
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
    if let number = address.key.number, !has(number, address.parameter.membership) { return nil }
    switch (address.owner, address.key.id) {
    case (.strip(let id), .setting(let setting)): return value(of: setting, on: id)
    case (.strip(let id), .control(let control)):
      if let number = address.key.number { return value(of: control, number, on: id) }
      return value(of: control, on: id, to: address.key.bus ?? .main)
    case (.muteGroup(let number), .control(.muteGroupOn)):
      return muteGroup(number).map { $0.isOn ? 1 : 0 }
    case (.muteGroup(let number), _):
      return muteGroup(number).map { $0.dim?.value ?? .infinity }
    case (.desk, .control(let control)): return value(of: control)
    case (.desk, .setting): return nil
    }
  }

  private func has(_ number: Int, _ membership: StripKind?) -> Bool {
    membership == .vca ? vca(number) != nil : muteGroup(number) != nil
  }

  /// Whether a strip is a member of a VCA or a mute group.
  private func value(of control: Control, _ number: Int, on id: StripID) -> Double? {
    guard has(id) else { return nil }
    let isMember =
      control == .inVCA
      ? directMasters(of: id).contains(number)
      : read(id, vca: { _ in false }, strip: { $0.muteGroups.contains(number) }) ?? false
    return isMember ? 1 : 0
  }

  /// What a control of the whole desk is set to.
  private func value(of control: Control) -> Double? {
    func place<Word: CaseIterable & Equatable>(_ word: Word) -> Double {
      Double(Array(Word.allCases).firstIndex(of: word) ?? 0)
    }
    switch control {
    case .soloMode: return place(soloMode)
    case .soloExclusive: return soloOptions.isExclusive ? 1 : 0
    case .soloInputFirst: return soloOptions.isInputFirst ? 1 : 0
    case .soloFollowsSelect: return soloOptions.followsSelect ? 1 : 0
    case .soloKey: return place(soloOptions.key)
    case .muteReach: return place(muteReach)
    case .allMute: return isAllMuted ? 1 : 0
    case .unassign: return place(unassign)
    case .meterPoint: return place(meterPoint)
    default: return control.soloedKind.map { place(soloOptions[$0]) }
    }
  }

  private func value(of control: Control, on id: StripID, to bus: BusID) -> Double? {
    guard has(id) else { return nil }
    func number(_ isOn: Bool) -> Double { isOn ? 1 : 0 }
    switch control {
    case .fader: return fader(of: id)?.value
    case .mute: return number(isMutedByHand(id))
    case .muteSafe: return number(isMuteSafe(id))
    case .link:
      guard case .channel(let number) = id else { return nil }
      return channels[number - 1].isLinked ? 1 : 0
    case .solo: return number(isSoloedByHand(id))
    case .soloSafe: return number(isSoloSafe(id))
    case .colour: return StripColour.allCases.firstIndex(of: colour(of: id)).map(Double.init)
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
      case .sendWidth: strip.send(to: bus).width
      case .sendMute: Double(SendMute.allCases.firstIndex(of: strip.send(to: bus).mute) ?? 0)
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
    let table = Dictionary(uniqueKeysWithValues: StripKind.allCases.map { ($0, keys(of: $0)) })
    return owners.flatMap { owner in
      (table[owner.kind] ?? []).map { ParameterAddress(owner, $0) }
    }
  }

  /// Everything that has parameters.
  var owners: [ParameterOwner] {
    (stripIDs + [.talkback, .oscillator]).map { ParameterOwner.strip($0) }
      + muteGroups.indices.map { .muteGroup($0 + 1) } + [.desk]
  }

  /// The keys of all parameters of a kind.
  func keys(of kind: StripKind) -> [ParameterKey] {
    Parameter.table(of: kind).flatMap { keys(of: $0) }
  }

  /// The keys of a row: one, or one for each bus, VCA or mute group that it may name.
  private func keys(of row: Parameter) -> [ParameterKey] {
    switch row.id {
    case .setting(let setting): [ParameterKey(setting)]
    case .control(let control) where row.membership == .vca:
      vcas.indices.map { ParameterKey(control, of: $0 + 1) }
    case .control(let control) where row.membership == .muteGroup:
      muteGroups.indices.map { ParameterKey(control, of: $0 + 1) }
    case .control(let control) where row.destinations.isEmpty: [ParameterKey(control)]
    case .control(let control):
      buses.filter { row.destinations.contains($0.id.kind) }.map {
        ParameterKey(control, to: $0.id)
      }
    }
  }
}

extension Control {
  /// The buses that a row of the desk says where to listen to.
  fileprivate var soloedKind: BusKind? {
    switch self {
    case .soloGroups: .group
    case .soloAuxes: .aux
    case .soloFXs: .fx
    case .soloMatrices: .matrix
    case .soloMain: .main
    default: nil
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
