import Learning
import MIDI
import Simulator
import Surface
import Testing

/// What a person may say and leave out, and devices that misbehave.
@Suite struct TalkTests {
  private var bench: Bench<Learner> {
    Bench(Learner(device: "Box"), SimulatedUnit(UnitProfile(name: "box")))
  }

  private func press(_ bench: inout Bench<Learner>, _ note: Int) {
    bench.hear(.noteOn(channel: 1, note: note, velocity: 127))
    bench.run(for: 80 * .ms)
    bench.hear(.noteOff(channel: 1, note: note, velocity: 0))
    bench.run(for: 1000 * .ms)
  }

  private func names(_ bench: Bench<Learner>) -> [String] {
    bench.talk.controls.map { "\($0.name)" }
  }

  @Test func numbersARowOn() {
    var bench = bench
    press(&bench, 10)
    bench.type("  Mute   1 ")
    press(&bench, 11)
    press(&bench, 11)
    #expect(bench.lines.last == "That is 'mute 2'.")
    press(&bench, 12)
    bench.type("")
    press(&bench, 20)
    #expect(bench.talk.request == .name("key 1"))
    bench.type("bank left")
    press(&bench, 21)
    bench.type("-")
    #expect(names(bench) == ["mute 1", "mute 2", "mute 3", "bank left"])
    #expect(bench.talk.controls[1].address == .note(channel: 1, number: 11))
  }

  @Test func takesANameBeforeTheControl() {
    var bench = bench
    bench.type("solo 3")
    press(&bench, 5)
    press(&bench, 6)
    #expect(names(bench) == ["solo 3", "solo 4"])
  }

  @Test func undoesTheLast() {
    var bench = bench
    bench.type("solo 1")
    press(&bench, 5)
    press(&bench, 6)
    bench.type("undo")
    #expect(names(bench) == ["solo 1"])
    press(&bench, 7)
    #expect(names(bench) == ["solo 1", "solo 2"])
    #expect(bench.talk.controls[1].address == .note(channel: 1, number: 7))
    for _ in 0..<3 { bench.type("undo") }
    #expect(names(bench) == [])
    #expect(bench.lines.last == "There is nothing to undo.")
  }

  @Test(arguments: ["fader: 1", "1 fader", "x 0", "x 129", "x 01", "# x", "null", "é"])
  func refusesNamesThatNoFileCanHave(name: String) {
    var bench = bench
    press(&bench, 1)
    bench.type(name)
    #expect(bench.talk.request == .name("key 1"))
    #expect(bench.talk.controls == [])
  }

  @Test func refusesANameTwice() {
    var bench = bench
    press(&bench, 1)
    bench.type("play")
    press(&bench, 2)
    bench.type("play")
    #expect(bench.lines.last?.hasPrefix("There is 'play' already") == true)
    bench.type("undo")
    #expect(names(bench) == ["play", "undo"])
  }

  @Test func losesNothingAtTheEnd() throws {
    var bench = bench
    press(&bench, 1)
    bench.type("play")
    bench.hear(.noteOn(channel: 1, note: 2, velocity: 127))
    bench.hear(.noteOn(channel: 1, note: 2, velocity: 0))
    bench.talk.ended(at: bench.now)
    #expect(bench.talk.isDone)
    #expect(names(bench) == ["play", "key 1"])
    let text = try #require(bench.talk.mapping(of: LearntDevice(client: "Box")))
    #expect(text.contains("Not all lamps of keys were tried"))
    _ = try mapping(text)
  }

  /// Who types fast types before the silence that ends a control.
  @Test(arguments: ["", "done"]) func whatWasHandledJustBeforeCounts(line: String) {
    var bench = bench
    bench.type("mute 1")
    press(&bench, 10)
    bench.hear(.noteOn(channel: 1, note: 11, velocity: 127))
    bench.hear(.noteOff(channel: 1, note: 11, velocity: 0))
    bench.type(line)
    #expect(names(bench) == ["mute 1", "mute 2"])
    bench.run(for: 3000 * .ms)
    #expect(names(bench) == ["mute 1", "mute 2"])
    #expect(bench.talk.request == (line == "" ? .control(nil) : .areLit(["mute 1", "mute 2"])))
  }

  @Test func aControlWithoutANameHasOneAtTheEnd() {
    var bench = bench
    bench.hear(.programChange(channel: 1, program: 3))
    bench.run(for: 200 * .ms)
    bench.hear(.programChange(channel: 1, program: 3))
    bench.type("done")
    #expect(names(bench) == ["key 1"])
    #expect(bench.talk.isDone)
  }

  /// A key that does not say when it is let go can't make anything last until then.
  @Test func keysThatTellNoReleaseHoldNothing() throws {
    var bench = bench
    for _ in 0..<3 {
      bench.hear(.programChange(channel: 1, program: 7))
      bench.run(for: 1000 * .ms)
    }
    bench.type("fine")
    bench.type("done")
    let text = try #require(bench.talk.mapping(of: LearntDevice(client: "Box")))
    #expect(text.contains("fine: fine"))
    _ = try mapping(text)
  }

  @Test func endsWhenEveryNumberIsTaken() {
    var bench = bench
    for note in 0..<128 {
      press(&bench, note)
      bench.type("")
      bench.type("")
    }
    #expect(bench.talk.controls.count == 128)
    bench.hear(.noteOn(channel: 2, note: 5, velocity: 127))
    bench.hear(.noteOff(channel: 2, note: 5, velocity: 0))
    bench.run(for: 1000 * .ms)
    bench.type("done")
    #expect(bench.talk.controls.count == 128)
    #expect(bench.talk.isDone || bench.talk.request != .name("key 128"))
  }

  @Test(arguments: ["A\u{2028}name: B", "\u{FEFF}\u{200B}", "\u{1B}[2J\"\\", ""])
  func anyNameOfAClientMakesAFile(client: String) throws {
    var bench = bench
    press(&bench, 1)
    bench.type("play")
    let text = try #require(bench.talk.mapping(of: LearntDevice(client: client)))
    let learnt = try mapping(text)
    #expect(learnt.units[0].match.clients.allSatisfy { client.isEmpty || !$0.isEmpty })
  }

  @Test func whatDoesNotGoUpByOneHasALineOfItsOwn() throws {
    var bench = bench
    bench.type("key 1")
    for (channel, note) in [(1, 1), (1, 2), (2, 2), (2, 3), (2, 5)] {
      bench.hear(.noteOn(channel: channel, note: note, velocity: 127))
      bench.hear(.noteOff(channel: channel, note: note, velocity: 0))
      bench.run(for: 1000 * .ms)
    }
    bench.type("fader 1")
    for (channel, touch) in [(1, 104), (2, 105), (3, 110)] {
      bench.hear(.noteOn(channel: 16, note: touch, velocity: 127))
      for place in stride(from: 0, through: 16000, by: 400) {
        bench.hear(.pitchBend(channel: channel, value: place))
        bench.run(for: 10 * .ms)
      }
      bench.hear(.noteOn(channel: 16, note: touch, velocity: 0))
      bench.run(for: 1000 * .ms)
    }
    let text = try #require(bench.talk.mapping(of: LearntDevice(client: "Box")))
    for line in [
      "key 1..2: note 1..2", "key 3..4: note 2..3 channel 2", "key 5: note 5 channel 2",
      "fader 1..2: {message: pitch-bend channel 1..2, touch: note 104..105 channel 16, top: 16000",
      "fader 3: {message: pitch-bend channel 3, touch: note 110 channel 16, top: 16000",
    ] {
      #expect(text.contains("        \(line)"), "\(line)")
    }
    let faders = try mapping(text).units[0].faders
    #expect(faders.map(\.profile.touch) == [104, 105, 110].map { .note(channel: 16, number: $0) })
  }

  @Test func theFileFindsTheDeviceAgain() throws {
    var bench = bench
    press(&bench, 1)
    bench.type("mute 1")
    let name = "Größe \"8\" \\ {x}: #1"
    let device = LearntDevice(client: name, port: "Port, 2", usb: 0x1397_00B6)
    let text = try #require(bench.talk.mapping(of: device))
    let match = try mapping(text).units[0].match
    #expect(match.clients == [name])
    #expect(match.ports == ["Port, 2"])
    #expect(match.usb == [0x1397_00B6])
    let plain = try #require(bench.talk.mapping(of: LearntDevice(client: name)))
    #expect(try mapping(plain).units[0].match.ports == [])
  }

  @Test func twoThingsAtOnceAreNone() {
    var bench = bench
    bench.hear(.noteOn(channel: 1, note: 1, velocity: 127))
    press(&bench, 2)
    #expect(bench.lines.last?.hasPrefix("Several things spoke: note 1") == true)
    #expect(bench.talk.controls == [])
  }

  /// A motor that goes on when the hand has let go is the hand's fader all the same.
  @Test func aMotorMayTrail() {
    var bench = bench
    bench.hear(.noteOn(channel: 1, note: 104, velocity: 127))
    move(&bench, stride(from: 0, through: 16000, by: 400))
    bench.hear(.noteOn(channel: 1, note: 104, velocity: 0))
    move(&bench, stride(from: 15600, through: 12000, by: -400))
    bench.run(for: 1000 * .ms)
    bench.type("")
    #expect(bench.talk.controls.first?.touch == .note(channel: 1, number: 104))
    #expect(
      bench.talk.controls.map(\.kind) == [.fader(top: 16000, step: 400, isMotor: nil)])
  }

  /// A key that is pressed before a fader is moved does not feel the hand on it.
  @Test func aKeyBeforeAFaderIsNoTouch() {
    var bench = bench
    bench.hear(.noteOn(channel: 1, note: 1, velocity: 127))
    bench.hear(.noteOn(channel: 1, note: 1, velocity: 0))
    move(&bench, stride(from: 0, through: 16000, by: 400))
    bench.run(for: 1000 * .ms)
    #expect(bench.lines.last?.hasPrefix("Several things spoke: note 1, pitch-bend.") == true)
  }

  private func move(_ bench: inout Bench<Learner>, _ places: StrideThrough<Int>) {
    for place in places {
      bench.hear(.pitchBend(channel: 1, value: place))
      bench.run(for: 10 * .ms)
    }
  }

  @Test func whatAFileCouldNotTellApartIsRefused() {
    var bench = bench
    // A parameter number has controller 6 for a part.
    for value in stride(from: 0, through: 127, by: 3) {
      for (number, value) in [(99, 0), (98, 5), (6, value)] {
        bench.hear(.controlChange(channel: 1, controller: number, value: value))
      }
    }
    bench.run(for: 1000 * .ms)
    bench.type("fader 1")
    for value in [127, 0] {
      bench.hear(.controlChange(channel: 1, controller: 6, value: value))
    }
    bench.run(for: 1000 * .ms)
    #expect(
      bench.lines.last?.contains("'cc 6', which is that of 'fader 1' in part") == true)
    #expect(names(bench) == ["fader 1"])
  }

  @Test func aKeyHeldLongIsNoneThatAlternates() {
    var bench = bench
    bench.hear(.noteOn(channel: 1, note: 9, velocity: 127))
    bench.run(for: 2000 * .ms)
    bench.hear(.noteOn(channel: 1, note: 9, velocity: 0))
    bench.run(for: 2000 * .ms)
    #expect(bench.talk.request == .again)
    press(&bench, 9)
    bench.type("")
    #expect(bench.talk.controls.map(\.kind) == [.key(threshold: 64, alternates: false, lamp: nil)])
  }

  @Test func aPadIsItsNote() {
    var bench = bench
    bench.hear(.noteOn(channel: 1, note: 9, velocity: 30))
    bench.hear(.polyPressure(channel: 1, note: 9, value: 50))
    bench.hear(.channelPressure(channel: 1, value: 20))
    bench.run(for: 100 * .ms)
    bench.hear(.noteOff(channel: 1, note: 9, velocity: 0))
    bench.run(for: 1000 * .ms)
    bench.type("")
    #expect(bench.talk.controls.map(\.kind) == [.key(threshold: 1, alternates: false, lamp: nil)])
  }

  @Test func silenceIsToldOf() {
    var bench = bench
    bench.run(for: 30_000 * .ms)
    #expect(bench.lines.last?.hasPrefix("Nothing has come from Box yet.") == true)
    bench.type("done")
    #expect(bench.talk.isDone)
    #expect(bench.talk.mapping(of: LearntDevice(client: "Box")) == nil)
  }

  /// Noise of every kind never makes a file that is wrong, and a flood does not fill the memory.
  @Test(arguments: 1...20) func junkMakesNoWrongFile(seed: UInt64) throws {
    var bench = bench
    var dice = SeededGenerator(seed)
    let few = seed.isMultiple(of: 2)  // things that speak again and again
    for _ in 0..<3000 {
      let channel = Int.random(in: 1...(few ? 1 : 16), using: &dice)
      let number = Int.random(in: 0...(few ? 2 : 127), using: &dice)
      let value = Int.random(in: 0...127, using: &dice)
      let message: MIDIMessage =
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: .noteOn(channel: channel, note: number, velocity: value)
        case 1: .noteOff(channel: channel, note: number, velocity: value)
        case 2: .polyPressure(channel: channel, note: number, value: value)
        case 3: .programChange(channel: channel, program: number)
        case 4: .channelPressure(channel: channel, value: value)
        case 5: .pitchBend(channel: channel, value: value << 7 | number)
        case 6: .sysex([0xF0, UInt8(number), 0xF7])
        default: .controlChange(channel: channel, controller: number, value: value)
        }
      bench.hear(message)
      if Int.random(in: 0..<20, using: &dice) == 0 { bench.run(for: 1000 * .ms) }
      if Int.random(in: 0..<50, using: &dice) == 0 {
        bench.type(["", "x 1", "f", "undo", "help", "y", "next"].randomElement(using: &dice) ?? "")
      }
    }
    bench.talk.ended(at: bench.now)
    guard let text = bench.talk.mapping(of: LearntDevice(client: "Box")) else { return }
    _ = try mapping(text)
  }

  @Test func aFloodEnds() {
    var bench = bench
    for index in 0..<50_000 {
      bench.hear(.pitchBend(channel: 1 + index % 16, value: index % 16384))
    }
    #expect(bench.lines.contains("Box does not stop sending; nothing was learnt of that."))
    #expect(bench.talk.controls == [])
  }
}
