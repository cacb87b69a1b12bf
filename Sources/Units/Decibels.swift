#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A level in decibels: 0 dB leaves a signal as it is, minus infinity is silence.
///
/// Levels in series add, so a channel at -6 dB under a VCA at -10 dB is heard at -16 dB. Minus
/// infinity is a state of such a sum: whatever is added to it, it stays silence.
public struct Decibels: Hashable, Sendable, Comparable {
  /// The level in dB: never NaN, never plus infinity.
  public let value: Double

  /// Makes a level; NaN and plus infinity are programming errors and trap.
  public init(_ value: Double) {
    precondition(value < .infinity, "a level is a number below infinity")
    self.value = value
  }

  /// Silence.
  public static let silence = Decibels(-.infinity)
  /// No change: a gain of exactly 1.
  public static let unity = Decibels(0)
  /// The top of a fader's travel.
  public static let faderTop = Decibels(10)
  /// The most that any chain of levels amplifies; what is stored may be higher, the gain is not.
  public static let ceiling = Decibels(20)

  /// Whether this is minus infinity.
  public var isSilence: Bool { value == -.infinity }

  /// The factor that samples are multiplied by: 0 at silence, exactly 1 at unity.
  public var gain: Float {
    if value == 0 { return 1 }
    return Float(Elementary.powerOfTen(value / 20))
  }

  /// The level of an amplitude (0 or more): the inverse of `gain`.
  ///
  /// Amplitudes are measured, so none traps: NaN reads as silence, infinity as the greatest number.
  public init(amplitude: Double) {
    let finite = min(amplitude, .greatestFiniteMagnitude)
    self.init(amplitude > 0 ? 20 * log10(finite) : -.infinity)
  }

  public static func + (a: Decibels, b: Decibels) -> Decibels { Decibels(a.value + b.value) }
  public static func < (a: Decibels, b: Decibels) -> Bool { a.value < b.value }
}

extension Decibels {
  /// The level held to `ceiling`, the most that is ever applied to samples.
  public var clamped: Decibels { min(self, .ceiling) }
}

extension Decibels: CustomStringConvertible {
  /// The level as consoles print it: one decimal, a sign, `-inf` for silence; such as `-6.0`.
  ///
  /// Numbers of a million and more, which only a mistyped file holds, print as Swift prints them.
  public var description: String {
    guard !isSilence else { return "-inf" }
    guard abs(value) < 1e6 else { return value.description }
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : tenths > 0 ? "+" : ""
    return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
