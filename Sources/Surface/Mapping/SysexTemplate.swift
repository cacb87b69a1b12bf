public import MIDI

/// A message with blanks: bytes as they are sent, and places that are filled in when they are.
public struct SysexTemplate: Hashable, Sendable {
  /// One place of the message.
  public enum Part: Hashable, Sendable {
    case byte(UInt8)
    /// The unit's own number, from the file or as the unit said it last.
    case id
    /// Where on the display the text starts.
    case offset
    /// The number of the strip.
    case strip
    /// The number of the row.
    case row
    /// The text itself.
    case text
    /// The numbers of colours.
    case colours
    /// Bytes that came and are sent back: the serial number of a unit.
    case serial
    /// What a unit asks, and what it wants to hear.
    case challenge
    case response
    /// No byte: what checksums begin after, instead of the first byte of the message.
    case start
    case checksum(Checksum)
  }

  /// How the seven bits are made that end what can be checked.
  public enum Checksum: String, CaseIterable, Sendable {
    /// The sum of the bytes.
    case sum
    /// What makes the sum 0, as Roland does.
    case complement
    /// The exclusive or of the bytes.
    case xor

    func value(of bytes: some Sequence<UInt8>) -> UInt8 {
      switch self {
      case .sum: bytes.reduce(0, &+) & 0x7F
      case .complement: (0 &- bytes.reduce(0, &+)) & 0x7F
      case .xor: bytes.reduce(0, ^) & 0x7F
      }
    }
  }

  /// The places in order.
  public let parts: [Part]

  /// Makes a template; whether it comes to a valid message is for `message` to say.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The bytes besides the text.
  public var frame: Int { parts.count { $0 != .text && $0 != .start } }

  /// The message with its blanks filled; nil if that gives no complete MIDI message.
  public func message(_ blanks: SysexBlanks) -> MIDIMessage? {
    var bytes: [UInt8] = []
    var start = 1
    for part in parts {
      switch part {
      case .byte(let byte): bytes.append(byte)
      case .id: bytes.append(blanks.id)
      case .offset: bytes.append(UInt8(truncatingIfNeeded: blanks.offset) & 0x7F)
      case .strip: bytes.append(UInt8(truncatingIfNeeded: blanks.strip) & 0x7F)
      case .row: bytes.append(UInt8(truncatingIfNeeded: blanks.row) & 0x7F)
      case .text: bytes += blanks.text
      case .colours: bytes += blanks.colours.map { UInt8(truncatingIfNeeded: $0) & 0x7F }
      case .serial: bytes += blanks.serial
      case .challenge: return nil  // only comes in
      case .response: bytes += blanks.response
      case .start: start = bytes.count
      case .checksum(let kind): bytes.append(kind.value(of: bytes.dropFirst(start)))
      }
    }
    return MIDIMessage(bytes: bytes)
  }

  /// The message of a template whose only blank is the unit's number.
  public func message(id: UInt8) -> MIDIMessage? { message(SysexBlanks(id: id)) }

  /// Reads a message that begins like this one; nil if it differs.
  ///
  /// The byte at the place of `id` may be any. A serial number has seven bytes, a challenge four.
  ///
  /// - Returns: What stood in the blanks; the id is `fallback` if the template has none.
  public func match(_ bytes: [UInt8], fallback: UInt8) -> SysexBlanks? {
    var blanks = SysexBlanks(id: fallback)
    var rest = bytes[...]
    for part in parts {
      switch part {
      case .byte(let wanted): guard rest.popFirst() == wanted else { return nil }
      case .id:
        guard let id = rest.popFirst() else { return nil }
        blanks.id = id
      case .serial:
        guard rest.count >= 7 else { return nil }
        blanks.serial = Array(rest.prefix(7))
        rest = rest.dropFirst(7)
      case .challenge:
        guard rest.count >= 4 else { return nil }
        blanks.challenge = Array(rest.prefix(4))
        rest = rest.dropFirst(4)
      case .start: continue
      default: guard rest.popFirst() != nil else { return nil }
      }
    }
    return blanks
  }
}

/// What the blanks of a message stand for.
public struct SysexBlanks: Hashable, Sendable {
  public var id: UInt8
  public var offset = 0
  public var strip = 0
  public var row = 0
  public var text: [UInt8] = []
  public var colours: [Int] = []
  public var serial: [UInt8] = []
  public var challenge: [UInt8] = []

  public init(id: UInt8) { self.id = id }

  /// What a Logic Control wants to hear: four bytes made of its challenge.
  ///
  /// Source: the description of the Mackie Control protocol of the TouchMCU project, which agrees
  /// with libremidi.
  var response: [UInt8] {
    guard challenge.count == 4 else { return [] }
    let (a, b, c, d) = (challenge[0], challenge[1], challenge[2], challenge[3])
    return [
      a &+ (b ^ 0x0A) &- d, (c >> 4) ^ (a &+ d), (d &- (c << 2)) ^ (a | b),
      b &- c &+ (0xF0 ^ (d << 4)),
    ].map { $0 & 0x7F }
  }
}
