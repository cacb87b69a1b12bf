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
  busbar: mapping 1
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
    desk.surface.connected(0, at: desk.now)
    desk.wait(2000 * .ms)
    let painted = desk.trace()
    #expect(painted.contains("0: B0 32 01"))
    #expect(painted.contains("0: F0 7D 00 43 68 20 31 43 68 20 32 F7"))
    #expect(!painted.contains { $0.hasPrefix("0: B2") })  // sliders have no motor
    #expect(desk.hear([0x95, 40, 127]) == [.mute(.channel(2), true)])
    #expect(desk.trace() == ["0: B0 33 02", "0: F0 7D 04 4D 55 54 45 F7"])
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
    let text = strangeBox
      .replacing("mapping 1", with: "mapping 2")
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
    #expect(lines == [""])
  }

  @Test func refusesWhatCanNotBeTrue() {
    func complaint(_ old: String, _ new: String) -> [String] {
      load(strangeBox.replacing(old, with: new)).lines
    }
    #expect(complaint("top: 100", "top: 128") == [""])
    #expect(complaint("channel 5..6", "channel 5..17") == [""])
    #expect(complaint("client: Strange, ", "") == [""])
    #expect(complaint("big: main fader", "big: strip fader") == [""])
    #expect(complaint("big: main fader", "big: mixer fader") == [""])
    #expect(complaint("F0 7D {offset} {text} F7", "F0 7D {offset} {txt} F7") == [""])
    #expect(complaint("knob: selected pan", "knob: selected trim") == [""])
    #expect(complaint("message: cc 20,", "message: note 40 channel 5,") == [""])
    #expect(complaint("message: cc 20,", "message: foot 40,") == [""])
  }
}
