import ConsoleModel
import DSP
import Realtime

// Settings of processors: what the console wants against what the audio thread was told.
extension Engine {
  /// Tells the rows of a strip's processors that may be others than before; all without a before.
  func tellSettings(of node: Node, since previous: Console?) {
    let strip = console.strip(at: node)
    let before = previous?.strip(at: node)
    let place = plan.places[node]
    // A strip of another width than the plan's gets its rows with its new lanes: until then its
    // neighbour is another strip, which must be neither heard nor listened to.
    guard Int(place.sides) == strip.width.sides else { return }
    let isLinkNew = previous.map { $0.partner(of: node + 1) != console.partner(of: node + 1) }
    // Faders move often, and no part depends on them.
    if let before, isLinkNew == false, before.width == strip.width, before.pan == strip.pan,
      previous?.settings(at: node) == console.settings(at: node)
    {
      return
    }
    for part in StripPart.all {
      if let before, isLinkNew != true, !part.differs(before, strip) { continue }
      for side in 0..<Int(place.sides) {
        let rows = part.rows(
          strip, console.stripID(of: node), plan.side(side, of: node, in: console), rate)
        tell(rows, from: part.firstRow, lane: Int(place.lane) + side, of: plan.processors[place])
      }
    }
  }

  /// Sends what is news, neighbours together; what finds no room is told by a later `service`.
  private func tell(_ rows: [Float], from first: Int, lane: Int, of processors: BankProcessors) {
    func isNews(_ index: Int) -> Bool {
      processors.told[(first + index) * LaneLayout.lanes + lane] != rows[index]
    }
    var index = 0
    while index < rows.count {
      var targets = RowTargets()
      while Int(targets.count) < min(RowTargets.capacity, rows.count - index),
        isNews(index + Int(targets.count))
      {
        targets.append(rows[index + Int(targets.count)])
      }
      if targets.count > 0 { tell(targets, from: first + index, lane: lane, of: processors) }
      index += max(1, Int(targets.count))
    }
  }

  private func tell(
    _ targets: RowTargets, from row: Int, lane: Int, of processors: BankProcessors
  ) {
    let (core, frames) = (processors.core, Int32(rampFrames))
    let command: EngineCommand =
      targets.count == 1
      ? .parameter(
        core, row: Int32(row), lane: Int32(lane), target: targets[0], frames: frames)
      : .parameters(core, row: Int32(row), lane: Int32(lane), targets, frames: frames)
    guard commands.push(command) else {
      isBehind = true
      return
    }
    for index in 0..<Int(targets.count) {
      processors.told[(row + index) * LaneLayout.lanes + lane] = targets[index]
    }
  }

  /// Puts a strip's processors at rest where the console wants them, in memory not in use yet.
  func settleProcessors(of node: Node, in plan: Plan) {
    let strip = console.strip(at: node)
    let place = plan.places[node]
    for side in 0..<Int(place.sides) {
      for part in StripPart.all {
        plan.processors[place].settle(
          part.rows(
            strip, console.stripID(of: node), plan.side(side, of: node, in: console), rate),
          from: part.firstRow,
          lane: Int(place.lane) + side)
      }
    }
  }

  /// Lists the lanes whose processors go on in other memory, and prepares that memory.
  func moveProcessors(from old: Plan, to new: Plan) {
    var count = 0
    for node in 0..<console.nodeCount {
      let (from, to) = (old.places[node], new.places[node])
      guard old.processors[from] !== new.processors[to] else { continue }
      settleProcessors(of: node, in: new)
      let run = LaneRun(from: from.lane, to: to.lane, count: min(from.sides, to.sides))
      let (before, after) = (old.processors[from].core, new.processors[to].core)
      let last = count > 0 ? new.core.pointee.moves + (count - 1) : nil
      let isSame = last?.pointee.from == before && last?.pointee.to == after
      guard !isSame || last?.pointee.lanes.append(run) == false else { continue }
      new.core.pointee.moves[count] = LaneMove(from: before, to: after, lanes: run)
      count += 1
    }
    new.core.pointee.moveCount = count
  }
}

extension [BankProcessors] {
  /// The processors of the bank that a strip is in.
  fileprivate subscript(place: StripPlace) -> BankProcessors { self[Int(place.bank)] }
}
