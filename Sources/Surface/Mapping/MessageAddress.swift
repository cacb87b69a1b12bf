import MIDI

/// What tells one control's messages from another's: their kind, channel and number.
public enum MessageAddress: Hashable, Sendable {
  /// A note; its velocity is the value, and a note-off is the value 0.
  case note(channel: Int, number: Int)
  case controller(channel: Int, number: Int)
  /// Two controllers: `number` carries the upper seven bits and comes first, `number` + 32 the rest.
  case wideController(channel: Int, number: Int)
  /// A non-registered parameter number, 0 to 16383, with fourteen bits in controllers 6 and 38.
  case parameter(channel: Int, number: Int)
  /// A non-registered parameter number, 0 to 16383, with seven bits in controller 6.
  case narrowParameter(channel: Int, number: Int)
  case pitchBend(channel: Int)
  case channelPressure(channel: Int)
  case keyPressure(channel: Int, number: Int)
  /// A program that is chosen, as a key: the value is 127, and nothing tells of its release.
  case program(channel: Int, number: Int)
  /// The number of the program is the value.
  case programNumber(channel: Int)
  /// A key or lamp of a HUI: its zone, 0 to 127, and port, 0 to 15; the value is 127 or 0.
  case zone(channel: Int, zone: Int, port: Int)

  /// The highest value that such a message carries.
  public var top: Int {
    switch self {
    case .pitchBend, .wideController, .parameter: 16383
    default: 127
    }
  }

  /// Whether such a message comes when something is let go as well.
  public var tellsRelease: Bool {
    if case .program = self { false } else { true }
  }

  /// The messages that carry a value to a device, 0 to `top`; values beyond are held to the ends.
  public func messages(_ value: Int) -> [MIDIMessage] {
    let value = min(max(value, 0), top)
    switch self {
    case .note(let channel, let number):
      return [.noteOn(channel: channel, note: number, velocity: value)]
    case .pitchBend(let channel): return [.pitchBend(channel: channel, value: value)]
    case .channelPressure(let channel): return [.channelPressure(channel: channel, value: value)]
    case .keyPressure(let channel, let number):
      return [.polyPressure(channel: channel, note: number, value: value)]
    case .program(let channel, let number):
      return value == 0 ? [] : [.programChange(channel: channel, program: number)]
    case .programNumber(let channel): return [.programChange(channel: channel, program: value)]
    default:
      return controllers(value).map {
        .controlChange(channel: channel, controller: $0.number, value: $0.value)
      }
    }
  }

  /// The channel, 1 to 16.
  public var channel: Int {
    switch self {
    case .note(let channel, _), .controller(let channel, _), .wideController(let channel, _),
      .parameter(let channel, _), .narrowParameter(let channel, _), .pitchBend(let channel),
      .channelPressure(let channel), .keyPressure(let channel, _), .program(let channel, _),
      .programNumber(let channel), .zone(let channel, _, _):
      channel
    }
  }

  /// The controllers that carry a value, in order.
  private func controllers(_ value: Int) -> [(number: Int, value: Int)] {
    switch self {
    case .controller(_, let number): [(number, value)]
    case .wideController(_, let number): [(number, value >> 7), (number + 32, value & 0x7F)]
    case .parameter(_, let number):
      [(99, number >> 7), (98, number & 0x7F), (6, value >> 7), (38, value & 0x7F)]
    case .narrowParameter(_, let number): [(99, number >> 7), (98, number & 0x7F), (6, value)]
    case .zone(_, let zone, let port):
      [(HUI.lampZone, zone), (HUI.lampPort, port | (value > 0 ? HUI.isOn : 0))]
    default: []
    }
  }

  /// The plain messages of which this is made, where it is more than one; no other control can have
  /// them.
  package var carriers: [MessageAddress] {
    let numbers: [Int] =
      switch self {
      case .wideController(_, let number): [number, number + 32]
      case .parameter, .narrowParameter: [6, 38, 96, 97, 98, 99, 100, 101]
      case .zone: [HUI.keyZone, HUI.keyPort]
      default: []
      }
    return numbers.map { .controller(channel: channel, number: $0) }
  }
}

/// The controllers by which a HUI tells of its keys and is told of its lamps.
///
/// Source: "Mackie HUI MIDI protocol", theageman, 2011.
enum HUI {
  static let keyZone = 0x0F
  static let keyPort = 0x2F
  static let lampZone = 0x0C
  static let lampPort = 0x2C
  /// In the value of a port: pressed, or lit.
  static let isOn = 0x40
}

extension MessageAddress: CustomStringConvertible {
  /// The address as a mapping file spells it: `note 16 channel 1`.
  public var description: String {
    switch self {
    case .note(let channel, let number): "note \(number) channel \(channel)"
    case .controller(let channel, let number): "cc \(number) channel \(channel)"
    case .wideController(let channel, let number): "cc14 \(number) channel \(channel)"
    case .parameter(let channel, let number): "nrpn \(number) channel \(channel)"
    case .narrowParameter(let channel, let number): "nrpn7 \(number) channel \(channel)"
    case .pitchBend(let channel): "pitch-bend channel \(channel)"
    case .channelPressure(let channel): "channel-pressure channel \(channel)"
    case .keyPressure(let channel, let number): "key-pressure \(number) channel \(channel)"
    case .program(let channel, let number): "program \(number) channel \(channel)"
    case .programNumber(let channel): "program-number channel \(channel)"
    case .zone(let channel, let zone, let port): "hui \(zone) port \(port) channel \(channel)"
    }
  }
}
