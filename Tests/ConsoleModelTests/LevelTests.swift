import ConsoleModel
import Testing
import Units

@Suite struct LevelTests {
  /// A desk whose channel 1 is open at a level, under VCAs 1 and 2.
  private func desk(at level: Double = -6) throws -> Console {
    var desk = Console.standard
    try desk.apply(.fader(.channel(1), Decibels(level)))
    try desk.apply(.joinVCA(.channel(1), vca: 1))
    try desk.apply(.joinVCA(.channel(1), vca: 2))
    return desk
  }

  @Test func addsUpInDecibels() throws {
    var desk = try desk()
    try desk.apply(.fader(.vca(1), Decibels(-10)))
    try desk.apply(.fader(.vca(2), Decibels(3)))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-13))
    #expect(desk.fader(of: .channel(1)) == Decibels(-6))
  }

  @Test func countsAVCAOnceHoweverManyWaysLeadToIt() throws {
    var desk = try desk()
    for number in [1, 2] { try desk.apply(.joinVCA(.vca(number), vca: 3)) }
    try desk.apply(.joinVCA(.channel(1), vca: 3))
    try desk.apply(.fader(.vca(3), Decibels(-5)))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-11))
    #expect(desk.masters(of: .channel(1)) == [1, 2, 3])
  }

  @Test func keepsTheSumAndHoldsOnlyTheGain() throws {
    var desk = try desk(at: 10)
    for number in 1...2 { try desk.apply(.fader(.vca(number), .faderTop)) }
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(30))
    #expect(desk.faderGain(of: .channel(1)) == 10)
    try desk.apply(.fader(.channel(1), Decibels(-5)))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(15))
  }

  @Test(arguments: [1, 2, 3])
  func comesBackExactlyWhenAVCAGoesToSilenceAndBack(vca: Int) throws {
    var draw = Seeded(state: UInt64(vca))
    for _ in 0..<200 {
      var desk = try desk(at: .random(in: -90...10, using: &draw))
      try desk.apply(.joinVCA(.vca(2), vca: 3))
      for number in 1...3 {
        try desk.apply(.fader(.vca(number), Decibels(.random(in: -90...10, using: &draw))))
      }
      let (before, gain) = (desk, desk.faderGain(of: .channel(1)))
      let level = try #require(desk.fader(of: .vca(vca)))
      try desk.apply(.fader(.vca(vca), .silence))
      #expect(desk.effectiveLevel(of: .channel(1)) == .silence)
      #expect(desk.faderGain(of: .channel(1)) == 0)
      try desk.apply(.fader(.vca(vca), level))
      #expect(desk == before && desk.faderGain(of: .channel(1)) == gain)
    }
  }

  @Test func leavesPreFaderSendsAloneWhenOnlyLevelsFall() throws {
    var desk = try desk()
    try desk.apply(.sendLevel(.channel(1), to: BusID(.aux, 1), Decibels(0)))
    try desk.apply(.fader(.vca(1), .silence))
    #expect(desk.sendGain(from: .channel(1), to: BusID(.aux, 1)) == 1)
    try desk.apply(.mute(.vca(1), true))
    #expect(desk.sendGain(from: .channel(1), to: BusID(.aux, 1)) == 0)
    desk.muteReach = .postFader
    #expect(desk.sendGain(from: .channel(1), to: BusID(.aux, 1)) == 1)
  }

  @Test func dimsInsteadOfMutingWhenAGroupHasALevel() throws {
    var desk = try desk()
    try desk.apply(.joinMuteGroup(.channel(1), group: 4))
    try desk.apply(.muteGroupDim(4, Decibels(-20)))
    try desk.apply(.fader(.vca(1), Decibels(-3)))
    try desk.apply(.muteGroup(4, isOn: true))
    #expect(desk.muteCauses(of: .channel(1)).isEmpty)
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-29))
    try desk.apply(.muteGroupDim(4, nil))
    #expect(desk.muteCauses(of: .channel(1)) == .muteGroup)
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-9))
  }

  /// Every set of causes, and every one of them lifted: the others still keep the strip shut.
  @Test func liftingOneMuteNeverOpensAnothers() throws {
    let switches: [(MuteCauses, (Bool) -> ConsoleEdit)] = [
      (.own, { .mute(.channel(1), $0) }),
      (.vca, { .mute(.vca(1), $0) }),
      (.muteGroup, { .muteGroup(4, isOn: $0) }),
    ]
    for set in UInt8(0)..<8 {
      let causes = MuteCauses(rawValue: set)
      var desk = try desk()
      try desk.apply(.joinMuteGroup(.channel(1), group: 4))
      for (cause, edit) in switches where causes.contains(cause) { try desk.apply(edit(true)) }
      #expect(desk.muteCauses(of: .channel(1)) == causes)
      for (cause, edit) in switches {
        var lifted = desk
        try lifted.apply(edit(false))
        #expect(lifted.muteCauses(of: .channel(1)) == causes.subtracting(cause))
        #expect((lifted.faderGain(of: .channel(1)) == 0) == !causes.subtracting(cause).isEmpty)
      }
    }
  }

  @Test func solosTheMembersOfASoloedVCAAndClearsAll() throws {
    var desk = try desk()
    try desk.apply(.joinVCA(.vca(1), vca: 3))
    try desk.apply(.solo(.vca(3), true))
    #expect(desk.isSoloed(.channel(1)) && !desk.isSoloed(.channel(2)))
    try desk.apply(.solo(.channel(2), true))
    try desk.apply(.clearSolo)
    #expect(!desk.stripIDs.contains(where: desk.isSoloed))
  }
}
