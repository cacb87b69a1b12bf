import ConsoleModel
import Testing
import Units

@Suite struct DirectOutTests {
  @Test func aNewChannelHasNone() {
    for channel in Console.standard.channels {
      #expect(channel.strip.directOutputs.isEmpty && channel.strip[.directOn] == 0)
      #expect(channel.strip.directTap == .preFader && channel.strip[.directLevel] == 0)
    }
    #expect(Console.standard.directGain(of: .channel(1)) == 0)
  }

  @Test func anOutputHasOneUser() throws {
    var desk = Console.standard
    try desk.apply(.direct(.channel(3), outputs: [40]))
    #expect(desk.user(of: 40) == .direct(.channel(3)))
    #expect(desk.user(of: 40)?.description == "the direct out of channel 3")
    let refusals: [(ConsoleEdit, EditRefusal)] = [
      (.direct(.channel(3), outputs: [1]), .outputTaken(1, by: .bus(.main))),
      (.direct(.channel(4), outputs: [40]), .outputTaken(40, by: .direct(.channel(3)))),
      (.direct(.channel(4), outputs: [41, 41]), .outputTaken(41, by: .direct(.channel(4)))),
      (.outputs(BusID(.group, 1), [40, 41]), .outputTaken(40, by: .direct(.channel(3)))),
      (
        .insert(.channel(1), outputs: [40], inputs: [1]),
        .outputTaken(40, by: .direct(.channel(3)))
      ),
      (.direct(.main, outputs: [40]), .notOn(.main, what: "direct out")),
      (.direct(.vca(1), outputs: [40]), .notOn(.vca(1), what: "direct out")),
      (.direct(.channel(99), outputs: [40]), .noSuch("channel 99")),
      (
        .direct(.channel(3), outputs: [257]),
        .outOfRange("an output numbered 257", allowed: "1...256")
      ),
    ]
    let before = desk
    for (edit, refusal) in refusals {
      #expect(throws: refusal) { try desk.apply(edit) }
      #expect(desk == before)
    }
    // Its own stay its own, and are free once it is taken out.
    try desk.apply(.direct(.channel(3), outputs: [40, 41]))
    try desk.apply(.direct(.channel(3), outputs: []))
    try desk.apply(.insert(.channel(1), outputs: [40], inputs: [1]))
    #expect(throws: EditRefusal.outputTaken(40, by: .insert(.channel(1)))) {
      try desk.apply(.direct(.channel(3), outputs: [40]))
    }
  }

  @Test func itsGainIsThatOfItsSwitchItsLevelAndItsPatch() throws {
    var desk = Console.standard
    func gain() -> Double { Double(desk.directGain(of: .channel(1))) }
    try desk.apply(.set(.channel(1), .directOn, 1))
    #expect(gain() == 0)
    try desk.apply(.direct(.channel(1), outputs: [40]))
    #expect(gain() == 1)
    try desk.apply(.set(.channel(1), .directLevel, 10))
    #expect(abs(gain() - pow10(0.5)) < 1e-6)
    try desk.apply(.fader(.channel(1), .silence))
    #expect(abs(gain() - pow10(0.5)) < 1e-6)
    try desk.apply(.set(.channel(1), .directOn, 0))
    #expect(gain() == 0)
  }

  @Test func metersGoByTheirOwnPointOrTheDesks() throws {
    var desk = Console.standard
    #expect(desk.meterPoint(of: .channel(1)) == .preFader)
    #expect(desk.meterPoint(of: .talkback) == .preFader)
    #expect(desk.meterPoint(of: .main) == .postFader && desk.meterPoint(of: .vca(1)) == nil)
    try desk.apply(.meterPoint(.input))
    try desk.apply(.set(.channel(2), .meter, 3))
    try desk.apply(.set(.main, .meter, 0))
    #expect(desk.meterPoint(of: .channel(1)) == .input)
    #expect(desk.meterPoint(of: .channel(2)) == .postFader)
    #expect(desk.meterPoint(of: .main) == .input && desk.meterPoint(of: .monitor) == .postFader)
    #expect(desk.meteredIDs.count == desk.channels.count + desk.buses.count + 2)
    #expect(Array(desk.meteredIDs.suffix(2)) == [.talkback, .oscillator])
  }
}
