import ConsoleModel
import DSP

/// Turns a console's routing into a plan: order → lanes → tiles → steps.
struct PlanCompiler {
  let console: Console
  /// Every way that the plan must hold; its buses do not feed each other round and round.
  let edges: Set<Edge>
  let delays: DelayPool
  let rampFrames: Int
  let outputCount: Int
  private var depths: [Int] = []
  private var places: [StripPlace] = []
  /// The nodes of each bank, in the order of their lanes.
  private var bankNodes: [[Node]] = []
  private var tileKeys: [TileKey] = []
  private var tileIndices: [TileKey: Int] = [:]

  init(
    console: Console, edges: Set<Edge>, delays: DelayPool, rampFrames: Int, outputCount: Int
  ) {
    self.console = console
    self.edges = edges
    self.delays = delays
    self.rampFrames = rampFrames
    self.outputCount = outputCount
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
  static func hasLoop(_ edges: Set<Edge>, channels: Int, nodes: Int) -> Bool {
    depths(edges, channels: channels, nodes: nodes) == nil
  }

  private mutating func orderByDepth() {
    guard
      let depths = Self.depths(edges, channels: console.channels.count, nodes: console.nodeCount)
    else { preconditionFailure("a plan was asked for with a loop of buses") }
    self.depths = depths
  }

  /// The depth of each node, channels being 0 and buses 1 or more; nil when there is a loop.
  private static func depths(_ edges: Set<Edge>, channels: Int, nodes: Int) -> [Int]? {
    var depths = (0..<nodes).map { $0 < channels ? 0 : 1 }
    let between = Set(
      edges.lazy.filter { $0.source >= channels }.map { [$0.source, $0.destination] })
    // Each round settles at least one more depth; more rounds than buses mean a loop.
    for _ in 0...(nodes - channels) {
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
          isAfterFader: edge.isAfterFader)
      })
    tileKeys = keys.sorted {
      ($0.source, $0.destination, $0.isAfterFader ? 1 : 0)
        < ($1.source, $1.destination, $1.isAfterFader ? 1 : 0)
    }
    for (index, key) in tileKeys.enumerated() { tileIndices[key] = index }
  }
}

// Steps and memory.
extension PlanCompiler {
  private var steps: [Step] {
    let buses = bankNodes.indices.filter { depths[bankNodes[$0][0]] > 0 }
    var steps = buses.map { Step.clear(bank: Int32($0)) }
    // A source is mixed as soon as it is rendered, while it is in the first-level cache. Banks are
    // in the order of their depth, so a bus has all its sources before its turn.
    for bank in bankNodes.indices {
      let isBus = depths[bankNodes[bank][0]] > 0
      if isBus {
        steps += delaySteps(bank: bank)
      } else {
        steps.append(.load(bank: Int32(bank)))
      }
      steps.append(.strips(bank: Int32(bank)))
      for (index, key) in tileKeys.enumerated() where key.source == bank {
        steps.append(.mix(tile: Int32(index)))
      }
    }
    return steps
  }

  private func delaySteps(bank: Int) -> [Step] {
    var steps: [Step] = []
    for node in bankNodes[bank] {
      let bus = console.buses[node - console.channels.count]
      guard bus.id.kind == .fx else { continue }
      for side in 0..<places[node].sides {
        steps.append(
          .delay(
            bank: Int32(bank), lane: places[node].lane + side,
            line: Int32(delays.line(ofFX: bus.id.number, side: Int(side)))))
      }
    }
    return steps
  }

  private func emit(carryRoom: Int) -> Plan {
    let steps = steps
    let rampCount = 2 * bankNodes.count + 16 * tileKeys.count
    let arena = Arena(byteCount: byteCount(steps.count, rampCount, carryRoom))
    let core = arena.take(PlanCore.self, 1)
    core.initialize(
      to: PlanCore(
        steps: arena.take(Step.self, steps.count), stepCount: steps.count,
        banks: arena.take(Bank.self, bankNodes.count), bankCount: bankNodes.count,
        tiles: arena.take(Tile.self, tileKeys.count),
        ramps: arena.take(Ramp.self, rampCount), rampCount: rampCount,
        outputs: arena.take(OutputPlace.self, outputCount), outputCount: outputCount,
        strips: arena.take(StripPlace.self, places.count), stripCount: places.count,
        carries: arena.take(Carry.self, carryRoom), carryCount: 0,
        rampFrames: Int32(rampFrames)))
    for (index, step) in steps.enumerated() { (core.pointee.steps + index).initialize(to: step) }
    for (index, place) in places.enumerated() { core.pointee.strips[index] = place }
    for index in 0..<rampCount {
      (core.pointee.ramps + index).initialize(to: Ramp(restingAt: Lanes()))
    }
    for bank in bankNodes.indices { emitBank(bank, core, arena) }
    for (index, key) in tileKeys.enumerated() { emitTile(index, key, core) }
    emitOutputs(core)
    let firstRows = tileIndices.mapValues { 2 * bankNodes.count + 16 * $0 }
    return Plan(core: core, places: places, tiles: firstRows, edges: edges, arena: arena)
  }

  private func byteCount(_ stepCount: Int, _ rampCount: Int, _ carryRoom: Int) -> Int {
    let bank =
      2 * Arena.room(for: Lanes.self, LaneLayout.chunk) + Arena.room(for: MeterLanes.self, 1)
      + Arena.room(for: Int32.self, 16)
    return Arena.room(for: PlanCore.self, 1) + Arena.room(for: Step.self, stepCount)
      + Arena.room(for: Bank.self, bankNodes.count) + Arena.room(for: Tile.self, tileKeys.count)
      + Arena.room(for: Ramp.self, rampCount) + Arena.room(for: OutputPlace.self, outputCount)
      + Arena.room(for: StripPlace.self, places.count) + Arena.room(for: Carry.self, carryRoom)
      + bank * bankNodes.count
  }

  private func emitBank(_ index: Int, _ core: UnsafeMutablePointer<PlanCore>, _ arena: Arena) {
    let isBus = depths[bankNodes[index][0]] > 0
    var sources: UnsafeMutablePointer<Int32>?
    if !isBus {
      let lanes = arena.take(Int32.self, LaneLayout.lanes)
      for lane in 0..<LaneLayout.lanes { lanes[lane] = -1 }
      for node in bankNodes[index] {
        for (side, input) in console.channels[node].inputs.enumerated() {
          lanes[Int(places[node].lane) + side] = Int32(input - 1)
        }
      }
      sources = lanes
    }
    let meter = arena.take(MeterLanes.self, 1)
    meter.initialize(to: MeterLanes())
    (core.pointee.banks + index).initialize(
      to: Bank(
        input: arena.take(Lanes.self, LaneLayout.chunk),
        output: arena.take(Lanes.self, LaneLayout.chunk), meter: meter, sources: sources,
        trim: Int32(2 * index), fader: Int32(2 * index + 1),
        isMeteredAfterFader: isBus || console.meterPoint == .postFader))
  }

  private func emitTile(_ index: Int, _ key: TileKey, _ core: UnsafeMutablePointer<PlanCore>) {
    let source = core.pointee.banks[Int(key.source)]
    let lastNode = bankNodes[Int(key.source)].last ?? 0
    (core.pointee.tiles + index).initialize(
      to: Tile(
        source: UnsafePointer(key.isAfterFader ? source.output : source.input),
        destination: core.pointee.banks[Int(key.destination)].input,
        firstRow: Int32(2 * bankNodes.count + 16 * index),
        rowCount: places[lastNode].lane + places[lastNode].sides))
  }

  private func emitOutputs(_ core: UnsafeMutablePointer<PlanCore>) {
    for index in 0..<outputCount {
      (core.pointee.outputs + index).initialize(to: OutputPlace(samples: nil))
    }
    for (index, bus) in console.buses.enumerated() {
      let place = places[console.channels.count + index]
      let samples = UnsafeMutableRawPointer(core.pointee.banks[Int(place.bank)].output)
        .assumingMemoryBound(to: Float.self)
      for (side, output) in bus.outputs.enumerated() where output <= outputCount {
        core.pointee.outputs[output - 1].samples = UnsafePointer(samples + Int(place.lane) + side)
      }
    }
  }
}
