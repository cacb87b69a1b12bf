import ConsoleModel
import DSP
import Realtime

// Paths that signal waits on. When the latencies of a desk change, edges get other delays: to the
// plan these are other paths, of which the new ones rise as the old ones fall. A new one waits until
// there is enough history for it; until then the old one stands in for it.
extension Engine {
  /// Finds how long signal waits on each edge now; says whether that changed on any.
  func noteLatencies() -> Bool {
    let next = Latencies(console, edges, rate: rate)
    standIns = standIns.filter { edges[$0.key.source][$0.key] != nil }
    guard next != latencies else { return false }
    let before = latencies
    latencies = next
    for edge in edges.joined().map(\.key) {
      let (old, new) = (before.path(edge), next.path(edge))
      guard old != new, wantedPaths.contains(old) else { continue }
      let isHeard = plan.paths.contains(old) && !filling.contains(old)
      if standIns[edge] == nil && isHeard { standIns[edge] = old }
    }
    wantedPaths = Set(edges.joined().map { next.path($0.key) })
    relieveStandIns()
    return true
  }

  /// Lets go of what stands in for paths that can be heard themselves.
  func relieveStandIns() {
    guard !standIns.isEmpty else { return }
    standIns = standIns.filter { edge, _ in
      let path = latencies.path(edge)
      return !plan.paths.contains(path) || filling.contains(path)
    }
  }

  /// Holds limiters as they were until their paths change, so that all is together throughout.
  ///
  /// What passes a limiter that comes on is late by as much of it as is heard. It comes on in the very
  /// ramp in which the signals that it meets begin to wait, if that takes no longer than a quarter of
  /// a second.
  func holdLimiters(of nodes: [Node]) {
    guard !standIns.isEmpty else { return }
    for node in nodes { heldLimiters[node] = framesPassed + rate / 4 }
  }

  /// Lets limiters go that nothing holds any longer.
  func releaseLimiters() {
    guard !heldLimiters.isEmpty else { return }
    let released = heldLimiters.filter { standIns.isEmpty || $0.value <= framesPassed }.map(\.key)
    for node in released { heldLimiters[node] = nil }
    for node in released { tellUnits(of: node) }
    commands.publish()
  }

  /// Dates the histories that the audio thread has had since before the frames that were counted.
  func dateHistories() {
    for history in plan.histories.values where history.since == .taken {
      history.since = .frame(framesPassed)
    }
  }

  /// Notes that the newest plan is in force.
  func noteHistoriesTaken() {
    for history in plan.histories.values where history.since == .sent { history.since = .taken }
  }

  /// The paths of a new plan whose history does not go back far enough yet.
  func findFilling(in next: Plan) {
    let before = plan.paths.subtracting(filling)
    filling = next.paths.filter { path in
      guard path.delay > 0, !before.contains(path) else { return false }
      return !isFilled(path, in: next)
    }
  }

  private func isFilled(_ path: Path, in plan: Plan) -> Bool {
    let bank = plan.places[path.edge.source].bank
    let history = plan.histories[HistoryKey(bank: bank, tap: path.edge.tap)]
    return history?.reaches(back: path.delay, at: framesPassed) ?? false
  }

  /// Lets paths be heard whose history goes back far enough by now.
  func hearFilled() {
    guard !filling.isEmpty else { return }
    let filled = filling.filter { isFilled($0, in: plan) }
    guard !filled.isEmpty else { return }
    filling.subtract(filled)
    relieveStandIns()
    for node in Set(filled.map(\.edge.source)) { tellGains(of: node) }
    noteRoutes()
    releaseLimiters()
    commands.publish()
  }

  /// Lists the lanes whose histories go on in other memory.
  func moveHistories(from old: Plan, to new: Plan) {
    var count = 0
    for (key, history) in new.histories
    where !old.histories.values.contains(where: { $0 === history }) {
      // All that it takes over was right before, so it is as well.
      var since = BankHistory.Since.frame(.min / 2)
      for node in 0..<console.nodeCount where new.places[node].bank == key.bank {
        let (from, to) = (old.places[node], new.places[node])
        guard let before = old.histories[HistoryKey(bank: from.bank, tap: key.tap)] else {
          since = .sent
          continue
        }
        since = max(since, before.length < history.length ? .sent : before.since)
        for side in 0..<min(from.sides, to.sides) {
          new.core.pointee.historyMoves[count] = HistoryMove(
            from: before.core, to: history.core, fromLane: from.lane + side,
            toLane: to.lane + side)
          count += 1
        }
      }
      history.since = since
    }
    new.core.pointee.historyMoveCount = count
  }
}
