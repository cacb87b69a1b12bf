import ConsoleModel
import Desk
import MIDI
import Surface
import Testing
import Units

/// Several controllers on one desk, each a surface of its own.
@Suite struct SeveralSurfacesTests {
  private static func mapping(sharing: Bool) throws -> Mapping {
    let text = """
      busbar-mapping: 1
      name: Keys
      selection: \(sharing ? "shared" : "own")
      device:
        lamps: {off: 0, on: 127}
        units: [{name: keys, client: Keys, parts: all}]
        parts:
          all:
            buttons:
              select 1..2: note 1..2
              key 1..6: note 11..16
      layout:
        select 1..2: strip select
        key 1: bank right
        key 2: selected mute
        hold key 3: undo
        key 4: vca 1 spill
        key 5: channel 3 vcas.1
        hold key 5: redo
        key 6: aux 1 spill
      """
    return try #require(MappingFile.load(bytes: Array(text.utf8), file: "keys.yaml").mapping)
  }

  private static func desk(sharing: [Bool]) throws -> ControlState {
    var state = ControlState(
      console: .standard, mappings: try sharing.map { try mapping(sharing: $0) })
    for surface in sharing.indices { state.connected(surface, unit: 0, at: 0) }
    state.show(nil, at: 0)
    return state
  }

  private func press(_ key: Int, on surface: Int, _ state: inout ControlState, at now: UInt64) {
    for value in [127, 0] {
      state.received(
        .noteOn(channel: 1, note: key, velocity: value), from: surface, unit: 0, at: now)
    }
  }

  @Test func eachHasItsOwnBankAndSelectionUnlessItShares() throws {
    var state = try Self.desk(sharing: [true, false, true])
    press(11, on: 2, &state, at: 1)
    #expect(
      state.surfaces.map { $0.visibleStrips.first } == [.channel(1), .channel(1), .channel(3)])
    press(2, on: 1, &state, at: 2)
    #expect(state.surfaces.map(\.navigation.selected) == [nil, .channel(2), nil])
    press(1, on: 2, &state, at: 3)
    #expect(state.surfaces.map(\.navigation.selected) == [.channel(3), .channel(2), .channel(3)])
    press(12, on: 0, &state, at: 4)
    #expect(state.console.isMutedByHand(.channel(3)))
    press(2, on: 0, &state, at: 5)
    #expect(state.surfaces[2].navigation.selected == .channel(2))
  }

  /// What a key does that is held comes with time, and reaches the desk.
  @Test func aHeldKeyActsWithTime() throws {
    var state = try Self.desk(sharing: [false])
    state.make([.mute(.channel(1), true)], at: 0)
    state.received(.noteOn(channel: 1, note: 13, velocity: 127), from: 0, unit: 0, at: 1_000_000)
    #expect(state.nextDeadline.map { $0 <= 501_000_000 } == true)
    state.elapsed(at: 400_000_000)
    #expect(state.console.isMutedByHand(.channel(1)))
    state.elapsed(at: 501_000_000)
    #expect(!state.console.isMutedByHand(.channel(1)))
    #expect(state.takeChange() != nil)
  }

  /// What comes from elsewhere in the same moment as moves is seen as a whole: moves alone need no new
  /// look at which strip stands where.
  @Test(arguments: [false, true]) func moveHidesNoOtherEdit(isMovedFirst: Bool) throws {
    var state = try Self.desk(sharing: [false])
    try state.make(all: [.joinVCA(.channel(7), vca: 1)], at: 0)
    state.show(nil, at: 0)
    press(14, on: 0, &state, at: 1)
    #expect(state.surfaces[0].visibleStrips.first == .channel(7))
    if isMovedFirst { state.make([.fader(.channel(9), Decibels(-9))], at: 2) }
    state.make([.joinVCA(.channel(3), vca: 1)], at: 2)
    state.make([.fader(.channel(9), Decibels(-10))], at: 2)
    state.make([.fader(.channel(9), Decibels(-11))], at: 2)
    state.show(nil, at: 3)
    #expect(state.surfaces[0].visibleStrips == [.channel(3), .channel(7)])
    #expect(state.undo() != nil)
    state.make([.fader(.channel(9), Decibels(-12))], at: 4)
    #expect(state.undo() != nil && state.undo() != nil)
    state.show(nil, at: 5)
    #expect(!state.console.spill(of: .vca(1)).contains(.channel(3)))
    #expect(state.surfaces[0].visibleStrips == [.channel(7), .vca(1)])
  }

  /// What a key does when it is let go, and a send that is raised for the first time, change what is
  /// spilled.
  @Test func spillsFollowWhatComesByOtherWays() throws {
    var state = try Self.desk(sharing: [false])
    try state.make(all: [.joinVCA(.channel(7), vca: 1)], at: 0)
    state.show(nil, at: 0)
    press(14, on: 0, &state, at: 1)
    press(15, on: 0, &state, at: 2)
    state.show(nil, at: 3)
    #expect(state.surfaces[0].visibleStrips == [.channel(3), .channel(7)])
    press(16, on: 0, &state, at: 4)
    state.make([.sendLevel(.channel(5), to: BusID(.aux, 1), Decibels(-10))], at: 5)
    state.show(nil, at: 6)
    #expect(state.surfaces[0].visibleStrips.first == .channel(5))
    state.make([.sendLevel(.channel(4), to: BusID(.aux, 1), Decibels(-10))], at: 7)
    state.show(nil, at: 8)
    #expect(state.surfaces[0].visibleStrips == [.channel(4), .channel(5)])
    // That of the other channel of a pair, whose own was touched before.
    let aux = BusID(.aux, 1)
    try state.make(
      all: [.sendPan(.channel(1), to: aux, .fixed(.left)), .link(channel: 1, true)], at: 9)
    state.show(nil, at: 10)
    state.make([.sendLevel(.channel(1), to: aux, Decibels(-10))], at: 11)
    state.show(nil, at: 12)
    #expect(state.console.spill(of: .aux(1)).first == .channel(2))
    #expect(state.surfaces[0].visibleStrips == [.channel(2), .channel(4)])
  }
}
