/// The byte stream of MIDI 1.0, decoded as plainly as its specification tells it, for channel
/// messages alone: what a test holds the program's own decoder against.
struct NaiveStream {
  /// The newest status byte, and the data that followed it since the last whole message.
  private var open: [UInt8] = []

  /// The data bytes of a channel message, by the upper half of its status byte.
  static func dataCount(of status: UInt8) -> Int {
    status >> 4 == 0xC || status >> 4 == 0xD ? 1 : 2
  }

  /// Takes a byte; the whole channel message that it ends, if it does.
  mutating func take(_ byte: UInt8) -> [UInt8]? {
    if byte >= 0xF8 { return nil }
    if byte >= 0x80 {
      open = [byte]
      return nil
    }
    guard let status = open.first, status < 0xF0 else { return nil }
    open.append(byte)
    guard open.count > Self.dataCount(of: status) else { return nil }
    defer { open = [status] }  // running status
    return open
  }

  /// Whether the bytes are one whole channel message and nothing else.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard let status = bytes.first, (0x80..<0xF0).contains(status) else { return false }
    return bytes.count == 1 + dataCount(of: status) && bytes.dropFirst().allSatisfy { $0 < 0x80 }
  }
}

/// How a kernel hands a stream of bytes over: whole messages, and sysex in pieces.
///
/// Source: controllers.md §10.4, where the pieces have up to 256 bytes.
struct NaiveKernel {
  var longestPiece = 256
  private var stream = NaiveStream()
  private var piece: [UInt8]?

  /// Takes a byte; the event that it makes ready, if it does.
  mutating func take(_ byte: UInt8) -> [UInt8]? {
    if byte >= 0xF8 { return [byte] }
    let message = stream.take(byte)
    if byte == 0xF0 { piece = [] }
    guard piece != nil else { return message }
    guard byte == 0xF0 || byte == 0xF7 || byte < 0x80 else {
      piece = nil
      return nil
    }
    piece?.append(byte)
    guard let ready = piece, byte == 0xF7 || ready.count >= longestPiece else { return nil }
    piece = byte == 0xF7 ? nil : []
    return ready
  }
}
