import ConsoleModel
import Units

/// Why the naive desk does not make an edit.
enum NaiveRefusal: Error, Equatable {
  case noSuch, notOn, outOfRange, busLoop, vcaLoop, vcaTooDeep, wrongDestination

  init?(_ refusal: EditRefusal) {
    switch refusal {
    case .noSuch: self = .noSuch
    case .notOn: self = .notOn
    case .outOfRange: self = .outOfRange
    case .busLoop: self = .busLoop
    case .vcaLoop: self = .vcaLoop
    case .vcaTooDeep: self = .vcaTooDeep
    case .wrongDestination: self = .wrongDestination
    case .outputTaken: return nil
    }
  }
}

// Each edit is made on a copy, so that a refused one leaves nothing behind.
extension NaiveConsole {
  func after(_ edit: ConsoleEdit) throws(NaiveRefusal) -> NaiveConsole {
    var desk = self
    switch edit {
    case .fader(let id, let level):
      if level.value > 10 { throw .outOfRange }
      try desk.change(id) { $0.fader = level.value }
    case .mute(let id, let isOn): try desk.change(id) { $0.isMuted = isOn }
    case .solo(let id, let isOn):
      if id == .bus(.monitor) { throw .notOn }
      try desk.change(id) { $0.isSoloed = isOn }
    case .soloSafe(let id, let isSafe):
      guard nodes[id] != nil else { throw .noSuch }
      if !desk.canBeMutedInPlace(id) { throw .notOn }
      try desk.change(id) { $0.isSoloSafe = isSafe }
    case .soloMode(let mode): desk.isSoloInPlace = mode == .inPlace
    case .clearSolo: for name in nodes.keys { desk.nodes[name]?.isSoloed = false }
    case .assign, .sendLevel, .sendOn, .sendTap: try desk.route(edit)
    case .joinVCA(let id, let number): try desk.join(id, number)
    case .leaveVCA(let id, let number, let keeping): try desk.leave(id, number, keeping)
    case .joinMuteGroup(let id, let number):
      try desk.checkGroup(number)
      if case .vca = id, nodes[id] != nil { throw .notOn }
      try desk.change(id) { $0.muteGroups = $0.muteGroups.filter { $0 != number } + [number] }
    case .leaveMuteGroup(let id, let number):
      try desk.checkGroup(number)
      if case .vca = id, nodes[id] != nil { throw .notOn }
      try desk.change(id) { $0.muteGroups.removeAll { $0 == number } }
    case .muteGroup(let number, let isOn):
      try desk.checkGroup(number)
      desk.groups[number - 1].isOn = isOn
    case .muteGroupDim(let number, let dim):
      if let dim, dim.value >= 0 { throw .outOfRange }
      try desk.checkGroup(number)
      desk.groups[number - 1].dim = dim?.value
    default: break  // changes no level
    }
    return desk
  }

  private func checkGroup(_ number: Int) throws(NaiveRefusal) {
    if number < 1 || number > groups.count { throw .noSuch }
  }

  private mutating func change(
    _ id: StripID, _ change: (inout Node) -> Void
  ) throws(NaiveRefusal) {
    guard var node = nodes[id] else { throw .noSuch }
    change(&node)
    nodes[id] = node
  }

  private mutating func route(_ edit: ConsoleEdit) throws(NaiveRefusal) {
    let id: StripID
    let bus: BusID
    var kinds: [BusKind] = [.aux, .fx, .matrix]
    switch edit {
    case .assign(let strip, let to, _): (id, bus, kinds) = (strip, to, [.group, .main])
    case .sendLevel(let strip, let to, let level):
      if level.value > 10 { throw .outOfRange }
      (id, bus) = (strip, to)
    case .sendOn(let strip, let to, _): (id, bus) = (strip, to)
    case .sendTap(let strip, let to, _): (id, bus) = (strip, to)
    default: return
    }
    let (source, target) = (id, StripID.bus(bus))
    if nodes[target] == nil { throw .noSuch }
    if !kinds.contains(bus.kind) { throw .wrongDestination }
    if id == .bus(.monitor) { throw .notOn }
    if nodes[source] == nil { throw .noSuch }
    if case .vca = id { throw .notOn }
    let before = self
    reroute(edit, source, target)
    let isNew = feeds(source).contains(target) && !before.feeds(source).contains(target)
    if isNew && before.leads(target, to: source, by: before.feeds) { throw .busLoop }
  }

  private mutating func reroute(_ edit: ConsoleEdit, _ source: StripID, _ target: StripID) {
    let known = nodes[source]?.sends[target]
    var send = known ?? Send(isAfterFader: target.busID?.kind != .aux)
    switch edit {
    case .assign(_, _, let isOn):
      nodes[source]?.assigns.removeAll { $0 == target }
      if isOn { nodes[source]?.assigns.append(target) }
      return
    case .sendLevel(_, _, let level):
      send.level = level.value
      if known == nil { send.isOn = true }
    case .sendOn(_, _, let isOn): send.isOn = isOn
    case .sendTap(_, _, let tap): send.isAfterFader = tap == .postFader
    default: return
    }
    nodes[source]?.sends[target] = send
  }

  private mutating func join(_ id: StripID, _ number: Int) throws(NaiveRefusal) {
    let (member, master) = (id, StripID.vca(number))
    if nodes[master] == nil || nodes[member] == nil { throw .noSuch }
    if leads(master, to: member, by: mastersByName) { throw .vcaLoop }
    try change(id) { if !$0.mastersAbove.contains(number) { $0.mastersAbove.append(number) } }
    // A VCA is a level itself, whether or not anything hangs below it.
    for name in nodes.keys {
      if depth(name) + (name.isVCA ? 1 : 0) > 4 { throw .vcaTooDeep }
    }
  }

  private mutating func leave(
    _ id: StripID, _ number: Int, _ keeping: Keeping
  ) throws(NaiveRefusal) {
    if nodes[.vca(number)] == nil { throw .noSuch }
    let before = self
    try change(id) { $0.mastersAbove.removeAll { $0 == number } }
    guard keeping == .sound else { return }
    let name = id
    let moved = strips.filter { $0 == name || before.above($0).contains(name) }
    func lost(_ name: StripID) -> Set<StripID> { before.above(name).subtracting(above(name)) }
    let isTheSameBelow = moved.allSatisfy { lost($0) == lost(name) }
    for name in isTheSameBelow ? [name] : moved {
      for vca in lost(name) {
        nodes[name]?.fader += before.nodes[vca]?.fader ?? .nan
        if before.nodes[vca]?.isMuted == true { nodes[name]?.isMuted = true }
      }
    }
  }
}
