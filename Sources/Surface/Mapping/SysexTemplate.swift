import MIDI

/// A message with blanks: bytes as they are sent, and places that are filled in when they are.
public struct SysexTemplate: Hashable, Sendable {
  /// One place of the message.
  public enum Part: Hashable, Sendable {
    case byte(UInt8)
    /// The unit's own number, from the file or as the unit said it last.
    case id
    /// Where on the display the text starts.
    case offset
    /// The text itself.
    case text
  }

  /// The places in order.
  public let parts: [Part]

  /// Makes a template; whether it comes to a valid message is for `message` to say.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The bytes besides the text.
  public var frame: Int { parts.count { $0 != .text } }

  /// The message with its blanks filled; nil if that gives no complete MIDI message.
  public func message(id: UInt8, offset: Int = 0, text: [UInt8] = []) -> MIDIMessage? {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .byte(let byte): bytes.append(byte)
      case .id: bytes.append(id)
      case .offset: bytes.append(UInt8(truncatingIfNeeded: offset) & 0x7F)
      case .text: bytes += text
      }
    }
    return MIDIMessage(bytes: bytes)
  }

  /// Whether a message begins like this one; the byte at the place of `id` may be any.
  ///
  /// - Returns: The id that was found, `fallback` if the template has none; nil if it differs.
  public func match(_ bytes: [UInt8], fallback: UInt8) -> UInt8? {
    guard bytes.count >= parts.count else { return nil }
    var id = fallback
    for (part, byte) in zip(parts, bytes) {
      switch part {
      case .byte(let wanted): guard wanted == byte else { return nil }
      case .id: id = byte
      case .offset, .text: continue
      }
    }
    return id
  }
}
