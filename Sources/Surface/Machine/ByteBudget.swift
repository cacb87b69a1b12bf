/// How much a device may be sent: a steady rate, and a store that fills while nothing is sent.
///
/// In any stretch of time, no more than `burst` + `rate` × seconds bytes are granted.
struct ByteBudget: Hashable, Sendable {
  /// Bytes a second.
  private let rate: Int
  /// The most bytes that may follow each other at once.
  private let burst: Int
  /// What is left, in bytes × 10⁹ so that whole nanoseconds fill it without rounding.
  private var credit: UInt64
  private var updated: UInt64

  /// Makes a full store.
  init(rate: Int, burst: Int, at now: UInt64) {
    self.rate = max(rate, 1)
    self.burst = max(burst, 1)
    credit = UInt64(self.burst) * Self.unit
    updated = now
  }

  private static let unit: UInt64 = 1_000_000_000

  /// Takes `bytes` if they are there; a message longer than the store passes when it is full.
  mutating func spend(_ bytes: Int, at now: UInt64) -> Bool {
    fill(to: now)
    let cost = UInt64(min(bytes, burst)) * Self.unit
    guard credit >= cost else { return false }
    credit -= cost
    return true
  }

  /// When `bytes` will be there if nothing else is sent.
  func readyTime(for bytes: Int) -> UInt64 {
    let cost = UInt64(min(bytes, burst)) * Self.unit
    guard credit < cost else { return updated }
    return updated + (cost - credit + UInt64(rate) - 1) / UInt64(rate)
  }

  /// When all that was granted has gone through a cable of this rate: a device may hear it that late.
  var drainTime: UInt64 {
    let used = UInt64(burst) * Self.unit - credit
    return updated + used / UInt64(rate)
  }

  private mutating func fill(to now: UInt64) {
    guard now > updated else { return }
    let full = UInt64(burst) * Self.unit
    let (gain, overflow) = (now - updated).multipliedReportingOverflow(by: UInt64(rate))
    credit = overflow || gain >= full - credit ? full : credit + gain
    updated = now
  }
}
