import ConsoleModel
import Testing
import Units

@Suite struct KeepingTests {
  private func desk() throws -> Console {
    var desk = Console.standard
    try desk.apply(.fader(.channel(1), Decibels(-6)))
    try desk.apply(.joinVCA(.channel(1), vca: 1))
    try desk.apply(.fader(.vca(1), Decibels(-10)))
    return desk
  }

  @Test func keepsTheFaderAndLetsTheLevelChange() throws {
    var desk = try desk()
    try desk.apply(.leaveVCA(.channel(1), vca: 1, keeping: .fader))
    #expect(desk.fader(of: .channel(1)) == Decibels(-6))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-6))
  }

  @Test func keepsTheSoundAndMovesTheFader() throws {
    var desk = try desk()
    try desk.apply(.mute(.vca(1), true))
    try desk.apply(.leaveVCA(.channel(1), vca: 1, keeping: .sound))
    #expect(desk.fader(of: .channel(1)) == Decibels(-16))
    #expect(desk.muteCauses(of: .channel(1)) == .own)
  }

  @Test func bakesNothingOfAVCAThatStillStandsAbove() throws {
    var desk = try desk()
    try desk.apply(.joinVCA(.vca(2), vca: 1))
    try desk.apply(.joinVCA(.channel(1), vca: 2))
    try desk.apply(.leaveVCA(.channel(1), vca: 1, keeping: .sound))
    #expect(desk.fader(of: .channel(1)) == Decibels(-6))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-16))
  }

  @Test func bakesIntoAVCAWhatAllItsMembersLose() throws {
    var desk = try desk()
    try desk.apply(.joinVCA(.vca(1), vca: 3))
    try desk.apply(.fader(.vca(3), Decibels(4)))
    try desk.apply(.leaveVCA(.vca(1), vca: 3, keeping: .sound))
    #expect(desk.fader(of: .vca(1)) == Decibels(-6))
    #expect(desk.fader(of: .channel(1)) == Decibels(-6))
  }

  @Test func bakesBelowAVCAWhenAMemberStaysUnderTheOtherOneByAnotherWay() throws {
    var desk = try desk()
    try desk.apply(.joinVCA(.channel(2), vca: 1))
    for id in [StripID.vca(1), .channel(2)] { try desk.apply(.joinVCA(id, vca: 3)) }
    try desk.apply(.fader(.channel(2), Decibels(0)))
    try desk.apply(.fader(.vca(3), Decibels(4)))
    try desk.apply(.leaveVCA(.vca(1), vca: 3, keeping: .sound))
    #expect(desk.fader(of: .vca(1)) == Decibels(-10))
    #expect(desk.effectiveLevel(of: .channel(1)) == Decibels(-12))
    #expect(desk.effectiveLevel(of: .channel(2)) == Decibels(-6))
  }

  /// 2,000 times +10 dB: far above any fader, still a number, and heard at the ceiling.
  @Test func staysANumberHoweverOftenItIsBaked() throws {
    var desk = try desk()
    try desk.apply(.fader(.vca(1), .faderTop))
    for _ in 0..<2000 {
      try desk.apply(.joinVCA(.channel(1), vca: 1))
      try desk.apply(.leaveVCA(.channel(1), vca: 1, keeping: .sound))
    }
    #expect(desk.fader(of: .channel(1)) == Decibels(19_994))
    #expect(desk.faderGain(of: .channel(1)) == 10)
    #expect(Taper.position(of: Decibels(19_994)) == .top)
    try desk.apply(.fader(.channel(1), .faderTop))  // a hand brings it back into its travel
    #expect(desk.faderGain(of: .channel(1)) == Decibels.faderTop.gain)
  }

  @Test func addsTheLowestNumbersThereAreWithoutATrap() throws {
    var desk = try desk()
    let lowest = Decibels(-.greatestFiniteMagnitude)
    for id in [StripID.channel(1), .vca(1)] { try desk.apply(.fader(id, lowest)) }
    #expect(desk.effectiveLevel(of: .channel(1)) == .silence)
    try desk.apply(.leaveVCA(.channel(1), vca: 1, keeping: .sound))
    #expect(desk.fader(of: .channel(1)) == .silence)
    #expect(lowest.description == "-1.7976931348623157e+308")
  }
}
