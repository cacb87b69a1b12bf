public import ConsoleModel
import Processors

/// How many frames signal is held back on an edge, so that it arrives together with what comes later.
struct Wait: Hashable {
  /// Until the next shift: see `Shift`.
  var before: Int
  /// From then on.
  var after: Int

  /// The most of both.
  var longest: Int { max(before, after) }
}

/// How late signal is inside each strip of a console, because processors on its way look ahead.
///
/// A signal that gets into a bus is as late as the latest of the bus's edges; on all others it waits.
struct Latencies: Equatable {
  /// Frames by which what gets into a strip is late, by nodes; empty when nothing is late anywhere.
  private var inputs: [Int] = []
  /// Frames that a strip's limiter takes, by nodes.
  private var limiters: [Int] = []

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

  /// The frames that signal has to wait on an edge.
  func wait(on edge: Edge) -> Int {
    guard !inputs.isEmpty else { return 0 }
    return max(0, inputs[edge.destination] - latency(after: edge))
  }

  /// Whether nothing is late anywhere.
  var areNone: Bool { inputs.isEmpty }

  /// Whether a strip's limiter is on.
  func isLimited(_ node: Node) -> Bool { !limiters.isEmpty && limiters[node] > 0 }
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
    return edges.joined().map(\.key).compactMap { edge in
      let frames = latencies.wait(on: edge)
      guard frames > 0, let bus = bus(at: edge.destination), let awaited = last[edge.destination]
      else { return nil }
      return HeldSignal(
        source: stripID(of: edge.source), tap: edge.tap, destination: bus.id, frames: frames,
        awaited: stripID(of: awaited.source))
    }.sorted { a, b in
      let (first, second) = (node(of: a.source) ?? 0, node(of: b.source) ?? 0)
      return (first, a.destination, a.tap.order) < (second, b.destination, b.tap.order)
    }
  }
}
