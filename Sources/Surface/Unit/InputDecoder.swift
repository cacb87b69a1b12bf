package import MIDI

/// Reads what a unit sends: which control it is about, and the value.
///
/// Wide controllers, parameter numbers and the keys of a HUI come in several messages, which are put
/// together here. A value counts when its last part comes: what sends both parts sends the upper
/// first, and acting on that alone would let every move jump by up to 127 steps.
package struct InputDecoder: Hashable, Sendable {
  /// What has come of one channel.
  private struct Channel: Hashable, Sendable {
    /// The upper seven bits of wide controllers by their numbers.
    var upper: [Int: Int] = [:]
    /// The parameter number that data belong to, as far as it has come.
    var numberUpper: Int?
    var numberLower: Int?
    /// The upper seven bits of its data.
    var dataUpper: Int?
    /// The zone whose ports are spoken of.
    var zone: Int?
  }

  private var channels = Array(repeating: Channel(), count: 16)
  /// Which controllers are parts of something, and of what kind.
  private let kinds: [MessageAddress: Kind]

  private enum Kind: Hashable, Sendable {
    case wide
    case parameter
    case zone
  }

  /// Makes a decoder for controls of which nothing has come yet.
  package init(_ addresses: some Sequence<MessageAddress>) {
    var kinds: [MessageAddress: Kind] = [:]
    for address in addresses {
      let kind: Kind =
        switch address {
        case .parameter, .narrowParameter: .parameter
        case .zone: .zone
        default: .wide
        }
      for carrier in address.carriers { kinds[carrier] = kind }
    }
    self.kinds = kinds
  }

  /// Forgets what has come: the rest of it was lost.
  mutating func reset() { channels = Array(repeating: Channel(), count: 16) }

  /// The controls that a message may be about, each with the value; most are about one.
  package mutating func read(_ message: MIDIMessage) -> [(address: MessageAddress, value: Int)] {
    switch message {
    case .noteOn(let channel, let note, let velocity):
      return [(.note(channel: channel, number: note), velocity)]
    case .noteOff(let channel, let note, _): return [(.note(channel: channel, number: note), 0)]
    case .pitchBend(let channel, let value): return [(.pitchBend(channel: channel), value)]
    case .channelPressure(let channel, let value):
      return [(.channelPressure(channel: channel), value)]
    case .polyPressure(let channel, let note, let value):
      return [(.keyPressure(channel: channel, number: note), value)]
    case .programChange(let channel, let program):
      return [
        (.program(channel: channel, number: program), 127),
        (.programNumber(channel: channel), program),
      ]
    case .controlChange(let channel, let controller, let value):
      return read(channel, controller, value)
    default: return []
    }
  }

  private mutating func read(
    _ channel: Int, _ controller: Int, _ value: Int
  ) -> [(address: MessageAddress, value: Int)] {
    let address = MessageAddress.controller(channel: channel, number: controller)
    switch kinds[address] {
    case nil: return [(address, value)]
    case .wide: return readWide(channel, controller, value)
    case .parameter: return readParameter(channel, controller, value)
    case .zone:
      guard controller == HUI.keyPort else {
        channels[channel - 1].zone = value
        return []
      }
      guard let zone = channels[channel - 1].zone else { return [] }
      let key = MessageAddress.zone(channel: channel, zone: zone, port: value & 0x0F)
      return [(key, value & HUI.isOn == 0 ? 0 : 127)]
    }
  }

  private mutating func readWide(
    _ channel: Int, _ controller: Int, _ value: Int
  ) -> [(address: MessageAddress, value: Int)] {
    guard controller >= 32 else {
      channels[channel - 1].upper[controller] = value
      return []
    }
    guard let upper = channels[channel - 1].upper[controller - 32] else { return [] }
    return [(.wideController(channel: channel, number: controller - 32), upper << 7 | value)]
  }

  private mutating func readParameter(
    _ channel: Int, _ controller: Int, _ value: Int
  ) -> [(address: MessageAddress, value: Int)] {
    var state = channels[channel - 1]
    defer { channels[channel - 1] = state }
    guard controller == 6 || controller == 38 else {
      state.dataUpper = nil
      switch controller {
      case 99: (state.numberUpper, state.numberLower) = (value, nil)
      case 98: state.numberLower = value
      default: (state.numberUpper, state.numberLower) = (nil, nil)  // registered ones
      }
      return []
    }
    guard let upper = state.numberUpper, let lower = state.numberLower, (upper, lower) != (127, 127)
    else { return [] }
    let number = upper << 7 | lower
    if controller == 6 {
      state.dataUpper = value
      return [(.narrowParameter(channel: channel, number: number), value)]
    }
    guard let data = state.dataUpper else { return [] }
    return [(.parameter(channel: channel, number: number), data << 7 | value)]
  }
}
