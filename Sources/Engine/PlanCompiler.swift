import ConsoleModel
import DSP

/// Turns a console's routing into a plan: order → lanes → tiles → steps.
struct PlanCompiler {
  let console: Console
  /// Every way that the plan must hold; its buses do not feed each other round and round.
  let edges: Set<Edge>
  /// Frames a second.
  let rate: Int
  let rampFrames: Int
  let outputCount: Int
  /// The plan before, whose processors go on in banks that hold the same lanes.
  let previous: Plan?
  /// What serves single strips.
  let units: [UnitKey: Unit]
  private var depths: [Int] = []
  private var places: [StripPlace] = []
  /// The nodes of each bank, in the order of their lanes.
  private var bankNodes: [[Node]] = []
  private var tileKeys: [TileKey] = []
  private var tileIndices: [TileKey: Int] = [:]

  init(
    console: Console, edges: Set<Edge>, rate: Int, rampFrames: Int,
    outputCount: Int, previous: Plan?, units: [UnitKey: Unit]
  ) {
    self.console = console
    self.edges = edges
    self.rate = rate
    self.rampFrames = rampFrames
    self.outputCount = outputCount
    self.previous = previous
    self.units = units
  }

  /// Compiles a plan whose gains all rest at 0 with nothing to take over.
  mutating func compile(carryRoom: Int) -> Plan {
    orderByDepth()
    assignLanes()
    collectTiles()
    return emit(carryRoom: carryRoom)
  }
}

// Order: a bus is as deep as the longest way of buses into it.
extension PlanCompiler {
  /// Whether the buses of these edges feed each other round and round.
  static func hasLoop(_ edges: Set<Edge>, firstBus: Int, nodes: Int) -> Bool {
    depths(edges, firstBus: firstBus, nodes: nodes) == nil
  }

  private mutating func orderByDepth() {
    guard
      let depths = Self.depths(edges, firstBus: console.firstBus, nodes: console.nodeCount)
    else { preconditionFailure("a plan was asked for with a loop of buses") }
    self.depths = depths
  }

  /// The depth of each node, channels and sources being 0 and buses 1 or more; nil when there is a loop.
  private static func depths(_ edges: Set<Edge>, firstBus: Int, nodes: Int) -> [Int]? {
    var depths = (0..<nodes).map { $0 < firstBus ? 0 : 1 }
    let between = Set(
      edges.lazy.filter { $0.source >= firstBus }.map { [$0.source, $0.destination] })
    // Each round settles at least one more depth; more rounds than buses mean a loop.
    for _ in 0...(nodes - firstBus) {
      var isSettled = true
      for pair in between where depths[pair[1]] <= depths[pair[0]] {
        depths[pair[1]] = depths[pair[0]] + 1
        isSettled = false
      }
      if isSettled { return depths }
    }
    return nil
  }
}

// Lanes: strips of one depth side by side, a stereo pair never torn.
extension PlanCompiler {
  private mutating func assignLanes() {
    places = Array(repeating: StripPlace(bank: 0, lane: 0, sides: 1), count: console.nodeCount)
    for depth in 0...(depths.max() ?? 0) {
      var lane = LaneLayout.lanes
      for node in depths.indices where depths[node] == depth {
        let sides = console.strip(at: node).width.sides
        if lane + sides > LaneLayout.lanes {
          bankNodes.append([])
          lane = 0
        }
        bankNodes[bankNodes.count - 1].append(node)
        places[node] = StripPlace(
          bank: Int32(bankNodes.count - 1), lane: Int32(lane), sides: Int32(sides))
        lane += sides
      }
    }
  }
}

// Tiles: one for each pair of banks that has an edge.
extension PlanCompiler {
  private mutating func collectTiles() {
    let keys = Set(
      edges.lazy.map { [places] edge in
        TileKey(
          source: places[edge.source].bank, destination: places[edge.destination].bank,
          tap: edge.tap)
      })
    tileKeys = keys.sorted {
      ($0.source, $0.destination, $0.tap.order) < ($1.source, $1.destination, $1.tap.order)
    }
    for (index, key) in tileKeys.enumerated() { tileIndices[key] = index }
  }
}

// Steps and memory.
extension PlanCompiler {
  /// All steps, given where each bank's signal lies before and after its faders.
  private func steps(_ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    let buses = bankNodes.indices.filter(isBus)
    var steps = buses.map { Step.clear(bank: Int32($0)) }
    // A source is mixed as soon as it is rendered, while it is in the first-level cache, unless
    // detectors listen to other strips. Banks are in the order of their depth, so a bus has all its
    // sources before its turn.
    let keys = keySteps(banks)
    let isKeyed = !keys.isEmpty
    if isKeyed {
      for bank in bankNodes.indices where !isBus(bank) { steps += sourceSteps(bank, banks) }
      steps += keys
    }
    for bank in bankNodes.indices {
      if !isKeyed || isBus(bank) { steps += sourceSteps(bank, banks) }
      steps.append(.strips(bank: Int32(bank)))
      steps += unitSteps(.limiter, bank: bank, banks[bank].output)
      steps += unitSteps(.loudness, bank: bank, banks[bank].output)
      for (index, key) in tileKeys.enumerated() where key.source == bank {
        steps.append(.mix(tile: Int32(index)))
      }
    }
    return steps
  }

  private func isBus(_ bank: Int) -> Bool { depths[bankNodes[bank][0]] > 0 }

  /// The lanes of a bank that strips use, from the first.
  private func laneCount(_ bank: Int) -> Int {
    bankNodes[bank].last.map { Int(places[$0].lane + places[$0].sides) } ?? 0
  }

  /// Whether a bus bank has so few lanes that sources are mixed into them one by one.
  private func isNarrow(_ bank: Int) -> Bool {
    isBus(bank) && laneCount(bank) <= ColumnBlock.mostColumns
  }

  /// From the source to the place behind the trim and the delay.
  private func sourceSteps(_ bank: Int, _ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    var steps: [Step] = []
    if isBus(bank) {
      if isNarrow(bank) { steps.append(.sum(bank: Int32(bank))) }
      steps += unitSteps(.echo, bank: bank, banks[bank].input)
      steps += unitSteps(.reverb, bank: bank, banks[bank].input)
    } else {
      steps.append(.load(bank: Int32(bank)))
      steps += unitSteps(.oscillator, bank: bank, banks[bank].input)
    }
    steps.append(.trim(bank: Int32(bank)))
    return steps + unitSteps(.delay, bank: bank, banks[bank].input)
  }

  private func keySteps(_ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    console.channels.indices.flatMap { node in
      [
        (Setting.gateKey, banks[bankOf(node)].gateKey),
        (.compressorKey, banks[bankOf(node)].compressorKey),
      ].flatMap { setting, key in
        steps(of: setting, for: node, key, banks)
      }
    }
  }

  private func steps(
    of setting: Setting, for node: Node, _ key: Key?, _ banks: UnsafeMutablePointer<Bank>
  ) -> [Step] {
    let source = Int(console.channels[node].strip[setting]) - 1
    guard let key, source >= 0 else { return [] }
    let (to, from) = (places[node], places[source])
    return (0..<to.sides).map { side in
      .key(
        key.samples, lane: to.lane + side, from: banks[Int(from.bank)].input,
        fromLane: from.lane + min(side, from.sides - 1))
    }
  }

  private func bankOf(_ node: Node) -> Int { Int(places[node].bank) }

  private func hasUnits(_ bank: Int) -> Bool {
    bankNodes[bank].contains { node in
      UnitKind.allCases.contains { units[UnitKey(node: node, kind: $0)] != nil }
    }
  }

  /// The lanes of a bank that listen to other strips; none on buses.
  private func keyedLanes(_ bank: Int, _ setting: Setting) -> [Int] {
    guard !isBus(bank) else { return [] }
    return bankNodes[bank].filter { console.settings(at: $0)[setting.rawValue] > 0 }.flatMap {
      node in
      (0..<places[node].sides).map { Int(places[node].lane + $0) }
    }
  }

  private func unitSteps(
    _ kind: UnitKind, bank: Int, _ samples: UnsafeMutablePointer<Lanes>
  ) -> [Step] {
    bankNodes[bank].compactMap { node in
      units[UnitKey(node: node, kind: kind)].map {
        .unit($0.core, samples, lane: places[node].lane)
      }
    }
  }

  /// At most a clear, a load or sum, a trim and the strips of each bank; the tiles; what serves single strips.
  private var stepCount: Int {
    let keys = keyedBanks.reduce(0) { $0 + keyedLanes($1.bank, $1.setting).count }
    return 4 * bankNodes.count + tileKeys.count + units.count + keys
  }

  /// The banks in which some gate, or some compressor, listens to another strip.
  private var keyedBanks: [(bank: Int, setting: Setting)] {
    bankNodes.indices.flatMap { bank in
      [Setting.gateKey, .compressorKey].map { (bank, $0) }
    }.filter { !keyedLanes($0.0, $0.1).isEmpty }
  }

  private func emit(carryRoom: Int) -> Plan {
    let stepCount = stepCount
    let rampCount = 2 * bankNodes.count + 16 * tileKeys.count
    let arena = Arena(byteCount: byteCount(stepCount, rampCount, carryRoom))
    let core = arena.take(PlanCore.self, 1)
    core.initialize(
      to: PlanCore(
        steps: arena.take(Step.self, stepCount), stepCount: stepCount,
        banks: arena.take(Bank.self, bankNodes.count), bankCount: bankNodes.count,
        tiles: arena.take(Tile.self, tileKeys.count), tileCount: tileKeys.count,
        ramps: arena.take(Ramp.self, rampCount), rampCount: rampCount,
        outputs: arena.take(OutputPlace.self, outputCount), outputCount: outputCount,
        strips: arena.take(StripPlace.self, places.count),
        stripCount: places.count - console.sources.count,
        carries: arena.take(Carry.self, carryRoom), carryCount: 0,
        moves: arena.take(LaneMove.self, bankNodes.count * LaneLayout.lanes), moveCount: 0,
        rampFrames: Int32(rampFrames)))
    let sources = console.channels.count..<console.firstBus
    let metered = places.indices.filter { !sources.contains($0) }
    for (index, node) in metered.enumerated() {
      var place = places[node]
      place.limiter = units[UnitKey(node: node, kind: .limiter)]?.core
      place.loudness = units[UnitKey(node: node, kind: .loudness)]?.core
      core.pointee.strips[index] = place
    }
    for index in 0..<rampCount {
      (core.pointee.ramps + index).initialize(to: Ramp(restingAt: Lanes()))
    }
    let processors = bankNodes.indices.map(processors)
    for bank in bankNodes.indices { emitBank(bank, processors[bank], core, arena) }
    for (index, step) in steps(core.pointee.banks).enumerated() {
      (core.pointee.steps + index).initialize(to: step)
    }
    for (index, key) in tileKeys.enumerated() { emitTile(index, key, core, arena) }
    emitOutputs(core)
    let firstRows = tileIndices.mapValues { 2 * bankNodes.count + 16 * $0 }
    return Plan(
      core: core, places: places, tiles: firstRows, edges: edges, processors: processors,
      units: units, arena: arena)
  }

  /// The processors of a bank: those of the plan before where it had the same lanes.
  private func processors(ofBank bank: Int) -> BankProcessors {
    let first = bankNodes[bank][0]
    if let previous {
      let old = Int(previous.places[first].bank)
      let isSame = places.indices.allSatisfy { node in
        let (now, before) = (places[node], previous.places[node])
        guard Int(now.bank) == bank || Int(before.bank) == old else { return true }
        return Int(now.bank) == bank && Int(before.bank) == old && now.lane == before.lane
          && now.sides == before.sides
      }
      if isSame { return previous.processors[old] }
    }
    return BankProcessors(restingAt: StripPart.rowsOff(rate: rate), stateRows: BankRows.end.state)
  }

  private func byteCount(_ stepCount: Int, _ rampCount: Int, _ carryRoom: Int) -> Int {
    let narrow = bankNodes.indices.filter(isNarrow)
    let columns =
      narrow.count * Arena.room(for: Lanes.self, ColumnBlock.mostColumns * LaneLayout.chunk)
      + tileKeys.count * Arena.room(for: Lanes.self, ColumnBlock.mostColumns)
    let taps = Set(tileKeys.filter { $0.tap.isKept }.map { [Int($0.source), $0.tap.order] }).count
    let bank =
      2 * Arena.room(for: Lanes.self, LaneLayout.chunk) + Arena.room(for: MeterLanes.self, 1)
      + Arena.room(for: Int32.self, 16)
    return Arena.room(for: PlanCore.self, 1) + Arena.room(for: Step.self, stepCount)
      + Arena.room(for: Bank.self, bankNodes.count) + Arena.room(for: Tile.self, tileKeys.count)
      + Arena.room(for: Ramp.self, rampCount) + Arena.room(for: OutputPlace.self, outputCount)
      + Arena.room(for: StripPlace.self, places.count) + Arena.room(for: Carry.self, carryRoom)
      + Arena.room(for: LaneMove.self, bankNodes.count * LaneLayout.lanes)
      + columns + bank * bankNodes.count + (taps + keyedBanks.count)
      * Arena.room(for: Lanes.self, LaneLayout.chunk)
  }

  private func emitBank(
    _ index: Int, _ processors: BankProcessors, _ core: UnsafeMutablePointer<PlanCore>,
    _ arena: Arena
  ) {
    let isBus = isBus(index)
    var sources: UnsafeMutablePointer<Int32>?
    if !isBus {
      let lanes = arena.take(Int32.self, LaneLayout.lanes)
      for lane in 0..<LaneLayout.lanes { lanes[lane] = -1 }
      for node in bankNodes[index] {
        for (side, input) in console.inputs(at: node).enumerated() {
          lanes[Int(places[node].lane) + side] = Int32(input - 1)
        }
      }
      sources = lanes
    }
    let meter = arena.take(MeterLanes.self, 1)
    meter.initialize(to: MeterLanes())
    func tap(_ tap: Tap) -> UnsafeMutablePointer<Lanes>? {
      let isUsed = tileKeys.contains { Int($0.source) == index && $0.tap == tap }
      return isUsed ? arena.take(Lanes.self, LaneLayout.chunk) : nil
    }
    let sums =
      isNarrow(index)
      ? arena.take(Lanes.self, ColumnBlock.mostColumns * LaneLayout.chunk) : nil
    func key(_ setting: Setting) -> Key? {
      let lanes = keyedLanes(index, setting)
      guard !lanes.isEmpty else { return nil }
      var isOwn = SIMD16<Int32>(repeating: -1)
      for lane in lanes { isOwn[lane] = 0 }
      return Key(samples: arena.take(Lanes.self, LaneLayout.chunk), isOwn: isOwn)
    }
    (core.pointee.banks + index).initialize(
      to: Bank(
        input: arena.take(Lanes.self, LaneLayout.chunk), inputTap: tap(.input),
        preEQTap: tap(.preEQ), postEQTap: tap(.postEQ),
        output: arena.take(Lanes.self, LaneLayout.chunk), sums: sums,
        columnCount: Int32(laneCount(index)), meter: meter,
        gateKey: key(.gateKey), compressorKey: key(.compressorKey), processors: processors.core,
        sources: sources,
        trim: Int32(2 * index), fader: Int32(2 * index + 1),
        isMeteredAfterFader: isBus || console.meterPoint == .postFader,
        hasUnits: hasUnits(index)))
  }

  private func emitTile(
    _ index: Int, _ key: TileKey, _ core: UnsafeMutablePointer<PlanCore>, _ arena: Arena
  ) {
    let source = core.pointee.banks[Int(key.source)]
    let gains =
      isNarrow(Int(key.destination)) ? arena.take(Lanes.self, ColumnBlock.mostColumns) : nil
    (core.pointee.tiles + index).initialize(
      to: Tile(
        source: UnsafePointer(source.tap(key.tap)),
        destination: core.pointee.banks[Int(key.destination)].input,
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
      for (side, output) in bus.outputs.enumerated() where output <= outputCount {
        core.pointee.outputs[output - 1].samples = UnsafePointer(samples + Int(place.lane) + side)
      }
    }
  }
}

extension Tap {
  /// The place among the taps, in the order of the signal.
  fileprivate var order: Int {
    switch self {
    case .input: 0
    case .preEQ: 1
    case .postEQ: 2
    case .preFader: 3
    case .postFader: 4
    }
  }

  /// Whether the signal there is written over later and has to be kept in memory of its own.
  fileprivate var isKept: Bool { order < Tap.preFader.order }
}

extension Bank {
  fileprivate func tap(_ tap: Tap) -> UnsafeMutablePointer<Lanes> {
    switch tap {
    case .input: inputTap ?? input
    case .preEQ: preEQTap ?? input
    case .postEQ: postEQTap ?? input
    case .preFader: input
    case .postFader: output
    }
  }
}
