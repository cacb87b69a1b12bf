import ConsoleModel
import DSP

// Memory: one arena, and what lies where in it.
extension PlanCompiler {
  /// Writes the plan into memory of its own; its gains rest at 0.
  func emit(carryRoom: Int) -> Plan {
    let stepRoom = mostSteps
    let rampCount = 2 * bankNodes.count + 16 * tileKeys.count
    let arena = Arena(byteCount: byteCount(stepRoom, rampCount, carryRoom))
    let core = arena.take(PlanCore.self, 1)
    core.initialize(
      to: PlanCore(
        steps: arena.take(Step.self, stepRoom), stepCount: 0,
        banks: arena.take(Bank.self, bankNodes.count), bankCount: bankNodes.count,
        tiles: arena.take(Tile.self, tileKeys.count), tileCount: tileKeys.count,
        ramps: arena.take(Ramp.self, rampCount), rampCount: rampCount,
        outputs: arena.take(OutputPlace.self, outputCount), outputCount: outputCount,
        strips: arena.take(StripPlace.self, places.count),
        stripCount: places.count,
        carries: arena.take(Carry.self, carryRoom), carryCount: 0,
        moves: arena.take(LaneMove.self, bankNodes.count * LaneLayout.lanes), moveCount: 0,
        histories: arena.take(HistoryPlace.self, historyFrames.count),
        historyMoves: arena.take(HistoryMove.self, historyFrames.count * LaneLayout.lanes),
        historyMoveCount: 0,
        rampFrames: Int32(rampFrames)))
    let nodes = console.meteredIDs.compactMap(console.node(of:))
    for (index, node) in nodes.enumerated() {
      var place = places[node]
      place.limiter = units[UnitKey(node: node, kind: .limiter)]?.core
      place.loudness = units[UnitKey(node: node, kind: .loudness)]?.core
      core.pointee.strips[index] = place
    }
    for index in 0..<rampCount {
      (core.pointee.ramps + index).initialize(to: Ramp(restingAt: Lanes()))
    }
    for bank in bankNodes.indices { passUnusedLanes(bank, core) }
    let processors = bankNodes.indices.map(processors)
    let shared = SharedMemory(arena, isOffered: keyedBanks.isEmpty)
    for bank in bankNodes.indices { emitBank(bank, processors[bank], core, arena, shared) }
    for step in steps(core.pointee.banks) {
      (core.pointee.steps + core.pointee.stepCount).initialize(to: step)
      core.pointee.stepCount += 1
    }
    let histories = emitHistories(core)
    for (index, key) in tileKeys.enumerated() { emitTile(index, key, histories, core, arena) }
    emitOutputs(core)
    let firstRows = tileIndices.mapValues { 2 * bankNodes.count + 16 * $0 }
    return Plan(
      core: core, places: places, tiles: firstRows, waits: waits, processors: processors,
      units: units, histories: histories, arena: arena)
  }

  /// Lets lanes that no strip uses pass their silence, so that they keep no bank from resting at
  /// unity.
  private func passUnusedLanes(_ bank: Int, _ core: UnsafeMutablePointer<PlanCore>) {
    for lane in laneCount(bank)..<LaneLayout.lanes {
      core.pointee.ramps[2 * bank].move(lane: lane, to: 1, in: 0)
      core.pointee.ramps[2 * bank + 1].move(lane: lane, to: 1, in: 0)
    }
  }

  /// The processors of a bank: those of the plan before where it had the same lanes.
  private func processors(ofBank bank: Int) -> BankProcessors {
    if let previous, let old = bankBefore(bank) { return previous.processors[old] }
    return BankProcessors(restingAt: StripPart.rowsOff(rate: rate), stateRows: BankRows.end.state)
  }

  /// The bank of the plan before that held the same strips in the same lanes.
  private func bankBefore(_ bank: Int) -> Int? {
    guard let previous else { return nil }
    let old = Int(previous.places[bankNodes[bank][0]].bank)
    let isSame = places.indices.allSatisfy { node in
      let (now, before) = (places[node], previous.places[node])
      guard Int(now.bank) == bank || Int(before.bank) == old else { return true }
      return Int(now.bank) == bank && Int(before.bank) == old && now.lane == before.lane
        && now.sides == before.sides
    }
    return isSame ? old : nil
  }

  /// A history of a bank: that of the plan before where it had the same lanes and is long enough.
  ///
  /// Before the first plan there was silence, which a new history is full of.
  private func history(_ key: HistoryKey, _ frames: Int) -> BankHistory {
    if let previous, let old = bankBefore(Int(key.bank)),
      let history = previous.histories[HistoryKey(bank: Int32(old), tap: key.tap)],
      history.length >= frames
    {
      return history
    }
    return BankHistory(
      atLeast: frames, since: previous == nil ? .frame(-frames) : .sent,
      number: Int(key.bank) + key.tap.order)
  }

  private func emitHistories(_ core: UnsafeMutablePointer<PlanCore>) -> [HistoryKey: BankHistory] {
    var histories: [HistoryKey: BankHistory] = [:]
    for (index, (key, frames)) in historyFrames.enumerated() {
      let history = history(key, frames)
      histories[key] = history
      let samples = core.pointee.banks[Int(key.bank)].tap(key.tap)
      (core.pointee.histories + index).initialize(
        to: HistoryPlace(core: history.core, samples: UnsafePointer(samples), bank: key.bank))
    }
    return histories
  }

  private func byteCount(_ stepRoom: Int, _ rampCount: Int, _ carryRoom: Int) -> Int {
    let narrow = bankNodes.indices.filter(isNarrow)
    let columns =
      narrow.count * Arena.room(for: Lanes.self, ColumnBlock.mostColumns * ColumnBlock.length)
      + tileKeys.count * Arena.room(for: Lanes.self, ColumnBlock.mostColumns)
    let taps =
      Set(tileKeys.filter { $0.tap.isKept }.map { [Int($0.source), $0.tap.order] }).count
      + directs.count
    let bank =
      2 * Arena.room(for: Lanes.self, LaneLayout.chunk) + Arena.room(for: MeterLanes.self, 1)
      + Arena.room(for: Int32.self, 16)
    return Arena.room(for: PlanCore.self, 1) + Arena.room(for: Step.self, stepRoom)
      + Arena.room(for: Bank.self, bankNodes.count) + Arena.room(for: Tile.self, tileKeys.count)
      + Arena.room(for: Ramp.self, rampCount) + Arena.room(for: OutputPlace.self, outputCount)
      + Arena.room(for: StripPlace.self, places.count) + Arena.room(for: Carry.self, carryRoom)
      + Arena.room(for: LaneMove.self, bankNodes.count * LaneLayout.lanes)
      + Arena.room(for: HistoryPlace.self, historyFrames.count)
      + Arena.room(for: HistoryMove.self, historyFrames.count * LaneLayout.lanes)
      + columns + bank * bankNodes.count + (taps + keyedBanks.count)
      * Arena.room(for: Lanes.self, LaneLayout.chunk)
  }

  private func emitBank(
    _ index: Int, _ processors: BankProcessors, _ core: UnsafeMutablePointer<PlanCore>,
    _ arena: Arena, _ shared: SharedMemory
  ) {
    let isBus = isBus(index)
    let sources = isBus ? nil : sources(of: index, arena)
    let meter = arena.take(MeterLanes.self, 1)
    meter.initialize(to: meterLanes(index))
    func isUsed(_ tap: Tap) -> Bool {
      tileKeys.contains { Int($0.source) == index && $0.tap == tap }
        || directs.contains { bankOf($0.node) == index && $0.unit.direct?.tap == tap }
    }
    func signal(_ tap: Tap) -> UnsafeMutablePointer<Lanes> {
      isBus ? arena.take(Lanes.self, LaneLayout.chunk) : shared.signal(tap)
    }
    func kept(_ tap: Tap) -> UnsafeMutablePointer<Lanes>? { isUsed(tap) ? signal(tap) : nil }
    func key(_ setting: Setting) -> Key? {
      let lanes = keyedLanes(index, setting)
      guard !lanes.isEmpty else { return nil }
      var isOwn = SIMD16<Int32>(repeating: -1)
      for lane in lanes { isOwn[lane] = 0 }
      return Key(samples: arena.take(Lanes.self, LaneLayout.chunk), isOwn: isOwn)
    }
    let input = signal(.preFader)
    (core.pointee.banks + index).initialize(
      to: Bank(
        input: input, inputTap: kept(.input), preEQTap: kept(.preEQ), postEQTap: kept(.postEQ),
        output: isUsed(.preFader) ? signal(.postFader) : input,
        sums: isNarrow(index)
          ? arena.take(Lanes.self, ColumnBlock.mostColumns * ColumnBlock.length) : nil,
        laneCount: Int32(laneCount(index)), meter: meter,
        gateKey: key(.gateKey), compressorKey: key(.compressorKey), processors: processors.core,
        sources: sources, firstSource: sources.map(firstOfRun) ?? -1,
        trim: Int32(2 * index), fader: Int32(2 * index + 1),
        metering: metering(index), isMeteredAtInput: meterPoints(index).contains(.input),
        hasUnits: hasUnits(index), straightTile: Int32(straightTile(of: index) ?? -1)))
  }

  /// The tile that a bank of channels may go straight into from the device.
  private func straightTile(of bank: Int) -> Int? {
    let own = tileKeys.indices.filter { Int(tileKeys[$0].source) == bank }
    let isMeteredAtOnePoint = if case .mixed = metering(bank) { false } else { true }
    guard keyedBanks.isEmpty, !isBus(bank), !hasUnits(bank), isMeteredAtOnePoint, own.count == 1,
      tileKeys[own[0]].tap == .postFader, tileKeys[own[0]].wait.longest == 0,
      isNarrow(Int(tileKeys[own[0]].destination)),
      laneCount(Int(tileKeys[own[0]].destination)) == 2
    else { return nil }
    return own[0]
  }

  /// The device input of each lane from 0, -1 where there is none.
  private func sources(of bank: Int, _ arena: Arena) -> UnsafeMutablePointer<Int32> {
    let lanes = arena.take(Int32.self, LaneLayout.lanes)
    for lane in 0..<LaneLayout.lanes { lanes[lane] = -1 }
    for node in bankNodes[bank] {
      for (side, input) in console.inputs(at: node).enumerated() {
        lanes[Int(places[node].lane) + side] = Int32(input - 1)
      }
    }
    return lanes
  }

  /// The first of sixteen inputs that follow each other; -1 if they do not.
  private func firstOfRun(_ sources: UnsafeMutablePointer<Int32>) -> Int32 {
    let isRun = (0..<LaneLayout.lanes).allSatisfy { sources[$0] == sources[0] + Int32($0) }
    return isRun ? sources[0] : -1
  }

  private func emitTile(
    _ index: Int, _ key: TileKey, _ histories: [HistoryKey: BankHistory],
    _ core: UnsafeMutablePointer<PlanCore>, _ arena: Arena
  ) {
    let history =
      key.wait.longest > 0 ? histories[HistoryKey(bank: key.source, tap: key.tap)]?.core : nil
    let source = core.pointee.banks[Int(key.source)]
    let gains =
      isNarrow(Int(key.destination)) ? arena.take(Lanes.self, ColumnBlock.mostColumns) : nil
    (core.pointee.tiles + index).initialize(
      to: Tile(
        source: UnsafePointer(source.tap(key.tap)),
        destination: core.pointee.banks[Int(key.destination)].input, history: history,
        waitBefore: Int32(key.wait.before), wait: Int32(key.wait.after),
        sourceBank: key.source, destinationBank: key.destination,
        firstRow: Int32(2 * bankNodes.count + 16 * index),
        rowCount: Int32(laneCount(Int(key.source))), gains: gains))
  }

  private func emitOutputs(_ core: UnsafeMutablePointer<PlanCore>) {
    for index in 0..<outputCount {
      (core.pointee.outputs + index).initialize(to: OutputPlace(samples: nil))
    }
    for (index, bus) in console.buses.enumerated() {
      let place = places[console.firstBus + index]
      let samples = UnsafeMutableRawPointer(core.pointee.banks[Int(place.bank)].output)
        .assumingMemoryBound(to: Float.self)
      let outputs = bus.outputs.prefix(bus.strip.width.sides)
      for (side, output) in outputs.enumerated() where output <= outputCount {
        core.pointee.outputs[output - 1].samples = UnsafePointer(samples + Int(place.lane) + side)
      }
    }
    for unit in units.values {
      let outputs = unit.outputs.prefix(unit.sides)
      for (side, output) in outputs.enumerated() where output <= outputCount {
        core.pointee.outputs[output - 1].samples = UnsafePointer(unit.core.pointee.dry + side)
      }
    }
  }
}

// Meters: which lanes listen where.
extension PlanCompiler {
  private func meterPoints(_ bank: Int) -> Set<MeterPoint> {
    Set(bankNodes[bank].map(console.meterPoint))
  }

  private func metering(_ bank: Int) -> StripMetering {
    switch meterPoints(bank) {
    case [.preFader]: .preFader
    case [.postFader]: .postFader
    default: .mixed
    }
  }

  private func meterLanes(_ bank: Int) -> MeterLanes {
    var lanes = MeterLanes()
    for node in bankNodes[bank] {
      for lane in places[node].lane..<places[node].lane + places[node].sides {
        switch console.meterPoint(at: node) {
        case .input: lanes.atInput[Int(lane)] = -1
        case .preFader: lanes.beforeFader[Int(lane)] = -1
        case .postFader: lanes.afterFader[Int(lane)] = -1
        }
      }
    }
    return lanes
  }
}

extension Bank {
  func tap(_ tap: Tap) -> UnsafeMutablePointer<Lanes> {
    switch tap {
    case .input: inputTap ?? input
    case .preEQ: preEQTap ?? input
    case .postEQ: postEQTap ?? input
    case .preFader: input
    case .postFader: output
    }
  }
}

/// Memory that all banks of channels use one after the other, so that it stays in the nearest cache.
///
/// That is possible while each is mixed before the next is read. Where detectors listen to other
/// strips all must lie there at once, and each gets memory of its own.
private final class SharedMemory {
  private let arena: Arena
  private let isOffered: Bool
  private var signals: [Tap: UnsafeMutablePointer<Lanes>] = [:]

  init(_ arena: Arena, isOffered: Bool) {
    self.arena = arena
    self.isOffered = isOffered
  }

  /// Where a bank of channels may keep its signal at a tap.
  func signal(_ tap: Tap) -> UnsafeMutablePointer<Lanes> {
    if let signal = signals[tap] { return signal }
    let signal = arena.take(Lanes.self, LaneLayout.chunk)
    if isOffered { signals[tap] = signal }
    return signal
  }
}
