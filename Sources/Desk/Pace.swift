import Remote

/// How much of each millisecond the control loop gives to remote clients.
///
/// The loop comes before ordinary threads: without a limit, a client that sends as fast as it can
/// would take a processor from them, and time from the surfaces.
struct Pace {
  /// What is left to be done in this millisecond, in the units of `RemoteHub.answer`.
  private(set) var budget = Self.most
  private var turns = Self.mostTurns
  private var end: UInt64 = 0

  private static let most = 256
  private static let mostTurns = 8

  /// Whether clients have a turn now.
  mutating func begin(at now: UInt64) -> Bool {
    if now >= end {
      end = now + .millisecond
      budget = Self.most
      turns = Self.mostTurns
    }
    guard budget > 0, turns > 0 else { return false }
    turns -= 1
    return true
  }

  /// Does something that takes its cost off the budget.
  mutating func spend(_ work: (inout Int) -> Void) { work(&budget) }

  /// When clients may be told what has changed: what is kept for requests is not for that.
  func nextTelling(at now: UInt64) -> UInt64 {
    now < end && budget <= RemoteHub.keptForRequests ? end : now
  }

  /// When clients have their next turn; nil if they may have it now.
  func rest(at now: UInt64) -> UInt64? {
    now < end && (budget <= 0 || turns == 0) ? end : nil
  }
}
