/// A place on a fader's travel: 0 is the bottom, 1 the top.
public struct FaderPosition: Hashable, Sendable, Comparable {
  /// The travel, 0 to 1.
  public let value: Double

  /// Makes a position; values outside 0…1 are held to the ends, NaN is the bottom.
  public init(_ value: Double) { self.value = value.isNaN ? 0 : min(max(value, 0), 1) }

  public static let bottom = FaderPosition(0)
  public static let top = FaderPosition(1)

  public static func < (a: FaderPosition, b: FaderPosition) -> Bool { a.value < b.value }
}

/// The law between a fader's position and its level: four straight lines in dB.
///
/// +10 dB at 1, -10 at 0.5, -30 at 0.25, -60 at 0.0625, -90 just above 0; 0 is silence. This is
/// the law of the X32 family, published in its remote protocol.
public enum Taper {
  /// The level at a position: silence at exactly 0, +10 dB at 1.
  public static func level(at position: FaderPosition) -> Decibels {
    let p = position.value
    if p == 0 { return .silence }
    if p >= 0.5 { return Decibels(40 * p - 30) }
    if p >= 0.25 { return Decibels(80 * p - 50) }
    if p >= 0.0625 { return Decibels(160 * p - 70) }
    return Decibels(480 * p - 90)
  }

  /// The position of a level: 0 for -90 dB and below, 1 for +10 dB and above.
  public static func position(of level: Decibels) -> FaderPosition {
    let l = level.value
    if l >= -10 { return FaderPosition((l + 30) / 40) }
    if l >= -30 { return FaderPosition((l + 50) / 80) }
    if l >= -60 { return FaderPosition((l + 70) / 160) }
    return FaderPosition((l + 90) / 480)
  }
}
