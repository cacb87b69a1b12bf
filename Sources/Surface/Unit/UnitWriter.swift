import MIDI

/// Turns the difference between what a unit should show and what it was told into messages.
///
/// It writes in the state's own memory: a copy of a unit would copy every list that is written to.
struct UnitWriter {
  private(set) var messages: [MIDIMessage] = []
  private let now: UInt64
  /// Whether the unit can take no more now.
  private(set) var isBlocked = false

  init(at now: UInt64) { self.now = now }

  /// Writes what is due of greetings, faders, lamps and rings, the most important first, until the
  /// budget is used up.
  mutating func writeControls(_ state: inout UnitState) {
    state.blockedUntil = nil
    state.writtenAt = now
    writeObligations(&state)
    guard state.link == .ready else { return }
    writeEchoes(&state)
    writeLamps(&state)
    writeFaders(&state)
    writeRings(&state)
  }

  /// Writes what is due of colours, text and meters, as far as the budget goes then.
  mutating func writeShown(_ state: inout UnitState) {
    guard state.link == .ready else { return }
    writeColours(&state)
    writeText(&state)
    writeMeters(&state)
  }

  /// Sends messages that belong together, all or none; false when the budget refuses them.
  private mutating func send(_ group: [MIDIMessage], _ state: inout UnitState) -> Bool {
    guard !isBlocked else { return false }
    let bytes = group.reduce(0) { $0 + $1.bytes.count }
    guard now >= state.quietUntil else {
      isBlocked = true
      state.blockedUntil = state.quietUntil
      return false
    }
    guard state.budget.spend(bytes, at: now) else {
      isBlocked = true
      state.blockedUntil = state.budget.readyTime(for: bytes)
      return false
    }
    messages += group
    if state.profile.sysexPause > 0, group.contains(where: \.isSysex) {
      state.quietUntil = now + state.profile.sysexPause
    }
    return true
  }

  private mutating func writeObligations(_ state: inout UnitState) {
    while let message = state.obligations.first, send([message], &state) {
      state.obligations.removeFirst()
    }
  }

  private mutating func writeEchoes(_ state: inout UnitState) {
    for index in state.faders.indices {
      guard let raw = state.faders[index].motor.pendingEcho else { continue }
      guard send(state.faders[index].profile.messages(raw), &state) else { return }
      _ = state.faders[index].motor.takeEcho()
    }
  }

  private mutating func writeLamps(_ state: inout UnitState) {
    for (index, button) in state.profile.buttons.enumerated() where state.lamps[index].isPending {
      guard let lamp = button.profile.lamp else { continue }
      guard send(lamp.address.messages(state.lamps[index].wanted), &state) else { return }
      state.lamps[index].told = state.lamps[index].wanted
    }
  }

  private mutating func writeFaders(_ state: inout UnitState) {
    for index in state.faders.indices where state.faders[index].owesMove(at: now) {
      guard let raw = state.faders[index].motor.target else { continue }
      let isStart = state.faders[index].motor.isAtRest(at: now)
      guard !isStart || state.mayStart(at: now) else { continue }
      guard send(state.faders[index].profile.messages(raw), &state) else { return }
      _ = state.faders[index].motor.takeMove(at: now, heardAt: state.budget.drainTime)
      if isStart { state.noteStart(at: now) }
    }
  }

  private mutating func writeRings(_ state: inout UnitState) {
    for (index, encoder) in state.profile.encoders.enumerated() where state.rings[index].isPending {
      guard let ring = encoder.profile.ring else { continue }
      let (wanted, told) = (state.rings[index].wanted, state.rings[index].told)
      var messages = ring.address.messages(wanted.value)
      if let mode = ring.mode, let way = wanted.mode, way != told?.mode {
        messages = mode.address.messages(way) + messages
      }
      guard send(messages, &state) else { return }
      state.rings[index].told = wanted
      // It is where its ring is.
      if ring.address == encoder.profile.address { state.knobs[index].stands(at: wanted.value) }
    }
  }

  private mutating func writeColours(_ state: inout UnitState) {
    let colours = state.profile.colours.map(\.profile)
    var start = 0
    while start < colours.count {
      let first = colours[start]
      // Colours that share a message are all in it, whichever has changed.
      let count =
        first.write == nil ? 1 : colours[start...].prefix { $0.write == first.write }.count
      let row = start..<start + count
      start = row.upperBound
      guard state.colours[row].contains(where: \.isPending) else { continue }
      let values = row.map { colours[$0].values(of: state.colours[$0].wanted) }
      guard send(first.messages(values, id: state.id), &state) else { return }
      for index in row { state.colours[index].told = state.colours[index].wanted }
    }
  }

  private mutating func writeMeters(_ state: inout UnitState) {
    for index in state.meters.indices {
      let values = state.meters[index].due(at: now)
      guard !values.isEmpty else { continue }
      let address = state.meters[index].profile.address
      guard send(values.flatMap { address.messages($0) }, &state) else { return }
      state.meters[index].sent(at: now)
    }
  }
}

// Text: cells that stand side by side share a message as far as it may be long.
extension UnitWriter {
  private mutating func writeText(_ state: inout UnitState) {
    guard !isBlocked, state.hasPendingCell else { return }
    let displays = state.profile.displays
    for row in 0..<state.rowCount {
      var place = 0
      while place < displays.count {
        let run = pendingRun(from: place, row: row, state)
        if !run.isEmpty {
          guard write(run, row: row, &state) else { return }
        }
        place += max(run.count, 1)
      }
    }
  }

  /// The displays from `start` on whose cells of a row can be written by one message.
  private func pendingRun(from start: Int, row: Int, _ state: borrowing UnitState) -> Range<Int> {
    let displays = state.profile.displays
    var end = start
    while end < displays.count, row < displays[end].profile.offsets.count,
      state.cells[state.cell(end, row)].isPending, fits(start, end, row, displays)
    {
      end += 1
    }
    return start..<end
  }

  private func fits(
    _ start: Int, _ end: Int, _ row: Int, _ displays: [Bound<DisplayProfile>]
  ) -> Bool {
    guard start < end else { return true }
    let first = displays[start].profile
    let last = displays[end].profile
    let before = displays[end - 1].profile
    let cells = end - start + 1
    return last.write == first.write && row < before.offsets.count
      && last.offsets[row] == before.offsets[row] + before.cell && before.cell == first.cell
      && first.write.parts.contains(.offset)
      && first.write.frame + cells * first.cell <= first.longest
  }

  private mutating func write(_ run: Range<Int>, row: Int, _ state: inout UnitState) -> Bool {
    let first = state.profile.displays[run.lowerBound].profile
    let text = run.flatMap { state.cells[state.cell($0, row)].wanted }
    let message = first.message(row: row, id: state.id, text: text)
    if let message, !send([message], &state) { return false }
    for display in run {
      let cell = state.cell(display, row)
      state.cells[cell].told = state.cells[cell].wanted
    }
    return true
  }
}
