import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// The members of a VCA or a bus side by side.
@Suite struct SpillTests {
  private static func desk() throws -> TestDesk {
    var desk = try ParameterBox.desk(
      "fader 1..2: strip fader", "key 1: vca 1 spill", "key 2: group 1 spill",
      "key 3: channel 1 spill", "key 4: layer auxes", "key 5: bank right", "key 6: bank left")
    desk.set(
      .joinVCA(.channel(7), vca: 1), .joinVCA(.channel(9), vca: 1), .joinVCA(.vca(3), vca: 1),
      .joinVCA(.channel(2), vca: 3), .assign(.channel(5), to: BusID(.group, 1), true))
    return desk
  }

  private func press(_ key: UInt8, _ desk: inout TestDesk) {
    #expect(desk.hear([0x90, key, 127]) == [])
    desk.hear([0x90, key, 0])
  }

  @Test func membersAndThenTheirMasterAreShown() throws {
    var desk = try Self.desk()
    press(1, &desk)
    #expect(desk.surface.visibleStrips == [.channel(7), .channel(9)])
    press(5, &desk)
    #expect(desk.surface.visibleStrips == [.vca(3), .vca(1)])
    press(5, &desk)
    #expect(desk.surface.visibleStrips == [.vca(3), .vca(1)])
    // Faders move what is shown, once they have come to rest there.
    desk.wait(500 * .ms)
    desk.hear([0x90, 102, 127])
    #expect(desk.hear([0xE1, 0, 0]) == [.fader(.vca(1), .silence)])
    desk.hear([0x90, 102, 0])
    press(1, &desk)
    #expect(desk.surface.visibleStrips == [.channel(1), .channel(2)])
  }

  @Test func aLayerKeyEndsASpillAndAChannelHasNone() throws {
    var desk = try Self.desk()
    press(2, &desk)
    #expect(desk.surface.visibleStrips == [.channel(5), .group(1)])
    press(3, &desk)
    #expect(desk.surface.visibleStrips == [.channel(5), .group(1)])
    press(1, &desk)
    #expect(desk.surface.visibleStrips == [.channel(7), .channel(9)])
    press(4, &desk)
    #expect(desk.surface.visibleStrips == [.aux(1), .aux(2)])
  }

  @Test func aSpillFollowsItsMembers() throws {
    var desk = try Self.desk()
    press(1, &desk)
    press(5, &desk)
    desk.set(
      .leaveVCA(.vca(3), vca: 1, keeping: .fader), .leaveVCA(.channel(9), vca: 1, keeping: .fader))
    #expect(desk.surface.visibleStrips == [.vca(1), nil])
    press(6, &desk)
    #expect(desk.surface.visibleStrips == [.channel(7), .vca(1)])
    desk.set(.joinVCA(.channel(1), vca: 1))
    #expect(desk.surface.visibleStrips == [.channel(1), .channel(7)])
  }

  /// What a console spills is what says itself that it is under a VCA or feeds a bus.
  @Test func theConsoleSpillsMembersAndFeeders() throws {
    var desk = Console.standard
    try desk.apply(.sendLevel(.channel(4), to: BusID(.fx, 1), .silence))
    try desk.apply(.sendLevel(.group(2), to: BusID(.fx, 1), .unity))
    try desk.apply(.sendOn(.channel(6), to: BusID(.fx, 1), false))
    #expect(desk.spill(of: .fx(1)) == [.channel(4), .group(2), .fx(1)])
    #expect(desk.spill(of: .vca(1)) == [.vca(1)] && desk.spill(of: .channel(1)) == [])
    #expect(desk.spill(of: .vca(99)) == [] && desk.spill(of: .talkback) == [])
    #expect(desk.spill(of: .main).count == 32 + 8 + 4 + 1)
  }
}
