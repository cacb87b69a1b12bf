import MIDI

/// Turns the difference between what a unit should show and what it was told into messages.
struct UnitWriter {
  var state: UnitState
  private(set) var messages: [MIDIMessage] = []
  private let now: UInt64
  private var isBlocked = false

  init(_ state: UnitState, at now: UInt64) {
    self.state = state
    self.now = now
  }

  /// Writes whatever is due, the most important first, until the budget is used up.
  mutating func writeAll() {
    guard state.link != .absent else { return }
    state.blockedUntil = nil
    state.writtenAt = now
    writeObligations()
    guard state.link == .ready else { return }
    writeEchoes()
    writeLamps()
    writeFaders()
    writeRings()
    writeColours()
    writeText()
    writeMeters()
  }

  /// Sends messages that belong together, all or none; false when the budget refuses them.
  private mutating func send(_ group: [MIDIMessage]) -> Bool {
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

  private mutating func writeObligations() {
    while let message = state.obligations.first, send([message]) {
      state.obligations.removeFirst()
    }
  }

  private mutating func writeEchoes() {
    for index in state.faders.indices {
      guard let raw = state.faders[index].motor.pendingEcho else { continue }
      guard send(state.faders[index].profile.messages(raw)) else { return }
      _ = state.faders[index].motor.takeEcho()
    }
  }

  private mutating func writeLamps() {
    for (index, button) in state.profile.buttons.enumerated() where state.lamps[index].isPending {
      guard let lamp = button.profile.lamp else { continue }
      guard send(lamp.address.messages(state.lamps[index].wanted)) else { return }
      state.lamps[index].told = state.lamps[index].wanted
    }
  }

  private mutating func writeFaders() {
    for index in state.faders.indices where state.faders[index].owesMove(at: now) {
      guard let raw = state.faders[index].motor.target else { continue }
      let isStart = state.faders[index].motor.isAtRest(at: now)
      guard !isStart || state.mayStart(at: now) else { continue }
      guard send(state.faders[index].profile.messages(raw)) else { return }
      _ = state.faders[index].motor.takeMove(at: now, heardAt: state.budget.drainTime)
      if isStart { state.noteStart(at: now) }
    }
  }

  private mutating func writeRings() {
    for (index, encoder) in state.profile.encoders.enumerated() where state.rings[index].isPending {
      guard let ring = encoder.profile.ring else { continue }
      let (wanted, told) = (state.rings[index].wanted, state.rings[index].told)
      var messages = ring.address.messages(wanted.value)
      if let mode = ring.mode, let way = wanted.mode, way != told?.mode {
        messages = mode.address.messages(way) + messages
      }
      guard send(messages) else { return }
      state.rings[index].told = wanted
      // It is where its ring is.
      if ring.address == encoder.profile.address { state.knobs[index].stands(at: wanted.value) }
    }
  }

  private mutating func writeColours() {
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
      guard send(first.messages(values, id: state.id)) else { return }
      for index in row { state.colours[index].told = state.colours[index].wanted }
    }
  }

  private mutating func writeMeters() {
    for index in state.meters.indices {
      let values = state.meters[index].due(at: now)
      guard !values.isEmpty else { continue }
      let address = state.meters[index].profile.address
      guard send(values.flatMap { address.messages($0) }) else { return }
      state.meters[index].sent(at: now)
    }
  }
}

// Text: cells that stand side by side share a message as far as it may be long.
extension UnitWriter {
  private mutating func writeText() {
    guard state.cells.contains(where: { $0.isPending }) else { return }
    for row in 0..<(state.profile.displays.map(\.profile.offsets.count).max() ?? 0) {
      var place = 0
      while place < state.profile.displays.count {
        let run = pendingRun(from: place, row: row)
        if !run.isEmpty {
          guard write(run, row: row) else { return }
        }
        place += max(run.count, 1)
      }
    }
  }

  /// The displays from `start` on whose cells of a row can be written by one message.
  private func pendingRun(from start: Int, row: Int) -> Range<Int> {
    let displays = state.profile.displays
    var end = start
    while end < displays.count, row < displays[end].profile.offsets.count,
      state.cells[state.cell(end, row)].isPending, fits(start, end, row)
    {
      end += 1
    }
    return start..<end
  }

  private func fits(_ start: Int, _ end: Int, _ row: Int) -> Bool {
    guard start < end else { return true }
    let first = state.profile.displays[start].profile
    let last = state.profile.displays[end].profile
    let before = state.profile.displays[end - 1].profile
    let cells = end - start + 1
    return last.write == first.write && row < before.offsets.count
      && last.offsets[row] == before.offsets[row] + before.cell && before.cell == first.cell
      && first.write.parts.contains(.offset)
      && first.write.frame + cells * first.cell <= first.longest
  }

  private mutating func write(_ run: Range<Int>, row: Int) -> Bool {
    let first = state.profile.displays[run.lowerBound].profile
    let text = run.flatMap { state.cells[state.cell($0, row)].wanted }
    if let message = first.message(row: row, id: state.id, text: text), !send([message]) {
      return false
    }
    for display in run {
      let cell = state.cell(display, row)
      state.cells[cell].told = state.cells[cell].wanted
    }
    return true
  }
}
