extension MIDIMessage: CustomStringConvertible {
  /// The message in words, then its bytes; such as `pitch bend ch 1 8192 (E0 00 40)`.
  public var description: String {
    "\(words) (\(bytes.map(hexadecimal).joined(separator: " ")))"
  }

  private var words: String {
    switch self {
    case .noteOff(let channel, let note, let velocity):
      "note off ch \(channel) note \(note) velocity \(velocity)"
    case .noteOn(let channel, let note, let velocity):
      "note on ch \(channel) note \(note) velocity \(velocity)"
    case .polyPressure(let channel, let note, let value):
      "poly pressure ch \(channel) note \(note) value \(value)"
    case .controlChange(let channel, let controller, let value):
      "control change ch \(channel) cc \(controller) value \(value)"
    case .programChange(let channel, let program): "program change ch \(channel) \(program)"
    case .channelPressure(let channel, let value): "channel pressure ch \(channel) \(value)"
    case .pitchBend(let channel, let value): "pitch bend ch \(channel) \(value)"
    case .sysex(let bytes): "sysex \(bytes.count) bytes"
    case .timeCode(let data): "time code quarter frame \(data)"
    case .songPosition(let sixteenths): "song position \(sixteenths)"
    case .songSelect(let song): "song select \(song)"
    case .tuneRequest: "tune request"
    case .realTime(let kind): kind.description
    }
  }
}

extension MIDIMessage.RealTime: CustomStringConvertible {
  /// The message in words; such as `active sensing`.
  public var description: String {
    switch self {
    case .clock: "clock"
    case .start: "start"
    case .continue: "continue"
    case .stop: "stop"
    case .activeSensing: "active sensing"
    case .reset: "reset"
    }
  }
}

/// A byte as two digits, such as `0A`.
func hexadecimal(_ byte: UInt8) -> String {
  (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
