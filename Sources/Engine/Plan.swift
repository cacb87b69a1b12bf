import ConsoleModel
import DSP

/// A console's routing compiled for the audio thread, and where in it the control thread finds
/// each gain.
///
/// Owned by the control thread, which frees it once the audio thread has sent it home.
final class Plan {
  /// What the audio thread is given; lies inside the arena.
  let core: UnsafeMutablePointer<PlanCore>
  /// Where each node's lanes are.
  let places: [StripPlace]
  /// The first ramp of the tile that holds a path, by banks, tap and delay.
  let tiles: [TileKey: Int]
  /// The paths that have lanes in this plan, sounding or not.
  let paths: Set<Path>
  /// The same, by the node that they come from.
  let pathsBySource: [Node: [Path]]
  /// The processors of each bank.
  let processors: [BankProcessors]
  /// What serves single strips.
  let units: [UnitKey: Unit]
  /// What was heard lately of banks whose signal waits on some path.
  let histories: [HistoryKey: BankHistory]
  private let arena: Arena

  init(
    core: UnsafeMutablePointer<PlanCore>, places: [StripPlace], tiles: [TileKey: Int],
    paths: Set<Path>, processors: [BankProcessors], units: [UnitKey: Unit],
    histories: [HistoryKey: BankHistory], arena: Arena
  ) {
    self.core = core
    self.places = places
    self.tiles = tiles
    self.paths = paths
    pathsBySource = Dictionary(grouping: paths, by: \.edge.source)
    self.processors = processors
    self.units = units
    self.histories = histories
    self.arena = arena
  }

  /// The address by which commands and reports name the plan.
  var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(core) }
}

/// A pair of banks between which signal is mixed, and how long it waits.
struct TileKey: Hashable {
  var source: Int32
  var destination: Int32
  var tap: Tap
  var delay: Int32
}

extension Plan {
  /// The slots of a node's trim, one a side.
  func trimSlots(of node: Node) -> [UInt32] {
    slots(of: node, ramp: core.pointee.banks[Int(places[node].bank)].trim)
  }

  /// The slots of a node's fader, one a side.
  func faderSlots(of node: Node) -> [UInt32] {
    slots(of: node, ramp: core.pointee.banks[Int(places[node].bank)].fader)
  }

  private func slots(of node: Node, ramp: Int32) -> [UInt32] {
    (0..<places[node].sides).map { UInt32(ramp) * 16 + UInt32(places[node].lane + $0) }
  }

  /// Whether two mono strips lie side by side in one bank, in this order.
  func areNeighbours(_ left: Node, _ right: Node) -> Bool {
    places[left].bank == places[right].bank && places[left].lane + 1 == places[right].lane
  }

  /// Every slot of a path with the gain that it should have; empty when the plan lacks the path.
  func slots(of path: Path, _ gains: EdgeGains) -> [(slot: UInt32, gain: Float)] {
    guard paths.contains(path) else { return [] }
    let source = places[path.edge.source]
    let destination = places[path.edge.destination]
    let key = TileKey(
      source: source.bank, destination: destination.bank, tap: path.edge.tap,
      delay: Int32(path.delay))
    guard let firstRow = tiles[key] else { return [] }
    var result: [(slot: UInt32, gain: Float)] = []
    for side in 0..<Int(source.sides) {
      for other in 0..<Int(destination.sides) {
        let row = firstRow + Int(source.lane) + side
        let slot = UInt32(row * 16 + Int(destination.lane) + other)
        result.append((slot, gains.gain(from: side, to: other)))
      }
    }
    return result
  }
}
