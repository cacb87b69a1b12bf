public import ConsoleModel
import Processors

/// An edge, and how long signal waits on it.
struct Path: Hashable {
  var edge: Edge
  /// Frames by which the signal is held back, so that it arrives together with what comes later.
  var delay = 0
}

/// How late signal is inside each strip of a console, because processors on its way look ahead.
///
/// A signal that gets into a bus is as late as the latest of the bus's edges; on all others it waits.
struct Latencies: Equatable {
  /// Frames by which what gets into a strip is late, by nodes; empty when nothing is late anywhere.
  private var inputs: [Int] = []
  /// Frames that a strip's limiter takes, by nodes.
  private var limiters: [Int] = []

  /// Nothing is late.
  static let none = Latencies()

  private init() {}

  /// Finds them, given what every strip feeds.
  ///
  /// - Parameters:
  ///   - console: The desk.
  ///   - edges: The edges out of each node; their buses do not feed each other round and round.
  ///   - rate: Frames a second.
  init(_ console: Console, _ edges: [[Edge: EdgeGains]], rate: Int) {
    let buses = console.firstBus..<console.nodeCount
    guard buses.contains(where: { console.settings(at: $0)[Setting.limiterOn.rawValue] == 1 })
    else { return }
    inputs = Array(repeating: 0, count: console.nodeCount)
    limiters = (0..<console.nodeCount).map { node in
      var settings = LimiterSettings()
      settings.isOn = console.settings(at: node)[Setting.limiterOn.rawValue] == 1
      return settings.latency(rate: rate)
    }
    // What comes from channels is never late. Each round settles at least one more bus.
    let between = buses.flatMap { edges[$0].keys }
    for _ in buses {
      var isSettled = true
      for edge in between where inputs[edge.destination] < latency(after: edge) {
        inputs[edge.destination] = latency(after: edge)
        isSettled = false
      }
      if isSettled { break }
    }
  }

  /// Frames by which signal is late where an edge takes it.
  func latency(after edge: Edge) -> Int {
    guard !inputs.isEmpty else { return 0 }
    // The limiter is the last in its strip, behind the fader.
    return inputs[edge.source] + (edge.tap == .postFader ? limiters[edge.source] : 0)
  }

  /// An edge that the latencies were found for, with the frames that signal has to wait on it.
  func path(_ edge: Edge) -> Path {
    guard !inputs.isEmpty else { return Path(edge: edge) }
    return Path(edge: edge, delay: max(0, inputs[edge.destination] - latency(after: edge)))
  }
}

/// A way into a bus on which the desk holds signal back, so that it arrives together with another.
public struct HeldSignal: Hashable, Sendable {
  public var source: StripID
  public var tap: Tap
  public var destination: BusID
  /// How long it waits.
  public var frames: Int
  /// The strip whose signal is the last to arrive there.
  public var awaited: StripID
}

extension HeldSignal: CustomStringConvertible {
  /// One line: `channel 3 (post-fader) into main waits 78 frames for aux 2`.
  public var description: String {
    "\(source) (\(tap.rawValue)) into \(destination) waits \(frames) frames for \(awaited)"
  }
}

extension Console {
  /// Every way on which signal is held back, in the order of the strips.
  ///
  /// - Parameter rate: Frames a second.
  /// - Returns: Nothing when no limiter is on, or none whose signal meets any other.
  public func heldSignals(rate: Int) -> [HeldSignal] {
    let edges = Engine.edges(of: self, soloState)
    let latencies = Latencies(self, edges, rate: rate)
    var last: [Node: Edge] = [:]
    for edge in edges[firstBus...].joined().map(\.key) {
      let rival = last[edge.destination]
      let isLater = rival.map { latencies.latency(after: $0) < latencies.latency(after: edge) }
      let isTied = rival.map { latencies.latency(after: $0) == latencies.latency(after: edge) }
      if isLater ?? true || (isTied == true && edge.source < rival?.source ?? 0) {
        last[edge.destination] = edge
      }
    }
    let paths = edges.joined().map { latencies.path($0.key) }.filter { $0.delay > 0 }
    return paths.compactMap { path in
      guard let bus = bus(at: path.edge.destination), let awaited = last[path.edge.destination]
      else { return nil }
      return HeldSignal(
        source: stripID(of: path.edge.source), tap: path.edge.tap, destination: bus.id,
        frames: path.delay, awaited: stripID(of: awaited.source))
    }.sorted { a, b in
      let (first, second) = (node(of: a.source) ?? 0, node(of: b.source) ?? 0)
      return (first, a.destination, a.tap.order) < (second, b.destination, b.tap.order)
    }
  }
}
