import ConsoleModel
import Surface
import Testing
import Units
import YAML

private func load(_ text: String) -> (mapping: Mapping?, lines: [String]) {
  let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "my.yaml")
  return (mapping, diagnostics.lines)
}

/// A small controller that nobody has ever seen.
private let strangeBox = """
  busbar-mapping: 1
  name: Strange Box
  device:
    lamps: {off: 1, on: 2, blink: 3}
    units:
      - {name: box, client: Strange, parts: all}
    parts:
      all:
        faders:
          slider 1..2: {message: cc14 0..1 channel 3, motor: no}
          big: {message: cc 20, touch: cc 21, top: 100, echo: no}
        buttons:
          key 1..2:
            message: note 40 channel 5..6
            lamp: cc 50..51
        encoders:
          knob: {message: cc 30, code: absolute, ring: {message: cc 31}}
        displays:
          word 1..2: {write: "F0 7D {offset} {text} F7", rows: [0], cell: 4}
        meters:
          level 1..2: {message: cc 60..61, levels: {-20 dB: 64, 0 dB: 127}, decays: no}
  layout:
    slider 1..2: strip fader
    big: main fader
    key 1..2: strip mute
    knob: selected pan
    word 1..2: strip display
    level 1..2: strip meter
  """

@Suite struct MappingFileTests {
  @Test func loadsTheShippedFileWithoutAComplaint() throws {
    let mapping = try mackieControl()
    #expect(mapping.units.map(\.stripCount) == [8, 8, 8, 8])
    #expect(mapping.units.map(\.faders.count) == [9, 8, 8, 8])
    #expect(mapping.units.map(\.id) == [0x14, 0x15, 0x15, 0x15])
    #expect(mapping.units[0].greeting.setup.count == 8)
  }

  @Test func drivesAControllerThatNobodyHasSeen() throws {
    let (mapping, lines) = load(strangeBox)
    #expect(lines == [])
    var desk = TestDesk(try #require(mapping))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.wait(2000 * .ms)
    let painted = desk.trace()
    #expect(painted.contains("0: B0 32 01"))
    #expect(painted.contains("0: F0 7D 00 43 68 20 31 43 68 20 32 F7"))
    #expect(!painted.contains { $0.hasPrefix("0: B2") })  // sliders have no motor
    #expect(desk.hear([0x95, 40, 127]) == [.mute(.channel(2), true)])
    #expect(desk.trace() == ["0: B0 33 02"])
    // A slider that is pulled past the console's place takes over; both its bytes count.
    #expect(desk.hear([0xB2, 0, 0x40]) == [])
    #expect(desk.hear([0xB2, 32, 0x01]) == [])
    desk.hear([0xB2, 0, 0])
    #expect(desk.hear([0xB2, 32, 0]) == [.fader(.channel(1), .silence)])
    #expect(desk.hear([0xB0, 21, 127]) == [])
    #expect(desk.hear([0xB0, 20, 100]) == [.fader(.main, .faderTop)])
    #expect(!desk.trace().contains { $0.hasPrefix("0: B0 14") })
  }

  @Test func findsEveryMistakeInOneRun() {
    let text =
      strangeBox
      .replacing("busbar-mapping: 1", with: "busbar-mapping: one")
      .replacing("motor: no", with: "moter: no")
      .replacing("cc 20, touch", with: "cc 32 channel 3, touch")
      .replacing("cc 50..51", with: "cc 50..52")
      .replacing("code: absolute", with: "code: absolut")
      .replacing("cell: 4", with: "cell: 99")
      .replacing("0 dB: 127", with: "-30 dB: 300")
      .replacing("key 1..2: strip mute", with: "key 1..3: strip mute")
      .replacing("knob: selected pan", with: "knob: selected pam")
      .replacing("big: main fader", with: "bigg: vca 1..2 fader")
    let (mapping, lines) = load(text)
    #expect(mapping == nil)
    #expect(
      lines == [
        "my.yaml:1:17: error: 'one' is not a whole number in 'busbar-mapping' of a mapping file;"
          + " allowed are 1 to 9999",
        "my.yaml:10:53: error: unknown key 'moter' in a fader; allowed are: echo, hold, interval,"
          + " message, motor, scale, send, send top, settle, step, takeover, top, touch,"
          + " touch threshold, travel; did you mean 'motor'?",
        "my.yaml:11:9: error: 'big' has the message 'cc 32 channel 3', which is part of"
          + " 'cc14 0 channel 3' of 'slider 1' in line 10",
        "my.yaml:15:17: error: 'lamp' of a button names 3 messages, but there are 2 controls",
        "my.yaml:17:38: error: unknown word 'absolut' in 'code' of an encoder; allowed are:"
          + " sign-bit, inverted-sign-bit, twos-complement, offset-binary, halves, absolute; did you mean"
          + " 'absolute'?",
        "my.yaml:19:73: error: '99' is out of range in 'cell' of a display; allowed are 1 to 64",
        "my.yaml:21:21: error: the last meter's highest value with 'plus' and 'each'"
          + " added is more than 127",
        "my.yaml:21:63: error: the levels of a meter have to rise; this one does not",
        "my.yaml:24:3: error: unknown control 'bigg' in a key of 'layout' of a mapping file; allowed"
          + " are: big, key, knob, level, slider, word; did you mean 'big'?",
        "my.yaml:25:3: error: the device has no 'key 3'; it has 'key 1..2'",
        "my.yaml:26:18: error: unknown parameter 'pam' in control 'knob'; 'busbar parameters' lists"
          + " them; did you mean 'pan'?",
      ])
  }

  @Test(arguments: [
    (
      "top: 100", "top: 128",
      "11:50: error: '128' is out of range in 'top' of a fader; allowed are 1 to 127"
    ),
    (
      "channel 5..6", "channel 5..17",
      "14:36: error: '17' is out of range in 'message' of a button; allowed are 1 to 16"
    ),
    (
      "client: Strange, ", "",
      "6:7: error: a unit needs 'client' or 'usb', or it would never be found"
    ),
    (
      "big: main fader", "big: strip fader",
      "24:8: error: 'big' has no number that says which strip is meant"
    ),
    (
      "big: main fader", "big: mixer fader",
      "24:8: error: unknown strip 'mixer' in control 'big'; allowed are: strip,"
        + " selected, main, monitor, channel 1, group 1, aux 1, fx 1, vca 1"
    ),
    (
      "F0 7D {offset} {text} F7", "F0 7D {offset} {txt} F7",
      "19:28: error: unknown byte '{txt}' in 'write' of a display; allowed are: 00 to"
        + " FF, {id}, {offset}, {strip}, {row}, {text}, {start}, {sum}, {complement}, {xor}; did you"
        + " mean '{text}'?"
    ),
    (
      "message: cc 20,", "message: note 40 channel 5,",
      "13:9: error: 'key 1' has the message 'note 40 channel 5' that 'big' of line 11"
        + " has; each message belongs to one control"
    ),
    (
      "message: cc 20,", "message: foot 40,",
      "11:24: error: unknown message 'foot' in 'message' of a fader; allowed are:"
        + " note, cc, cc14, nrpn, nrpn7, pitch-bend, channel-pressure, key-pressure, program,"
        + " program-number, hui"
    ),
  ])
  func refusesWhatCanNotBeTrue(old: String, new: String, complaint: String) {
    #expect(load(strangeBox.replacing(old, with: new)).lines == ["my.yaml:" + complaint])
  }

  /// What can't be reached is no mistake, but it is said.
  @Test func warnsOfWhatCanNotBeReached() {
    let text =
      strangeBox
      .replacing(
        "parts:\n    all:",
        with: "parts:\n    spare: {buttons: {extra: note 90}}\n    all:"
      )
      .replacing(
        "layout:", with: "user layers: {drums: channel 1..2, brass: channel 3}\nlayout:"
      )
      .replacing(
        "key 1..2: strip mute",
        with: "key 1: layer drums\n  when layer fx: {key 2: main mute}")
    let (mapping, lines) = load(text)
    #expect(mapping != nil)
    #expect(
      lines == [
        "my.yaml:8:5: warning: no unit has the part 'spare', so that its controls do not exist",
        "my.yaml:23:36: warning: no key of this file shows the layer 'brass'; one with 'layer brass'"
          + " would",
        "my.yaml:28:3: warning: no key of this file brings 'layer fx'; without it these actions are"
          + " dead",
      ])
  }
}
