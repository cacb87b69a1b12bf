import ConsoleModel
import Testing
import Units

/// What is odd about random desks, compared with what the naive one says.
@Suite struct WarningTests {
  /// 2,000 desks at scale 1.
  @Test func agreesWithTheNaiveDesk() {
    var tally: [String: Int] = [:]
    let situations = Int(2000 * testScale)
    for seed in 0..<UInt64(situations) {
      let drawn = ExplanationDraw(seed: seed)
      let told = drawn.desk.warnings
      let expected = drawn.oracle.warnings()
      guard Set(told) == expected, told.count == expected.count else {
        let (more, less) = (Set(told).subtracting(expected), expected.subtracting(told))
        Issue.record("seed \(seed): tells \(more), not \(less)")
        return
      }
      for warning in told { tally[warning.kind, default: 0] += 1 }
    }
    print("\(situations) desks: \(tally)")
    if situations >= 1000 {
      for kind in ["double move", "silent VCA", "open send", "one source", "same members"] {
        #expect(tally[kind, default: 0] >= 10, "\(kind)")
      }
    }
  }

  private func desk(_ edits: [ConsoleEdit]) throws -> Console {
    var desk = Console.standard
    for edit in edits { try desk.apply(edit) }
    return desk
  }

  private func news(_ edits: [ConsoleEdit], then edit: ConsoleEdit) throws -> [String] {
    let before = try desk(edits)
    var after = before
    try after.apply(edit)
    return after.warnings(since: before).map(\.description)
  }

  @Test func aNewDeskHasNone() { #expect(Console.standard.warnings == []) }

  @Test func tellsByHowMuchADoubleMoveMoves() throws {
    let group = BusID(.group, 2)
    let edits: [ConsoleEdit] = [
      .assign(.channel(4), to: group, true), .assign(.channel(5), to: group, true),
      .joinVCA(.channel(4), vca: 1), .fader(.vca(1), Decibels(3)),
    ]
    #expect(
      try news(edits, then: .joinVCA(.group(2), vca: 1)) == [
        "vca 1 at +3.0 dB moves channel 4 by +6.0 dB on its way through group 2, which it moves too"
      ])
    #expect(
      try news(edits + [.fader(.vca(1), .unity)], then: .joinVCA(.group(2), vca: 1)) == [
        "each dB of vca 1 moves channel 4 by 2 dB on its way through group 2, which it moves too"
      ])
    // The figure is what the levels say.
    var moved = try desk(edits + [.joinVCA(.group(2), vca: 1)])
    func way() -> Double {
      (moved.effectiveLevel(of: .group(2))?.value ?? 0)
        + (moved.effectiveLevel(of: .channel(4))?.value ?? 0)
    }
    try moved.apply(.fader(.channel(4), .unity))
    #expect(way() == 6)
  }

  @Test func tellsOfAReturnUnderTheVCAOfItsSource() throws {
    let edits: [ConsoleEdit] = [
      .sendLevel(.channel(4), to: BusID(.fx, 1), .unity), .joinVCA(.channel(4), vca: 1),
    ]
    #expect(
      try news(edits, then: .joinVCA(.fx(1), vca: 1)) == [
        "each dB of vca 1 moves channel 4 by 2 dB on its way by a send after the fader through fx 1, "
          + "which it moves too"
      ])
    let before = edits + [.sendTap(.channel(4), to: BusID(.fx, 1), .preFader)]
    #expect(try news(before, then: .joinVCA(.fx(1), vca: 1)) == [])
  }

  @Test func tellsThatAStripFallsSilent() throws {
    let edits: [ConsoleEdit] = [.fader(.vca(3), .silence), .joinVCA(.vca(1), vca: 3)]
    #expect(
      try news(edits, then: .joinVCA(.channel(4), vca: 3)) == [
        "vca 3 stands at -inf dB, so that channel 4 is silent"
      ])
    #expect(
      try news(edits, then: .joinVCA(.channel(4), vca: 1)) == [
        "vca 3, above vca 1, stands at -inf dB, so that channel 4 is silent"
      ])
  }

  @Test func tellsOfSendsThatMutesLeaveOpen() throws {
    let edits: [ConsoleEdit] = [
      .muteReach(.postFader), .sendLevel(.channel(4), to: BusID(.aux, 1), .unity),
    ]
    #expect(
      try news(edits, then: .joinMuteGroup(.channel(4), group: 2)) == [
        "mute groups do not mute the send of channel 4 to aux 1 before its fader: mute-reach is "
          + "post-fader"
      ])
    let follow = edits + [.sendMute(.channel(4), to: BusID(.aux, 1), .follow)]
    #expect(try news(follow, then: .joinMuteGroup(.channel(4), group: 2)) == [])
    #expect(
      try news([edits[1], .mute(.channel(4), true)], then: .muteReach(.postFader)) == [
        "channel 4 is mute, but its send to aux 1 before the fader is not: mute-reach is post-fader"
      ])
  }

  @Test func tellsOfABusThatNobodyNeedsOnceItIsNotBeingFilled() throws {
    let group = BusID(.group, 2)
    let first = ConsoleEdit.assign(.channel(4), to: group, true)
    let second = ConsoleEdit.assign(.channel(5), to: group, true)
    #expect(try news([], then: first) == [])
    #expect(
      try news([first, second], then: .assign(.channel(5), to: group, false)) == [
        "group 2 has one source, channel 4, and does nothing to it: channel 4 could go where group 2 "
          + "goes"
      ])
    #expect(try desk([first, .set(.group(2), .compressorOn, 1)]).warnings == [])
    #expect(try desk([first, .outputs(group, [60, 61])]).warnings == [])
  }

  @Test func tellsOfTwoGroupsOfTheSame() throws {
    let edits = [1, 2].flatMap { channel in
      [1, 2].map { ConsoleEdit.assign(.channel(channel), to: BusID(.group, $0), true) }
    }
    #expect(
      try news(Array(edits.dropLast()), then: edits[3]) == [
        "group 1 and group 2 have the same 2 members: where both go, these are 6 dB louder"
      ])
  }
}

extension Warning {
  fileprivate var kind: String {
    switch self {
    case .doubleMove: "double move"
    case .silentVCA: "silent VCA"
    case .openSend: "open send"
    case .oneSource: "one source"
    case .sameMembers: "same members"
    }
  }
}

extension ExplanationOracle {
  /// What is odd, each kind found by trying all that could be.
  func warnings() -> Set<Warning> {
    var all: Set<Warning> = []
    for id in desk.nodes.keys {
      for vca in desk.above(id) where !id.isVCA { all.formUnion(doubleMoves(id, vca)) }
      all.formUnion(silences(id))
      for bus in desk.strips { all.formUnion(openSend(id, bus)) }
    }
    for bus in desk.strips { all.formUnion(needless(bus)) }
    return all
  }

  private func doubleMoves(_ id: StripID, _ vca: StripID) -> [Warning] {
    guard case .vca(let number) = vca else { return [] }
    let after = desk.feeds(id).filter { desk.nodes[id]?.sends[$0]?.isAfterFader != false }
    let level = Decibels(desk.nodes[vca]?.fader ?? .nan)
    return firstUnder(vca, after).map { bus in
      .doubleMove(id, vca: number, through: bus.busID ?? .main, level: level)
    }
  }

  private func firstUnder(_ vca: StripID, _ buses: [StripID]) -> Set<StripID> {
    var found: Set<StripID> = []
    for bus in buses {
      found.formUnion(desk.above(bus).contains(vca) ? [bus] : firstUnder(vca, desk.feeds(bus)))
    }
    return found
  }

  private func silences(_ id: StripID) -> [Warning] {
    (desk.nodes[id]?.mastersAbove ?? []).compactMap { number in
      let above = desk.above(.vca(number)).compactMap { name -> Int? in
        if case .vca(let number) = name { number } else { nil }
      }
      let chain = [number] + above.sorted()
      let silent = chain.first { desk.nodes[.vca($0)]?.fader == -.infinity }
      return silent.map { .silentVCA(id, vca: number, silencer: $0) }
    }
  }

  private func openSend(_ id: StripID, _ bus: StripID) -> [Warning] {
    guard let send = desk.nodes[id]?.sends[bus], !send.isAfterFader, send.mute == "desk",
      !desk.mutesReachPreFader, send.isOn, send.level > -.infinity
    else { return [] }
    let isMute = !desk.causes(id).subtracting(["solo"]).isEmpty
    let groups = desk.nodes[id]?.isMuteSafe == true ? [] : desk.nodes[id]?.muteGroups ?? []
    let couldBe = groups.contains { desk.groups[$0 - 1].dim == nil }
    return isMute || couldBe ? [.openSend(id, to: bus.busID ?? .main, isMute: isMute)] : []
  }

  private func needless(_ bus: StripID) -> [Warning] {
    guard let id = bus.busID else { return [] }
    var warnings: [Warning] = []
    let sources = desk.strips.filter { desk.feeds($0).contains(bus) }
    let isOnlyOne = sources.count == 1 && !laid.contains(bus)
    if isOnlyOne && plugs[bus] == nil && !desk.feeds(bus).isEmpty && !compressed.contains(bus)
      && [.group, .aux, .matrix].contains(id.kind)
    {
      warnings.append(.oneSource(id, sources[0]))
    }
    guard id.kind == .group else { return warnings }
    func members(_ bus: StripID) -> Set<StripID> {
      Set(desk.strips.filter { desk.nodes[$0]?.assigns.contains(bus) == true })
        .union(laid.contains(bus) ? [.talkback] : [])
    }
    let same = (1..<max(id.number, 1)).first { members(.group($0)) == members(bus) }
    if let same, members(bus).count >= 2 {
      warnings.append(.sameMembers(BusID(.group, same), id, count: members(bus).count))
    }
    return warnings
  }
}
