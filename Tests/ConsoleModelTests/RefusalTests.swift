import ConsoleModel
import Testing
import Units

@Suite struct RefusalTests {
  /// What the standard desk, with group 1 feeding group 2 and VCA 1 under VCA 2, says to edits;
  /// channel 2 and group 1 have inserts on outputs 61, and 62 and 63.
  private static let messages: [(ConsoleEdit, String)] = [
    (.fader(.channel(33), .unity), "there is no channel 33"),
    (.fader(.channel(.min), .unity), "there is no channel \(Int.min)"),
    (.fader(.group(9), .unity), "there is no group 9"),
    (.joinVCA(.channel(1), vca: 9), "there is no vca 9"),
    (.leaveVCA(.vca(0), vca: 1, keeping: .sound), "there is no vca 0"),
    (.muteGroup(9, isOn: true), "there is no mute group 9"),
    (
      .fader(.main, Decibels(10.1)), "fader at 10.1 dB is out of range; allowed is -inf...10 dB"
    ),
    (
      .fader(.main, Decibels(1e300)),
      "fader at 1e+300 dB is out of range; allowed is -inf...10 dB"
    ),
    (
      .sendLevel(.channel(1), to: BusID(.aux, 1), Decibels(12)),
      "sends.aux 1.level at 12 dB is out of range; allowed is -inf...10 dB"
    ),
    (.trim(.channel(1), .silence), "trim at -inf dB is out of range; allowed is -60...20 dB"),
    (.muteGroupDim(1, .unity), "dim at 0 dB is out of range; allowed is a level below 0 dB, none"),
    (.pan(.vca(1), .left), "vca 1 has no pan"),
    (.joinMuteGroup(.vca(1), group: 1), "vca 1 has no mute groups"),
    (.solo(.bus(.monitor), true), "monitor has no solo"),
    (.arm(.main, true), "main has no record key"),
    (.assign(.bus(.monitor), to: .main, true), "monitor has no assigns"),
    (.sendOn(.vca(1), to: BusID(.fx, 1), true), "vca 1 has no sends"),
    (.delay(BusID(.aux, 1), Milliseconds(10)), "aux 1 has no delay.left"),
    (
      .delay(BusID(.fx, 1), Milliseconds(2001)),
      "delay.left at 2001 ms is out of range; allowed is 0...2000 ms"
    ),
    (
      .assign(.channel(1), to: BusID(.aux, 1), true),
      "aux 1 can't be fed so; allowed are group and main buses"
    ),
    (
      .sendOn(.channel(1), to: .main, true),
      "main can't be fed so; allowed are aux, fx and matrix buses"
    ),
    (.sendOn(.channel(1), to: BusID(.matrix, 1), true), "there is no matrix 1"),
    (.soloSafe(.main, true), "main has no solo-safe, for no solo mutes it"),
    (.soloSafe(.channel(33), true), "there is no channel 33"),
    (
      .monitorSource(.monitor),
      "the monitor as its own source is out of range; allowed is any other bus"
    ),
    (.monitorSource(BusID(.aux, 9)), "there is no aux 9"),
    (.talkbackInput(257), "an input numbered 257 is out of range; allowed is 1...256"),
    (
      .assign(.talkback, to: .monitor, true),
      "monitor can't be fed so; allowed are group, aux, fx, matrix and main buses"
    ),
    (.assign(.oscillator, to: BusID(.group, 9), true), "there is no group 9"),
    (.fader(.talkback, .unity), "talkback has no such control"),
    (.sendOn(.talkback, to: BusID(.aux, 1), true), "talkback has no sends"),
    (.set(.talkback, .oscillatorLevel, -20), "talkback has no level"),
    (
      .set(.oscillator, .oscillatorLevel, 1),
      "level at 1 dB is out of range; allowed is -80...0 dB"
    ),
    (.set(.main, .dimOn, 1), "main has no dim"),
    (
      .inputs(channel: 1, [1, 2, 3]),
      "an input for each of 3 sides is out of range; allowed is none, 1 or 2"
    ),
    (.inputs(channel: 1, [257]), "an input numbered 257 is out of range; allowed is 1...256"),
    (.outputs(BusID(.aux, 1), [1, 2]), "output 1 already plays main"),
    (.outputs(BusID(.aux, 1), [77, 77]), "output 77 already plays aux 1"),
    (.insert(.channel(1), outputs: [2], inputs: [1]), "output 2 already plays main"),
    (.insert(.main, outputs: [1, 2], inputs: []), "output 1 already plays main"),
    (
      .insert(.group(3), outputs: [78, 61], inputs: []),
      "output 61 already plays the insert of channel 2"
    ),
    (
      .insert(.channel(3), outputs: [63], inputs: []),
      "output 63 already plays the insert of group 1"
    ),
    (.outputs(BusID(.group, 1), [62, 64]), "output 62 already plays the insert of group 1"),
    (
      .insert(.group(3), outputs: [78, 78], inputs: []),
      "output 78 already plays the insert of group 3"
    ),
    (
      .insert(.channel(1), outputs: [70, 71, 72], inputs: [1]),
      "an output for each of 3 sides is out of range; allowed is none, 1 or 2"
    ),
    (
      .insert(.main, outputs: [70, 71], inputs: [1, 2, 3]),
      "an input for each of 3 sides is out of range; allowed is none, 1 or 2"
    ),
    (
      .insert(.channel(1), outputs: [257], inputs: [1]),
      "an output numbered 257 is out of range; allowed is 1...256"
    ),
    (
      .insert(.channel(1), outputs: [70], inputs: [0]),
      "an input numbered 0 is out of range; allowed is 1...256"
    ),
    (.insert(.channel(33), outputs: [], inputs: []), "there is no channel 33"),
    (.insert(.vca(1), outputs: [], inputs: []), "vca 1 has no insert"),
    (.insert(.talkback, outputs: [70], inputs: [1]), "talkback has no insert"),
    (
      .assign(.group(2), to: BusID(.group, 1), true),
      "that would close a loop: group 2 -> group 1 -> group 2"
    ),
    (
      .assign(.main, to: BusID(.group, 1), true),
      "that would close a loop: main -> group 1 -> group 2 -> main"
    ),
    (.assign(.main, to: .main, true), "that would close a loop: main -> main"),
    (.sendOn(.aux(1), to: BusID(.aux, 1), true), "that would close a loop: aux 1 -> aux 1"),
    (.joinVCA(.vca(2), vca: 1), "that would close a loop: vca 2 -> vca 1 -> vca 2"),
    (.joinVCA(.vca(3), vca: 3), "that would close a loop: vca 3 -> vca 3"),
  ]

  private func desk() throws -> Console {
    var desk = Console.standard
    try desk.apply(.assign(.group(1), to: BusID(.group, 2), true))
    try desk.apply(.assign(.group(1), to: .main, false))
    try desk.apply(.joinVCA(.vca(1), vca: 2))
    try desk.apply(.insert(.channel(2), outputs: [61], inputs: [5]))
    try desk.apply(.insert(.group(1), outputs: [62, 63], inputs: [6, 7]))
    return desk
  }

  @Test(arguments: 0..<messages.count)
  func saysWhyAndStaysAsItWas(row: Int) throws {
    let (edit, message) = Self.messages[row]
    var desk = try desk()
    let before = desk
    do throws(EditRefusal) {
      try desk.apply(edit)
      Issue.record("\(edit) was made")
    } catch {
      #expect(error.description == message)
    }
    #expect(desk == before)
  }

  @Test func stacksVCAsFourLevelsHighAndNoHigher() throws {
    var desk = Console.standard
    try desk.apply(.joinVCA(.channel(1), vca: 1))
    for number in 1...3 { try desk.apply(.joinVCA(.vca(number), vca: number + 1)) }
    #expect(desk.vcaDepth(of: .channel(1)) == 4)
    let refusal = EditRefusal.vcaTooDeep(5)
    #expect(throws: refusal) { try desk.apply(.joinVCA(.vca(4), vca: 5)) }
    #expect(throws: refusal) { try desk.apply(.joinVCA(.vca(5), vca: 1)) }
    #expect(refusal.description == "that would stack VCAs 5 levels high; allowed are 4")
    try desk.apply(.joinVCA(.vca(5), vca: 2))
    try desk.apply(.joinVCA(.channel(2), vca: 5))
    #expect(desk.vcaLoop() == nil)
  }

  @Test func allowsALoopOnceItsSendIsOff() throws {
    var desk = Console.standard
    try desk.apply(.sendLevel(.aux(1), to: BusID(.aux, 2), .unity))
    try desk.apply(.sendOn(.aux(1), to: BusID(.aux, 2), false))
    try desk.apply(.sendLevel(.aux(2), to: BusID(.aux, 1), .unity))
    let loop = [BusID(.aux, 1), BusID(.aux, 2), BusID(.aux, 1)]
    #expect(throws: EditRefusal.busLoop(loop)) {
      try desk.apply(.sendOn(.aux(1), to: BusID(.aux, 2), true))
    }
    #expect(desk.routingLoop() == nil)
  }

  @Test func turnsAnUntouchedSendOnWhenItIsRaisedAndLeavesOneThatWasTurnedOff() throws {
    var desk = Console.standard
    let aux = BusID(.aux, 1)
    try desk.apply(.sendLevel(.channel(1), to: aux, Decibels(-10)))
    #expect(desk.strip(.channel(1))?.send(to: aux).isOn == true)
    try desk.apply(.sendOn(.channel(1), to: aux, false))
    try desk.apply(.sendLevel(.channel(1), to: aux, Decibels(0)))
    #expect(desk.sendGain(from: .channel(1), to: aux) == 0)
  }
}
