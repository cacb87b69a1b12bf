/// The faults since the start, for telling what is new about them.
struct FaultCounts: Hashable {
  var xruns: UInt64 = 0
  /// Blocks in which a strip held samples that were not numbers, strip by strip.
  var brokenBlocks: [Int] = []

  /// Sentences about what came since `old`.
  ///
  /// - Parameters:
  ///   - old: The counts that were told last.
  ///   - names: What to call each strip.
  /// - Returns: None when nothing happened.
  func news(since old: FaultCounts, names: [String]) -> [String] {
    var news: [String] = []
    // A session that began anew counts from 0.
    let before = old.xruns <= xruns ? old.xruns : 0
    if xruns > before {
      let times = xruns - before == 1 ? "once" : "\(xruns - before) times"
      news.append("The sound was interrupted \(times) (xrun).")
    }
    for (index, count) in brokenBlocks.enumerated() {
      let before = old.brokenBlocks.indices.contains(index) ? old.brokenBlocks[index] : 0
      guard count > before, names.indices.contains(index) else { continue }
      news.append(
        "\(names[index]) was silenced in \(count - before) blocks: its samples were not numbers.")
    }
    return news
  }
}
