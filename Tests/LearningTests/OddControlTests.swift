import Learning
import MIDI
import Simulator
import Surface
import Testing

@Suite struct OddControlTests {
  private static let oddBox = """
    busbar-mapping: 1
    name: Odd
    device:
      lamps: {off: 0, on: 127}
      units: [{name: odd, client: [Odd], parts: all}]
      parts:
        all:
          faders:
            fader 1..2: {message: nrpn 300..301, motor: no}
            narrow 3: {message: nrpn7 5 channel 2, motor: no}
            wide 4..5: {message: cc14 7..8 channel 3, top: 1023}
            felt 6: {message: key-pressure 60 channel 4, touch: note 7 channel 4}
            soft 7: {message: channel-pressure channel 5, motor: no}
          encoders:
            pot 1: {message: cc 40 channel 6, code: twos-complement}
            pot 2: {message: cc 41 channel 6, code: twos-complement, invert: yes}
            pot 3: {message: cc 42 channel 6, code: offset-binary, invert: yes}
            pot 4: {message: cc 43 channel 6, code: inverted-sign-bit}
            pot 5: {message: cc 44 channel 6, code: sign-bit, invert: yes}
            pot 6: {message: pitch-bend channel 6, code: halves, invert: yes}
            knob 1: {message: program-number channel 7, code: absolute}
          buttons:
            scene 1..2: program 4..5 channel 8
            latch 1..2: {message: note 1..2 channel 8, alternates: yes}
            zone: hui 3 port 9 channel 9
            bend: {message: pitch-bend channel 9, threshold: 8192}
    layout:
      fader 1..2: strip fader
      narrow 3: strip fader
      wide 4..5: strip fader
      felt 6: strip fader
      soft 7: strip fader
      pot 1..6: strip pan
      knob 1: strip pan
      scene 1..2: layer vcas
      latch 1..2: strip mute
      zone: bank left
      bend: bank right
    """

  @Test func hearsEveryKindOfMessage() throws {
    let unit = try mapping(Self.oddBox + "\n").units[0]
    var person = Person(at: unit)
    person.teachEverything()
    for fader in unit.faders {
      let learnt = try #require(person.learnt(fader.name))
      #expect(learnt.address == fader.profile.address)
      #expect(learnt.touch == fader.profile.touch)
      #expect(
        learnt.kind
          == .fader(top: fader.profile.rules.top, step: 1, isMotor: fader.profile.isMotor))
    }
    for encoder in unit.encoders where encoder.name != "knob 1" {
      let learnt = try #require(person.learnt(encoder.name))
      #expect(learnt.address == encoder.profile.address)
      // A sign bit the other way round has a name of its own.
      let isOther = encoder.name == "pot 5"
      let kind = LearntControl.Kind.encoder(
        isOther ? .invertedSignBit : encoder.profile.code,
        isInverted: !isOther && encoder.profile.isInverted)
      #expect(learnt.kind == kind, "\(encoder.name)")
    }
    #expect(person.learnt("knob 1")?.kind == .knob)
    for key in unit.buttons {
      let learnt = try #require(person.learnt(key.name))
      #expect(learnt.address == key.profile.address)
      guard case .key(_, let alternates, _) = learnt.kind else {
        Issue.record("\(key.name)")
        continue
      }
      #expect(alternates == key.profile.alternates, "\(key.name)")
    }
    let text = try #require(person.bench.talk.mapping(of: LearntDevice(client: "Odd")))
    for line in [
      "fader 1..2: {message: nrpn 300..301, motor: no}",
      "wide 4..5: {message: cc14 7..8 channel 3, top: 1023}",
      "felt 6: {message: key-pressure 60 channel 4, touch: note 7 channel 4}",
      "pot 2: {message: cc 41 channel 6, code: twos-complement, invert: yes}",
      "scene 1..2: {message: program 4..5 channel 8, lamp: none}",
      "latch 1..2: {message: note 1..2 channel 8, alternates: yes}",
    ] {
      #expect(text.contains("        \(line)\n"), "\(line)\n\(text)")
    }
    _ = try mapping(text)
  }

  /// All light when all are told to, but each by the other's message, which a key can't know.
  @Test func lampsOfOtherKeysAreNone() throws {
    let file = """
      busbar-mapping: 1
      name: Crossed
      device:
        lamps: {off: 0, on: 127}
        units: [{name: crossed, client: [Crossed], parts: all}]
        parts:
          all:
            buttons: {key 1: {message: note 1, lamp: note 2}, key 2: {message: note 2, lamp: note 1}}
      layout: {key 1..2: strip mute}
      """
    var person = Person(at: try mapping(file + "\n").units[0])
    person.teachEverything()
    let kind = LearntControl.Kind.key(threshold: 64, alternates: false, lamp: 0)
    #expect(person.bench.talk.controls.map(\.kind) == [kind, kind])
  }

  /// Values of single clicks at which codes look alike.
  @Test(arguments: [
    ([1, 1, 65, 65], EncoderCode.signBit, false), ([65, 65, 1, 1], .invertedSignBit, false),
    ([1, 1, 127, 127], .twosComplement, false), ([127, 127, 1, 1], .twosComplement, true),
    ([65, 65, 63, 63], .offsetBinary, false), ([63, 63, 65, 65], .offsetBinary, true),
    ([0, 0, 127, 127], .halves, false), ([127, 127, 0, 0], .halves, true),
    ([2, 1, 66, 65], .signBit, false), ([0, 0, 64, 64], .signBit, false),
    ([3, 126, 127], .twosComplement, false),
  ])
  func tellsCodes(values: [Int], code: EncoderCode, isInverted: Bool) throws {
    var bench = try idle()
    for value in values { turn(&bench, value) }
    bench.run(for: 1000 * .ms)
    bench.type("")
    #expect(bench.talk.controls.map(\.kind) == [.encoder(code, isInverted: isInverted)])
  }

  /// A place that is turned up and down looks like no code, wherever it is.
  @Test(arguments: 0...124) func tellsAPlace(start: Int) throws {
    var bench = try idle()
    for step in [1, 2, 1, 0] { turn(&bench, start + step) }
    bench.run(for: 1000 * .ms)
    bench.type("")
    #expect(bench.talk.controls.map(\.kind) == [.knob], "\(bench.lines)")
  }

  /// Too little is not guessed at.
  @Test(arguments: [[66, 62], [64], [1, 65], [127, 126, 125], [1, 2, 3]])
  func asksMore(values: [Int]) throws {
    var bench = try idle()
    for value in values { turn(&bench, value) }
    bench.run(for: 1000 * .ms)
    #expect(bench.talk.request == .again)
    #expect(bench.talk.controls == [])
  }

  private func turn(_ bench: inout Bench<Learner>, _ value: Int) {
    bench.hear(.controlChange(channel: 1, controller: 70, value: value))
    bench.run(for: 50 * .ms)
  }

  private func idle() throws -> Bench<Learner> {
    Bench(Learner(device: "Box"), SimulatedUnit(UnitProfile(name: "box")))
  }
}
