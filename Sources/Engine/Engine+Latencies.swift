import ConsoleModel
import DSP
import Realtime

/// How the engine gets from the waits in force to others, which are heard on all edges at once.
enum Shift: Equatable {
  /// Every edge of the plan waits as `Wait.after` says.
  case none
  /// Every edge waits as `Wait.before` says, until all histories go back far enough and the signal
  /// has come through all limiters that are new.
  case filling
  /// The audio thread was told to fade from one into the other within so many frames.
  case told(frames: Int)
  /// The fade will be over at `until`.
  case moving(until: Int)
}

// Waits. When the latencies of a desk change, a plan is sent in which edges have a wait before and a
// wait after. Once there is enough history for both, one command lets what is heard of all sources
// fade from one into the other, and limiters that were switched come or go in the same ramp.
extension Engine {
  /// Finds how long signal is to wait on each edge now.
  func noteLatencies() {
    wantedLatencies = Latencies(console, edges, rate: rate)
    noteWaits()
  }

  /// Notes whether some edge of the plan is to wait longer or shorter than it does.
  func noteWaits() {
    let canBeWrong = !wantedLatencies.areNone || plan.hasWaits
    areWaitsWrong =
      canBeWrong
      && edges.joined().contains { edge, _ in
        plan.waits[edge].map { $0.after != wantedLatencies.wait(on: edge) } ?? false
      }
    if shift == .none && !areWaitsWrong { settleLatencies() }
  }

  private func settleLatencies() {
    latencies = wantedLatencies
    formerLatencies = wantedLatencies
  }

  /// The waits for the next plan, in which edges that fall silent keep theirs, and whether a shift
  /// begins with it.
  func waitsForNextPlan(_ falling: [Edge]) -> (waits: [Edge: Wait], isShiftNew: Bool) {
    let isShiftNew = shift == .none && areWaitsWrong
    // What is new and rises while others shift does so with them.
    let former = isShiftNew ? latencies : formerLatencies
    let next = isShiftNew ? wantedLatencies : latencies
    var waits: [Edge: Wait] = [:]
    for edge in edges.joined().map(\.key) {
      let there = plan.waits[edge]
      let wait = Wait(
        before: there?.after ?? former.wait(on: edge), after: next.wait(on: edge))
      waits[edge] = shift == .none ? wait : there ?? wait
    }
    for edge in falling {
      guard let there = plan.waits[edge] else { continue }
      waits[edge] = shift == .none ? Wait(before: there.after, after: there.after) : there
    }
    return (waits, isShiftNew)
  }

  /// Takes note that a plan was sent with which a shift begins.
  func noteShiftSent() {
    shift = .filling
    formerLatencies = latencies
    latencies = wantedLatencies
  }

  /// Lets a shift begin for which all histories go back far enough, and ends one that was heard.
  func proceedShift() {
    switch shift {
    case .none, .told: break
    case .filling:
      let isReady = plan.waits.allSatisfy { edge, wait in
        wait.before == wait.after || isFilled(edge, wait.after, in: plan)
      }
      guard transition != .sent, isReady, areLimitersFilled,
        commands.push(.shift(frames: Int32(rampFrames)))
      else { return }
      shift = .told(frames: rampFrames)
      for node in heldLimiters.keys { tellUnits(of: node) }
      commands.publish()
    case .moving(let until):
      guard framesPassed >= until else { return }
      shift = .none
      formerLatencies = latencies
      noteWaits()
    }
  }

  /// Whether signal has come through every limiter that is to come on with the shift.
  private var areLimitersFilled: Bool {
    heldLimiters.keys.allSatisfy { node in
      guard latencies.isLimited(node), let unit = plan.units[UnitKey(node: node, kind: .limiter)]
      else { return true }
      guard case .frame(let start) = unit.since else { return false }
      return start + LimiterLayout(rate: rate).latency <= framesPassed
    }
  }

  /// Holds limiters as they were until the waits change, so that nothing is out of step for longer than
  /// that takes.
  ///
  /// What passes a limiter that comes on is late by as much of it as is heard. It comes on in the very
  /// ramp in which the signals that it meets begin to wait, if that takes no longer than a quarter of
  /// a second.
  func holdLimiters(of nodes: [Node]) {
    guard areWaitsWrong || shift != .none else { return }
    for node in nodes { heldLimiters[node] = framesPassed + rate / 4 }
  }

  /// Whether a limiter that is held is heard: as the waits have it, whatever was switched since.
  func isHeldLimiterOn(of node: Node) -> Bool {
    (shift == .filling ? formerLatencies : latencies).isLimited(node)
  }

  /// Lets limiters go that nothing holds any longer.
  func releaseLimiters() {
    guard !heldLimiters.isEmpty else { return }
    let isShiftDue = areWaitsWrong || shift == .filling
    let released = heldLimiters.filter { !isShiftDue || $0.value <= framesPassed }.map(\.key)
    for node in released { heldLimiters[node] = nil }
    for node in released { tellUnits(of: node) }
    commands.publish()
  }

  /// Dates the histories and units that the audio thread has had since before the frames that were
  /// counted.
  func dateHistories() {
    for unit in plan.units.values where unit.since == .taken { unit.since = .frame(framesPassed) }
    for history in plan.histories.values where history.since == .taken {
      history.since = .frame(framesPassed - history.inherited)
    }
  }

  /// Notes that the newest plan is in force.
  func noteHistoriesTaken() {
    for history in plan.histories.values where history.since == .sent { history.since = .taken }
    for unit in plan.units.values where unit.since == .sent { unit.since = .taken }
  }

  /// Notes which edges of a new plan have a history that does not go back far enough yet.
  func findFilling(in next: Plan) {
    let isHeard = { [plan, filling] in plan.waits[$0] != nil && !filling.contains($0) }
    filling = Set(
      next.waits.filter { edge, wait in
        wait.longest > 0 && !isHeard(edge) && !isFilled(edge, wait.longest, in: next)
      }.keys)
  }

  private func isFilled(_ edge: Edge, _ frames: Int, in plan: Plan) -> Bool {
    guard frames > 0 else { return true }
    let bank = plan.places[edge.source].bank
    let history = plan.histories[HistoryKey(bank: bank, tap: edge.tap)]
    return history?.reaches(back: frames, at: framesPassed) ?? false
  }

  /// Lets edges be heard whose history goes back far enough by now.
  func hearFilled() {
    guard !filling.isEmpty else { return }
    let filled = filling.filter { isFilled($0, plan.waits[$0]?.longest ?? 0, in: plan) }
    guard !filled.isEmpty else { return }
    filling.subtract(filled)
    for node in Set(filled.map(\.source)) { tellGains(of: node) }
    commands.publish()
  }

  /// Lists the lanes whose histories go on in other memory.
  func moveHistories(from old: Plan, to new: Plan) {
    var count = 0
    for (key, history) in new.histories
    where !old.histories.values.contains(where: { $0 === history }) {
      // What it takes over is right if it was so before, and silence of strips that had no history
      // is not.
      history.inherited = history.frames
      for node in 0..<console.nodeCount where new.places[node].bank == key.bank {
        let (from, to) = (old.places[node], new.places[node])
        guard let before = old.histories[HistoryKey(bank: from.bank, tap: key.tap)] else {
          history.inherited = 0
          continue
        }
        let frames = min(history.frames, before.length)
        history.inherited = min(history.inherited, frames, before.reach(at: framesPassed))
        let run = LaneRun(from: from.lane, to: to.lane, count: min(from.sides, to.sides))
        let last = count > 0 ? new.core.pointee.historyMoves + (count - 1) : nil
        let isSame = last?.pointee.from == before.core && last?.pointee.to == history.core
        guard !isSame || last?.pointee.lanes.append(run) == false else { continue }
        new.core.pointee.historyMoves[count] = HistoryMove(
          from: before.core, to: history.core, lanes: run, frames: Int32(frames))
        count += 1
      }
    }
    new.core.pointee.historyMoveCount = count
  }
}
