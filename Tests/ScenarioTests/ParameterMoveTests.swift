import ConsoleModel
import DSP
import Desk
import Engine
import Glibc
import MIDI
import Surface
import Testing
import Units

/// From the bytes of a pot, a key and a fader to the sound, in one process.
@Suite struct ParameterMoveTests {
  private static let mapping = """
    busbar-mapping: 1
    name: Box
    device:
      units: [{name: box, client: Box, parts: all}]
      parts:
        all:
          faders:
            fader 1: {message: pitch-bend, touch: note 100}
          encoders:
            pot 1: {message: cc 1, code: sign-bit}
          buttons:
            key 1..2: note 1..2
    layout:
      fader 1: channel 1 trim
      pot 1: channel 1 eq.2.gain
      key 1: channel 1 eq.on
      key 2: channel 1 eq.2.on
    """

  /// A tone of 400 Hz through a peak of that frequency, 12 clicks of half a dB up and 16 down.
  @Test func whatAHandDoesIsHeard() throws {
    var desk = try SoundingDesk(try #require(mapping))
    let plain = desk.level()
    #expect(abs(plain + 23.01) < 0.01)  // an amplitude of 0.1
    desk.hear([0x90, 1, 127, 0x90, 1, 0, 0x90, 2, 127, 0x90, 2, 0])
    #expect(abs(desk.level() - plain) < 0.001)  // on, with no gain
    desk.hear([0xB0, 1, 12])
    #expect(abs(desk.level() - plain - 6) < 0.01)
    desk.hear([0xB0, 1, 0x40 | 16])
    #expect(abs(desk.level() - plain + 2) < 0.01)
    desk.hear([0x90, 1, 127])
    #expect(abs(desk.level() - plain) < 0.001)
    // The fader's middle is half way from -60 to 20 dB of trim: a step of 80/16383 dB off -20.
    desk.hear([0x90, 100, 127, 0xE0, 0x00, 0x40])
    #expect(abs(desk.level() - plain + 20) < 0.01)
  }

  private var mapping: Mapping? {
    MappingFile.load(bytes: Array(Self.mapping.utf8), file: "box.yaml").mapping
  }
}

/// Control and engine as they run, with time that is made of blocks.
private struct SoundingDesk {
  private var state: ControlState
  private let desk: OfflineDesk
  private var parser = MIDIParser()
  private var frame = 0

  private static let block = 64

  init(_ mapping: Mapping) throws {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (1, 0, 0, 0)
    var console = Console(name: "Sound", size: size)
    console.make(.fader(.main, .unity), .fader(.channel(1), .unity), .pan(.channel(1), .left))
    state = ControlState(console: console, mappings: [mapping])
    desk = OfflineDesk(
      console: console, rate: 48000, block: Self.block, inputs: 1, outputs: 2,
      instructionSet: .baseline)
    state.connected(0, unit: 0, at: 0)
  }

  mutating func hear(_ bytes: [UInt8]) {
    let now = UInt64(frame) * 1_000_000 / 48
    for message in parser.parse(bytes[...]) {
      state.received(message, from: 0, unit: 0, at: now)
    }
    if let console = state.takeChange() { desk.engine.follow(console) }
  }

  /// The RMS of the left output in dBFS over half a second, after as long for all to come to rest.
  mutating func level() -> Double {
    var sum = 0.0
    for half in 0..<2 {
      for _ in 0..<24000 / Self.block {
        for index in 0..<Self.block {
          desk.input[index] = Float(0.1 * sin(2 * .pi * 400 * Double(frame + index) / 48000))
        }
        frame += Self.block
        desk.render(Self.block)
        guard half == 1 else { continue }
        for index in 0..<Self.block {
          let sample = Double(desk.output[2 * index])
          sum += sample * sample
        }
      }
    }
    return 10 * log10(sum / Double(24000 / Self.block * Self.block))
  }
}
