/// The sine of a phase kept as a whole number, so that it wraps without rounding.
///
/// Everything that is heard is made of additions, multiplications, divisions and square roots,
/// which every machine rounds alike; the C library's functions differ from one to the next.
enum Sine {
  /// The sine of a phase: the whole range of the number is one turn.
  ///
  /// Wrong by less than 1e-6.
  static func of(_ phase: UInt32) -> Float {
    let fromCrest = Int32(bitPattern: phase &- 0x4000_0000).magnitude  // of half turns, folded
    let u = 0.5 - Float(fromCrest) * 0x1p-31
    let square = u * u
    // A least-squares fit of sin(πu) over a quarter turn to either side.
    let high = (0.077_218_28 * square - 0.598_044_14) * square + 2.550_031_2
    return u * ((high * square - 5.167_706_9) * square + 3.141_592_6)
  }

  /// The whole-number phase of an angle in radians, of either sign and any size up to 2³⁰.
  static func phase(radians: Float) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64(radians * 683_565_275.6))
  }

  /// The phase that a tone advances by each frame; a tone at or above half the rate is stopped.
  ///
  /// - Parameters:
  ///   - frequency: In Hz, 0 or more.
  ///   - rate: Frames a second.
  /// - Returns: Parts of a turn of 2³².
  static func step(_ frequency: Double, rate: Double) -> UInt32 {
    frequency < rate / 2 ? UInt32(frequency / rate * 0x1p32) : 0
  }
}
