/// How long blocks took, as `BlockHistogram` counted them.
public struct BlockTimes: Sendable {
  private let counts: InlineArray<82, UInt64>
  /// The blocks counted.
  public let blockCount: UInt64
  /// The longest block in nanoseconds; 0 if none was counted.
  ///
  /// Exact, but for a block recorded while this was read: then at least its bucket's start.
  public let longest: UInt64

  init(counts: InlineArray<82, UInt64>, longest: UInt64) {
    var sum: UInt64 = 0
    var start: UInt64 = 0
    for bucket in counts.indices where counts[bucket] > 0 {
      sum &+= counts[bucket]
      start = bucket == 0 ? 0 : BlockHistogram.end(ofBucket: bucket - 1)
    }
    self.counts = counts
    self.longest = max(longest, start)
    blockCount = sum
  }

  /// The time that half the blocks stayed within, in nanoseconds.
  public var p50: UInt64 { time(ofShare: 0.5) }
  /// The time that 99 of 100 blocks stayed within, in nanoseconds.
  public var p99: UInt64 { time(ofShare: 0.99) }
  /// The time that 999 of 1000 blocks stayed within, in nanoseconds.
  public var p999: UInt64 { time(ofShare: 0.999) }

  /// The time that a share of the blocks stayed within.
  ///
  /// - Parameter share: 0 to 1; what is outside counts as the nearer of the two, NaN as 1.
  /// - Returns: Nanoseconds, 0 if no block was counted. At most a quarter too long (up to 1.02 µs
  ///   for what is shorter), never too short.
  public func time(ofShare share: Double) -> UInt64 {
    let wanted = max(1, UInt64((Double(blockCount) * clamped(share)).rounded(.up)))
    var seen: UInt64 = 0
    for bucket in counts.indices {
      seen &+= counts[bucket]
      if seen >= wanted { return min(longest, BlockHistogram.end(ofBucket: bucket) - 1) }
    }
    return longest
  }

  private func clamped(_ share: Double) -> Double {
    share <= 0 ? 0 : share < 1 ? share : 1
  }
}
