/// A cable that carries so many bytes a second, with whatever waits to go through it.
struct ByteLink<Item: Sendable>: Sendable {
  /// Bytes a second; nil for a cable that takes no time.
  var rate: Int?
  private var waiting: [(at: UInt64, item: Item)] = []
  private var isBusyUntil: UInt64 = 0

  init(rate: Int?) { self.rate = rate }

  /// Puts a message of so many bytes on the cable; it arrives when its last byte has.
  mutating func put(_ item: Item, bytes: Int, at now: UInt64) {
    let start = max(now, isBusyUntil)
    isBusyUntil = start + (rate.map { UInt64(bytes) * 1_000_000_000 / UInt64(max($0, 1)) } ?? 0)
    waiting.append((isBusyUntil, item))
  }

  /// Takes the next message that has arrived by `now`.
  mutating func take(by now: UInt64) -> (at: UInt64, item: Item)? {
    guard let first = waiting.first, first.at <= now else { return nil }
    return waiting.removeFirst()
  }

  /// When the next message arrives.
  var nextArrival: UInt64? { waiting.first?.at }

  /// What is on the cable is lost.
  mutating func cut() { waiting = [] }
}
