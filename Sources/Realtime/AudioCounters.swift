/// What the audio thread counts instead of logging.
///
/// Needs a stable address while two threads use it.
@frozen
public struct AudioCounters: ~Copyable, Sendable {
  /// Blocks rendered.
  public let blocks = Counter()
  /// Periods missed: capture was overwritten or playback ran empty.
  public let xruns = Counter()
  /// Wakes that came after the block's time, though early enough to render it.
  public let lateWakes = Counter()

  /// Makes all counters at 0.
  @inlinable
  public init() {}

  /// What was counted so far; any thread.
  ///
  /// The numbers may be a block apart.
  public var snapshot: AudioCounts {
    AudioCounts(
      blocks: blocks.value, xruns: xruns.value, lateWakes: lateWakes.value)
  }
}

/// The values of `AudioCounters` at one time.
public struct AudioCounts: Hashable, Sendable {
  public var blocks: UInt64
  public var xruns: UInt64
  public var lateWakes: UInt64

  /// Makes the counts, which are 0 where none is given.
  public init(
    blocks: UInt64 = 0, xruns: UInt64 = 0, lateWakes: UInt64 = 0
  ) {
    self.blocks = blocks
    self.xruns = xruns
    self.lateWakes = lateWakes
  }
}
