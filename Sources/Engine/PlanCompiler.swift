import ConsoleModel
import DSP

/// Turns a console's routing into a plan: order → lanes → tiles → steps.
struct PlanCompiler {
  let console: Console
  /// Every edge that the plan must hold, and how long signal waits there; its buses do not feed each
  /// other round and round.
  let waits: [Edge: Wait]
  /// Frames a second.
  let rate: Int
  let rampFrames: Int
  let outputCount: Int
  /// The plan before, whose processors go on in banks that hold the same lanes.
  let previous: Plan?
  /// What serves single strips.
  let units: [UnitKey: Unit]
  private(set) var depths: [Int] = []
  private(set) var places: [StripPlace] = []
  /// The nodes of each bank, in the order of their lanes.
  private(set) var bankNodes: [[Node]] = []
  private(set) var tileKeys: [TileKey] = []
  private(set) var tileIndices: [TileKey: Int] = [:]
  /// The histories that tiles need, and how far back each must go.
  private(set) var historyFrames: [(key: HistoryKey, frames: Int)] = []

  init(
    console: Console, waits: [Edge: Wait], rate: Int, rampFrames: Int,
    outputCount: Int, previous: Plan?, units: [UnitKey: Unit]
  ) {
    self.console = console
    self.waits = waits
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
    collectHistories()
    return emit(carryRoom: carryRoom)
  }
}

// Order: a bus is as deep as the longest way of buses into it.
extension PlanCompiler {
  /// Whether the buses of these edges feed each other round and round.
  static func hasLoop(_ waits: [Edge: Wait], firstBus: Int, nodes: Int) -> Bool {
    depths(waits, firstBus: firstBus, nodes: nodes) == nil
  }

  private mutating func orderByDepth() {
    guard
      let depths = Self.depths(waits, firstBus: console.firstBus, nodes: console.nodeCount)
    else { preconditionFailure("a plan was asked for with a loop of buses") }
    self.depths = depths
  }

  /// The depth of each node, channels and sources being 0 and buses 1 or more; nil when there is a loop.
  private static func depths(_ waits: [Edge: Wait], firstBus: Int, nodes: Int) -> [Int]? {
    var depths = (0..<nodes).map { $0 < firstBus ? 0 : 1 }
    let between = Set(
      waits.keys.lazy.filter { $0.source >= firstBus }.map { [$0.source, $0.destination] })
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

// Lanes: strips of one depth side by side, a stereo strip or a linked pair never torn.
extension PlanCompiler {
  private mutating func assignLanes() {
    places = Array(repeating: StripPlace(bank: 0, lane: 0, sides: 1), count: console.nodeCount)
    for depth in 0...(depths.max() ?? 0) {
      var lane = LaneLayout.lanes
      for node in depths.indices where depths[node] == depth {
        let sides = console.strip(at: node).width.sides
        let isFirst = node < console.channels.count && console.channels[node].isLinked
        if lane + (isFirst ? 2 : sides) > LaneLayout.lanes {
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

// Tiles: one for each pair of banks that has an edge, each tap there and each wait.
extension PlanCompiler {
  private mutating func collectTiles() {
    let keys = Set(
      waits.lazy.map { [places] edge, wait in
        TileKey(
          source: places[edge.source].bank, destination: places[edge.destination].bank,
          tap: edge.tap, wait: wait)
      })
    // Those that mix the same signal after each other.
    tileKeys = keys.sorted {
      ($0.source, $0.tap.order, $0.wait.after, $0.wait.before, $0.destination)
        < ($1.source, $1.tap.order, $1.wait.after, $1.wait.before, $1.destination)
    }
    for (index, key) in tileKeys.enumerated() { tileIndices[key] = index }
  }

  /// One history for all tiles that take a bank's signal late at one tap.
  private mutating func collectHistories() {
    var frames: [HistoryKey: Int] = [:]
    for tile in tileKeys where tile.wait.longest > 0 {
      frames[HistoryKey(bank: tile.source, tap: tile.tap), default: 0].raise(to: tile.wait.longest)
    }
    historyFrames = frames.map { ($0.key, $0.value) }.sorted {
      ($0.key.bank, $0.key.tap.order) < ($1.key.bank, $1.key.tap.order)
    }
  }
}

extension Tap {
  /// The place among the taps, in the order of the signal.
  var order: Int {
    switch self {
    case .input: 0
    case .preEQ: 1
    case .postEQ: 2
    case .preFader: 3
    case .postFader: 4
    }
  }

  /// Whether the signal there is written over later and has to be kept in memory of its own.
  var isKept: Bool { order < Tap.preFader.order }
}

extension Int {
  fileprivate mutating func raise(to number: Int) { self = Swift.max(self, number) }
}
