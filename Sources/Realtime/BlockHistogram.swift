import Synchronization

/// How long blocks took, counted by the audio thread, read by the control thread.
///
/// Each octave of nanoseconds from 2¹⁰ (1.02 µs) to 2³⁰ (1.07 s) has four buckets of equal width,
/// so a time read from it is at most a quarter too long, never too short. One bucket more on either
/// side takes the rest. Needs a stable address while two threads use it.
@frozen
public struct BlockHistogram: ~Copyable, Sendable {
  @usableFromInline let counts: InlineArray<82, Atomic<UInt64>>
  @usableFromInline let longest: Atomic<UInt64>

  /// Makes an empty histogram.
  @inlinable
  public init() {
    counts = InlineArray { _ in Atomic(0) }
    longest = Atomic(0)
  }

  /// Counts one block that took `nanoseconds`; audio thread, wait-free.
  @inlinable
  public borrowing func record(nanoseconds: UInt64) {
    counts[Self.bucket(of: nanoseconds)].wrappingAdd(1, ordering: .relaxed)
    // `Atomic<UInt64>.max` compares as signed numbers in Swift 6.3: the top bit must be clear.
    longest.max(min(nanoseconds, UInt64(Int64.max)), ordering: .relaxed)
  }

  /// The bucket, 0 to 81, that counts a time.
  @inlinable
  static func bucket(of nanoseconds: UInt64) -> Int {
    let octave = 63 &- (nanoseconds | 1).leadingZeroBitCount
    if octave < 10 { return 0 }
    if octave >= 30 { return 81 }
    let quarter = Int(truncatingIfNeeded: nanoseconds &>> UInt64(octave &- 2)) & 3
    return 1 &+ (octave &- 10) &* 4 &+ quarter
  }

  /// The first time, in nanoseconds, that is too long for a bucket: the largest number for the last.
  static func end(ofBucket bucket: Int) -> UInt64 {
    if bucket >= 81 { return .max }
    let (octave, quarter) = bucket.quotientAndRemainder(dividingBy: 4)
    return UInt64(4 + quarter) << UInt64(octave + 8)
  }
}

extension BlockHistogram {
  /// What was counted so far; control thread.
  public var snapshot: BlockTimes {
    BlockTimes(
      counts: InlineArray { counts[$0].load(ordering: .relaxed) },
      longest: longest.load(ordering: .relaxed))
  }

  /// What was counted since the last `take()`; control thread.
  ///
  /// Each block is counted in one of them.
  public borrowing func take() -> BlockTimes {
    BlockTimes(
      counts: InlineArray { counts[$0].exchange(0, ordering: .relaxed) },
      longest: longest.exchange(0, ordering: .relaxed))
  }
}
