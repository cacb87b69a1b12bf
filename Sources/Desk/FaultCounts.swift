import Realtime

/// The faults of a session, for telling what is new about them.
struct FaultCounts: Hashable {
  var xruns: UInt64 = 0
  var lateWakes: UInt64 = 0

  init() {}

  init(_ counts: AudioCounts) {
    xruns = counts.xruns
    lateWakes = counts.lateWakes
  }

  /// A sentence about what came since `old`; nil if nothing did.
  ///
  /// Late wakes alone are not told: nothing was heard of them.
  func news(since old: FaultCounts) -> String? {
    guard xruns > old.xruns else { return nil }
    return "\(xruns - old.xruns) xruns: the sound was interrupted (\(xruns) since the start)."
  }
}
