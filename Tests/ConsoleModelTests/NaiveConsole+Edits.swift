import ConsoleModel
import Units

/// Why the naive desk does not make an edit.
enum NaiveRefusal: Error, Equatable {
  case noSuch, notOn, outOfRange, busLoop, vcaLoop, vcaTooDeep, wrongDestination, cannotLink

  init?(_ refusal: EditRefusal) {
    switch refusal {
    case .noSuch: self = .noSuch
    case .notOn: self = .notOn
    case .outOfRange: self = .outOfRange
    case .busLoop: self = .busLoop
    case .vcaLoop: self = .vcaLoop
    case .vcaTooDeep: self = .vcaTooDeep
    case .wrongDestination: self = .wrongDestination
    case .cannotLink: self = .cannotLink
    case .outputTaken: return nil
    }
  }
}

// Each edit is made on a copy, so that a refused one leaves nothing behind.
extension NaiveConsole {
  func after(_ edit: ConsoleEdit) throws(NaiveRefusal) -> NaiveConsole {
    var edits = [edit]
    if let (id, again) = edit.shared, let other = partner(id) { edits.append(again(other)) }
    var desk = self
    for edit in edits { desk = try desk.afterAlone(edit) }
    return desk
  }

  private func afterAlone(_ edit: ConsoleEdit) throws(NaiveRefusal) -> NaiveConsole {
    var desk = self
    switch edit {
    case .fader(let id, let level):
      if level.value > 10 { throw .outOfRange }
      try desk.change(id) { $0.fader = level.value }
    case .mute(let id, let isOn): try desk.change(id) { $0.isMuted = isOn }
    case .solo(let id, let isOn):
      if id == .bus(.monitor) { throw .notOn }
      try desk.change(id) { $0.isSoloed = isOn }
      guard isOn && isSoloExclusive else { break }
      for other in nodes.keys where other != id && other != partner(id) {
        desk.nodes[other]?.isSoloed = false
      }
    case .muteSafe(let id, let isSafe):
      guard nodes[id] != nil else { throw .noSuch }
      if id.isVCA { throw .notOn }
      try desk.change(id) { $0.isMuteSafe = isSafe }
    case .allMute(let isOn): desk.isAllMuted = isOn
    case .muteReach(let reach): desk.mutesReachPreFader = reach == .all
    case .unassign(let keeping): desk.keepsSound = keeping == .sound
    case .soloOption(.exclusive(let isOn)): desk.isSoloExclusive = isOn
    case .soloOption(.inputFirst(let isOn)): desk.isInputFirst = isOn
    case .soloOption(.tap(let kind, let tap)): desk.soloTaps[kind] = tap.rawValue
    case .width(let id, let width):
      guard nodes[id] != nil else { throw .noSuch }
      if id.isVCA { throw .notOn }
      if width == .stereo && partner(id) != nil { throw .outOfRange }
      desk.widths[id] = width.sides
    case .link(let number, let isOn): try desk.link(number, isOn)
    case .copySends(let from, let to): try desk.copySends(from, to)
    case .copyMix(let from, let to): try desk.copyMix(from, to)
    case .soloSafe(let id, let isSafe):
      guard nodes[id] != nil else { throw .noSuch }
      if !desk.canBeMutedInPlace(id) { throw .notOn }
      try desk.change(id) { $0.isSoloSafe = isSafe }
    case .soloMode(let mode):
      desk.isSoloInPlace = mode == .inPlace
      desk.isSoloAfterFader = mode == .afterFader
    case .clearSolo: for name in nodes.keys { desk.nodes[name]?.isSoloed = false }
    case .assign, .sendLevel, .sendOn, .sendTap, .sendWidth, .sendMute: try desk.route(edit)
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

  private mutating func link(_ number: Int, _ isOn: Bool) throws(NaiveRefusal) {
    let (one, other) = (StripID.channel(number), StripID.channel(number + 1))
    if nodes[one] == nil { throw .noSuch }
    if !isOn || pairs.contains(number) {
      if !isOn { pairs.remove(number) }
      return
    }
    let isFree = nodes[other] != nil && partner(one) == nil && partner(other) == nil
    if !isFree || widths[one] == 2 || widths[other] == 2 { throw .cannotLink }
    pairs.insert(number)
  }

  private mutating func copySends(_ from: StripID, _ to: StripID) throws(NaiveRefusal) {
    for id in [from, to] where nodes[id] == nil { throw .noSuch }
    for id in [from, to] where id.isVCA || id == .monitor { throw .notOn }
    let wanted = nodes[from]?.sends ?? [:]
    for bus in strips where [.aux, .fx, .matrix].contains(bus.busID?.kind) && bus != to {
      try replace(to, bus, wanted[bus])
    }
  }

  private mutating func copyMix(_ from: BusID, _ to: BusID) throws(NaiveRefusal) {
    for bus in [from, to] {
      if nodes[.bus(bus)] == nil { throw .noSuch }
      if ![.aux, .fx, .matrix].contains(bus.kind) { throw .wrongDestination }
    }
    for name in strips where name != .monitor && name != .bus(from) && name != .bus(to) {
      try replace(name, .bus(to), nodes[name]?.sends[.bus(from)])
    }
  }

  private mutating func replace(
    _ name: StripID, _ bus: StripID, _ send: Send?
  ) throws(NaiveRefusal) {
    nodes[name]?.sends[bus] = nil
    if let send {
      if send.isOn && name.busID != nil && leads(bus, to: name, by: feeds) { throw .busLoop }
      nodes[name]?.sends[bus] = send
    }
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
    case .sendMute(let strip, let to, _): (id, bus) = (strip, to)
    case .sendWidth(let strip, let to, let width):
      if width < 0 || width > 200 { throw .outOfRange }
      (id, bus) = (strip, to)
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
    case .sendMute(_, _, let mute): send.mute = mute.rawValue
    case .sendWidth(_, _, let width): send.width = width
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
    _ id: StripID, _ number: Int, _ keeping: Keeping?
  ) throws(NaiveRefusal) {
    if nodes[.vca(number)] == nil { throw .noSuch }
    let before = self
    try change(id) { $0.mastersAbove.removeAll { $0 == number } }
    guard keeping == .sound || (keeping == nil && keepsSound) else { return }
    let name = id
    let moved = strips.filter { $0 == name || before.above($0).contains(name) }
    func lost(_ name: StripID) -> Set<StripID> { before.above(name).subtracting(above(name)) }
    let isTheSameBelow = moved.allSatisfy { lost($0) == lost(name) }
    for name in isTheSameBelow ? [name] : moved {
      for vca in lost(name) {
        nodes[name]?.fader += before.nodes[vca]?.fader ?? .nan
        let isReached = before.nodes[name]?.isMuteSafe != true
        if before.nodes[vca]?.isMuted == true && isReached { nodes[name]?.isMuted = true }
        if before.nodes[vca]?.isSoloed == true && name != .monitor { nodes[name]?.isSoloed = true }
      }
    }
  }
}

extension ConsoleEdit {
  /// The strip of an edit that a pair makes together, and the same edit of another strip.
  fileprivate var shared: (StripID, (StripID) -> ConsoleEdit)? {
    switch self {
    case .fader(let id, let level): (id, { .fader($0, level) })
    case .mute(let id, let isOn): (id, { .mute($0, isOn) })
    case .solo(let id, let isOn): (id, { .solo($0, isOn) })
    case .soloSafe(let id, let isOn): (id, { .soloSafe($0, isOn) })
    case .muteSafe(let id, let isOn): (id, { .muteSafe($0, isOn) })
    case .assign(let id, let bus, let isOn): (id, { .assign($0, to: bus, isOn) })
    case .sendLevel(let id, let bus, let level): (id, { .sendLevel($0, to: bus, level) })
    case .sendOn(let id, let bus, let isOn): (id, { .sendOn($0, to: bus, isOn) })
    case .sendTap(let id, let bus, let tap): (id, { .sendTap($0, to: bus, tap) })
    case .sendWidth(let id, let bus, let width): (id, { .sendWidth($0, to: bus, width) })
    case .sendMute(let id, let bus, let mute): (id, { .sendMute($0, to: bus, mute) })
    case .joinVCA(let id, let vca): (id, { .joinVCA($0, vca: vca) })
    case .leaveVCA(let id, let vca, let keep): (id, { .leaveVCA($0, vca: vca, keeping: keep) })
    case .joinMuteGroup(let id, let group): (id, { .joinMuteGroup($0, group: group) })
    case .leaveMuteGroup(let id, let group): (id, { .leaveMuteGroup($0, group: group) })
    case .copySends(let from, let id): (id, { .copySends(from: from, to: $0) })
    default: nil
    }
  }
}
