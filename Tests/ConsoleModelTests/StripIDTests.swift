import ConsoleModel
import Testing

@Suite struct StripIDTests {
  @Test func readsBackEveryNameThatItWrites() {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (256, 32, 32, 16)
    (size.vcas, size.muteGroups) = (32, 16)
    let desk = Console(name: "largest", size: size)
    #expect(desk.stripIDs.count == 256 + 82 + 32)
    for id in desk.stripIDs {
      #expect(StripID(id.description) == id)
      #expect(BusID(id.description) == id.busID)
    }
  }

  @Test(arguments: [
    (StripID.channel(12), "channel 12"), (.vca(3), "vca 3"), (.group(1), "group 1"),
    (.aux(8), "aux 8"), (.fx(2), "fx 2"), (.main, "main"), (.bus(.monitor), "monitor"),
    (.matrix(16), "matrix 16"), (.talkback, "talkback"), (.oscillator, "oscillator"),
  ])
  func isSpelledAsFilesSpellIt(id: StripID, text: String) {
    #expect(id.description == text)
    #expect(StripID(text) == id)
  }

  @Test(arguments: [
    "", " ", "channel", "channel 0", "channel -1", "channel 1.0", "channel 1 2", "channel x",
    "Channel 1", "channel1", "channel 10000", "channel 99999999999999999999", "main 1",
    "monitor 1", "group", "matrix", "matrix 0", "talkback 1", "vca", "vca 0", "fx two",
    "channel\t1", "channel ١", "\0",
  ])
  func rejectsJunk(text: String) {
    #expect(StripID(text) == nil)
    #expect(BusID(text) == nil)
  }

  @Test func namesOfChannelsAndVCAsAreNoBuses() {
    #expect(BusID("channel 1") == nil && BusID("vca 1") == nil)
  }

  @Test func theBusesLieInTheOrderOfTheirKinds() {
    let desk = Console.standard
    #expect(desk.buses.map(\.id) == desk.buses.map(\.id).sorted())
    for (index, bus) in desk.buses.enumerated() { #expect(desk.index(of: bus.id) == index) }
    for absent in [BusID(.group, 9), BusID(.main, 2), BusID(.fx, 0), BusID(.aux, .min)] {
      #expect(desk.index(of: absent) == nil && !desk.has(.bus(absent)))
    }
  }
}
