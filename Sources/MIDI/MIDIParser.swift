/// Finds the messages in a stream of MIDI bytes, whatever the bytes are.
///
/// Running status is followed; real-time bytes may stand anywhere and disturb nothing; any other
/// status byte ends what was unfinished, and data bytes that belong to nothing are ignored.
public struct MIDIParser: Sendable {
  /// The longest sysex that is kept, in bytes with F0 and F7; a longer one is dropped whole.
  public static let longestSysex = 1024

  private var status: UInt8?  // running status, or that of the message under way
  private var first: UInt8?
  private var sysex: [UInt8] = []  // empty when none is under way
  private var isSysex = false

  public init() {}

  /// Takes one byte; returns the message that it completes, if any.
  public mutating func parse(_ byte: UInt8) -> MIDIMessage? {
    if byte >= 0xF8 { return MIDIMessage(status: byte, 0, 0) }
    if byte >= 0x80 { return begin(byte) }
    return isSysex ? extendSysex(byte) : extend(byte)
  }

  /// Takes some bytes, which may start and end in the middle of a message.
  ///
  /// - Parameter bytes: Any bytes.
  /// - Returns: The messages that they complete, in their order.
  public mutating func parse(_ bytes: some Sequence<UInt8>) -> [MIDIMessage] {
    var messages: [MIDIMessage] = []
    for byte in bytes {
      if let message = parse(byte) { messages.append(message) }
    }
    return messages
  }

  /// Forgets what is unfinished, as after a gap in the stream.
  public mutating func reset() {
    status = nil
    first = nil
    sysex.removeAll(keepingCapacity: true)
    isSysex = false
  }
}

extension MIDIParser {
  private mutating func begin(_ byte: UInt8) -> MIDIMessage? {
    let finished = byte == 0xF7 && !sysex.isEmpty ? sysex + [byte] : nil
    reset()
    if let finished { return .sysex(finished) }
    if byte == 0xF0 {
      isSysex = true
      sysex.append(byte)
      return nil
    }
    guard let length = MIDIMessage.dataLength(of: byte) else { return nil }
    if length == 0 { return MIDIMessage(status: byte, 0, 0) }
    status = byte
    return nil
  }

  private mutating func extend(_ byte: UInt8) -> MIDIMessage? {
    guard let status else { return nil }
    if first == nil, MIDIMessage.dataLength(of: status) == 2 {
      first = byte
      return nil
    }
    let message = MIDIMessage(status: status, first ?? byte, byte)
    first = nil
    if status >= 0xF0 { self.status = nil }  // only channel messages set running status
    return message
  }

  private mutating func extendSysex(_ byte: UInt8) -> MIDIMessage? {
    guard !sysex.isEmpty else { return nil }  // too long: its remaining data is dropped
    if sysex.count < Self.longestSysex - 1 {
      sysex.append(byte)
    } else {
      sysex.removeAll(keepingCapacity: true)
    }
    return nil
  }
}
