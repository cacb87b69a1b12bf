import MIDI

/// What tells one control's messages from another's: their kind, channel and number.
public enum MessageAddress: Hashable, Sendable {
  /// A note; its velocity is the value, and a note-off is the value 0.
  case note(channel: Int, number: Int)
  case controller(channel: Int, number: Int)
  /// Two controllers: `number` carries the upper seven bits and comes first, `number` + 32 the rest.
  case wideController(channel: Int, number: Int)
  case pitchBend(channel: Int)
  case channelPressure(channel: Int)
  case keyPressure(channel: Int, number: Int)

  /// The highest value that such a message carries.
  public var top: Int {
    switch self {
    case .pitchBend, .wideController: 16383
    default: 127
    }
  }

  /// The messages that carry a value, 0 to `top`; values beyond are held to the ends.
  public func messages(_ value: Int) -> [MIDIMessage] {
    let value = min(max(value, 0), top)
    switch self {
    case .note(let channel, let number):
      return [.noteOn(channel: channel, note: number, velocity: value)]
    case .controller(let channel, let number):
      return [.controlChange(channel: channel, controller: number, value: value)]
    case .wideController(let channel, let number):
      return [
        .controlChange(channel: channel, controller: number, value: value >> 7),
        .controlChange(channel: channel, controller: number + 32, value: value & 0x7F),
      ]
    case .pitchBend(let channel): return [.pitchBend(channel: channel, value: value)]
    case .channelPressure(let channel): return [.channelPressure(channel: channel, value: value)]
    case .keyPressure(let channel, let number):
      return [.polyPressure(channel: channel, note: number, value: value)]
    }
  }

  /// The address and value of a message that came in; nil for what no control sends.
  public static func read(_ message: MIDIMessage) -> (address: MessageAddress, value: Int)? {
    switch message {
    case .noteOn(let channel, let note, let velocity):
      return (.note(channel: channel, number: note), velocity)
    case .noteOff(let channel, let note, _): return (.note(channel: channel, number: note), 0)
    case .controlChange(let channel, let controller, let value):
      return (.controller(channel: channel, number: controller), value)
    case .pitchBend(let channel, let value): return (.pitchBend(channel: channel), value)
    case .channelPressure(let channel, let value):
      return (.channelPressure(channel: channel), value)
    case .polyPressure(let channel, let note, let value):
      return (.keyPressure(channel: channel, number: note), value)
    default: return nil
    }
  }

  /// The addresses that messages of this control come in with: two for a wide controller.
  public var incoming: [MessageAddress] {
    guard case .wideController(let channel, let number) = self else { return [self] }
    return [
      .controller(channel: channel, number: number),
      .controller(channel: channel, number: number + 32),
    ]
  }
}

extension MessageAddress: CustomStringConvertible {
  /// The address as a mapping file spells it: `note 16 channel 1`.
  public var description: String {
    switch self {
    case .note(let channel, let number): "note \(number) channel \(channel)"
    case .controller(let channel, let number): "cc \(number) channel \(channel)"
    case .wideController(let channel, let number): "cc14 \(number) channel \(channel)"
    case .pitchBend(let channel): "pitch-bend channel \(channel)"
    case .channelPressure(let channel): "channel-pressure channel \(channel)"
    case .keyPressure(let channel, let number): "key-pressure \(number) channel \(channel)"
    }
  }
}
