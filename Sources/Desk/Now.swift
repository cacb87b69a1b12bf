import CALSA

extension UInt64 {
  /// The monotonic clock in nanoseconds.
  static var now: UInt64 {
    UInt64(calsa_now())
  }

  /// A millisecond in nanoseconds.
  static let millisecond: UInt64 = 1_000_000
}
