/// When to look for a card that went away: soon at first, then every two seconds.
struct CardWatch {
  private var next: UInt64?
  private var pause: UInt64 = 0

  /// The card went away.
  mutating func lost(at now: UInt64) {
    pause = 100 * .millisecond
    next = now + pause
  }

  /// Whether it is time to look.
  func isDue(at now: UInt64) -> Bool { next.map { now >= $0 } ?? false }

  /// It was not there, or refused.
  mutating func failed(at now: UInt64) {
    pause = min(2 * pause, 2000 * .millisecond)
    next = now + pause
  }

  /// It is back.
  mutating func found() { next = nil }
}
