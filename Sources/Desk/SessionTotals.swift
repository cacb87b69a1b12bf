import Realtime

/// What all audio sessions of a run counted together.
struct SessionTotals {
  private var blocks: UInt64 = 0
  private var xruns: UInt64 = 0
  private var lateWakes: UInt64 = 0
  /// The times of the session with the most blocks, and their number.
  private var times: BlockTimes?

  /// Adds a session that has ended.
  mutating func add(_ counts: AudioCounts, _ blockTimes: BlockTimes) {
    blocks += counts.blocks
    xruns += counts.xruns
    lateWakes += counts.lateWakes
    if blockTimes.blockCount >= times?.blockCount ?? 0 { times = blockTimes }
  }

  /// A sentence for the user.
  var summary: String {
    let faults = "\(blocks) blocks, \(xruns) xruns, \(lateWakes) late wakes"
    guard let times else { return faults + "." }
    func microseconds(_ time: UInt64) -> String { "\((time + 500) / 1000) µs" }
    return faults + "; a block took \(microseconds(times.p50)) (half), "
      + "\(microseconds(times.p99)) (99 %), \(microseconds(times.longest)) (the longest)."
  }
}
