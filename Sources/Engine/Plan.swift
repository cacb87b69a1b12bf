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
  /// The first ramp of the tile that holds an edge, by banks, tap and wait.
  let tiles: [TileKey: Int]
  /// The edges that have lanes in this plan, sounding or not, and how long signal waits on them.
  let waits: [Edge: Wait]
  /// The edges by the node that they come from.
  let edgesBySource: [Node: [Edge]]
  /// Whether signal waits on any, and whether longer or shorter than before the latest shift.
  let hasWaits: Bool
  let hasShifts: Bool
  /// The processors of each bank.
  let processors: [BankProcessors]
  /// What serves single strips.
  let units: [UnitKey: Unit]
  /// What was heard lately of banks whose signal waits on some edge.
  let histories: [HistoryKey: BankHistory]
  private let arena: Arena

  init(
    core: UnsafeMutablePointer<PlanCore>, places: [StripPlace], tiles: [TileKey: Int],
    waits: [Edge: Wait], processors: [BankProcessors], units: [UnitKey: Unit],
    histories: [HistoryKey: BankHistory], arena: Arena
  ) {
    self.core = core
    self.places = places
    self.tiles = tiles
    self.waits = waits
    edgesBySource = Dictionary(grouping: waits.keys, by: \.source)
    hasWaits = waits.values.contains { $0.longest > 0 }
    hasShifts = waits.values.contains { $0.before != $0.after }
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
  var wait: Wait
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

  /// Every slot of an edge with the gain that it should have; empty when the plan lacks the edge.
  func slots(of edge: Edge, _ gains: EdgeGains) -> [(slot: UInt32, gain: Float)] {
    guard let wait = waits[edge] else { return [] }
    let source = places[edge.source]
    let destination = places[edge.destination]
    let key = TileKey(
      source: source.bank, destination: destination.bank, tap: edge.tap, wait: wait)
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
