extension StandardMIDIFile {
  /// Ticks of 20 µs: a beat of half a second (120 a minute) is divided into 25 000.
  private static let tick: UInt64 = 20_000
  private static let ticksPerBeat = 25_000
  private static let beat = 500_000
  private static let longestDelta: UInt64 = 1 << 28 - 1

  /// The performance as a file of format 0, every time true to 10 µs.
  ///
  /// A sysex that is not complete, from F0 to F7, has no place in a file and is left out.
  public var bytes: [UInt8] {
    let track = trackBytes
    return Array("MThd".utf8) + bigEndian(6, 4) + bigEndian(0, 2) + bigEndian(1, 2)
      + bigEndian(Self.ticksPerBeat, 2) + Array("MTrk".utf8) + bigEndian(track.count, 4) + track
  }

  private var trackBytes: [UInt8] {
    var track: [UInt8] = [0x00, 0xFF, 0x51, 0x03] + bigEndian(Self.beat, 3)
    var now: UInt64 = 0
    for event in events {
      let message = event.message
      if message.isSysex, MIDIMessage(bytes: message.bytes) != message { continue }
      appendDelta(to: event.nanoseconds, from: &now, &track)
      track += fileBytes(of: message)
    }
    appendDelta(to: duration, from: &now, &track)
    return track + [0xFF, 0x2F, 0x00]
  }

  private func appendDelta(to nanoseconds: UInt64, from now: inout UInt64, _ track: inout [UInt8]) {
    let half = Self.tick / 2
    let target = nanoseconds / Self.tick + (nanoseconds % Self.tick >= half ? 1 : 0)
    while target - now > Self.longestDelta {
      track += variableLength(Self.longestDelta) + [0xFF, 0x01, 0x00]  // an empty text
      now += Self.longestDelta
    }
    track += variableLength(target - now)
    now = target
  }

  /// Files hold sysex with its length, and system messages as bytes to be sent as they are.
  private func fileBytes(of message: MIDIMessage) -> [UInt8] {
    let bytes = message.bytes
    guard let status = bytes.first, status >= 0xF0 else { return bytes }
    if status == 0xF0 {
      return [status] + variableLength(UInt64(bytes.count - 1)) + bytes.dropFirst()
    }
    return [0xF7] + variableLength(UInt64(bytes.count)) + bytes
  }
}

/// A whole number as `count` bytes, the highest first.
private func bigEndian(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// A number below 2²⁸ as one to four bytes of seven bits, the highest first.
private func variableLength(_ value: UInt64) -> [UInt8] {
  var bytes = [UInt8(value & 0x7F)]
  var rest = value >> 7
  while rest > 0 {
    bytes.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
    rest >>= 7
  }
  return bytes
}
