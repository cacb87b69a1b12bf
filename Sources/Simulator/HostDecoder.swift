import MIDI
import Surface

/// Reads what a host sends: which things of the device it may be about, and the value.
///
/// A controller may be a value of its own, or a part of a wide one, of a parameter number or of a
/// HUI's lamp; the device picks what it has.
struct HostDecoder: Sendable {
  private struct Channel: Sendable {
    var upper = Array(repeating: 0, count: 32)
    var parameter = 0
    var data = 0
    var zone = 0
  }

  private var channels = Array(repeating: Channel(), count: 17)

  /// The addresses that a message may be about, each with its value.
  mutating func read(_ message: MIDIMessage) -> [(address: MessageAddress, value: Int)] {
    switch message {
    case .noteOn(let channel, let note, let velocity):
      [(.note(channel: channel, number: note), velocity)]
    case .noteOff(let channel, let note, _): [(.note(channel: channel, number: note), 0)]
    case .pitchBend(let channel, let value): [(.pitchBend(channel: channel), value)]
    case .channelPressure(let channel, let value): [(.channelPressure(channel: channel), value)]
    case .polyPressure(let channel, let note, let value):
      [(.keyPressure(channel: channel, number: note), value)]
    case .programChange(let channel, let program):
      [
        (.program(channel: channel, number: program), 127),
        (.programNumber(channel: channel), program),
      ]
    case .controlChange(let channel, let number, let value):
      [(.controller(channel: channel, number: number), value)] + parts(channel, number, value)
    default: []
    }
  }

  /// What a controller completes.
  private mutating func parts(
    _ channel: Int, _ number: Int, _ value: Int
  ) -> [(address: MessageAddress, value: Int)] {
    var state = channels[channel]
    defer { channels[channel] = state }
    var whole: [(address: MessageAddress, value: Int)] = []
    if number < 32 { state.upper[number] = value }
    if (32..<64).contains(number) {
      let upper = state.upper[number - 32]
      whole.append((.wideController(channel: channel, number: number - 32), upper << 7 | value))
    }
    switch number {
    case 99: state.parameter = value << 7
    case 98: state.parameter = state.parameter & ~0x7F | value
    case 6:
      state.data = value
      whole.append((.narrowParameter(channel: channel, number: state.parameter), value))
    case 38:
      let data = state.data << 7 | value
      whole.append((.parameter(channel: channel, number: state.parameter), data))
    case 0x0C: state.zone = value
    case 0x2C:
      let lamp = MessageAddress.zone(channel: channel, zone: state.zone, port: value & 0x0F)
      whole.append((lamp, value & 0x40 == 0 ? 0 : 127))
    default: break
    }
    return whole
  }
}
