/// How an encoder writes its turns into a value.
public enum EncoderCode: String, CaseIterable, Sendable {
  /// Bits 0-5 count, bit 6 means left: Mackie's pots and jog wheel.
  case signBit = "sign-bit"
  /// Bits 0-5 count, bit 6 means right: HUI, and the X-Touch in its own mode.
  case invertedSignBit = "inverted-sign-bit"
  /// 1 is a step right, 127 a step left.
  case twosComplement = "twos-complement"
  /// 65 is a step right, 63 a step left.
  case offsetBinary = "offset-binary"
  /// The lower half of the values is a step right, the upper half a step left: pitch bend of the
  /// first FaderPort, which also chatters.
  case halves = "halves"
  /// No turns: a place from 0 to 127.
  case absolute = "absolute"

  /// The steps turned, right positive; 0 for a place.
  ///
  /// With a sign bit a count of 0 is a step of 1, as Euphonix units send it.
  ///
  /// - Parameters:
  ///   - value: What came, 0 to `top`.
  ///   - top: The highest value of such a message.
  /// - Returns: The steps.
  public func steps(of value: Int, top: Int = 127) -> Int {
    switch self {
    case .signBit: return value & 0x40 == 0 ? max(value & 0x3F, 1) : -max(value & 0x3F, 1)
    case .invertedSignBit: return -Self.signBit.steps(of: value)
    case .twosComplement: return value < 0x40 ? value : value - 0x80
    case .offsetBinary: return value - 0x40
    case .halves: return value <= top / 2 ? 1 : -1
    case .absolute: return 0
    }
  }
}
