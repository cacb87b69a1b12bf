import ConsoleModel
import Units

/// A strip as the engine counts them: channels first, then buses, from 0.
typealias Node = Int

/// A way for signal from a strip's tap into a bus.
struct Edge: Hashable {
  var source: Node
  var destination: Node
  var tap: Tap
}

/// The gains of an edge from each side of the source to each side of the destination.
///
/// Only the first row is used of a mono source, only the first column of a mono destination.
struct EdgeGains: Hashable {
  var leftToLeft: Float = 0
  var leftToRight: Float = 0
  var rightToLeft: Float = 0
  var rightToRight: Float = 0

  static let silent = EdgeGains()

  /// The gain from one side to another, 0 being left or mono.
  func gain(from source: Int, to destination: Int) -> Float {
    switch (source, destination) {
    case (0, 0): leftToLeft
    case (0, _): leftToRight
    case (_, 0): rightToLeft
    default: rightToRight
    }
  }

  static func + (a: EdgeGains, b: EdgeGains) -> EdgeGains {
    EdgeGains(
      leftToLeft: a.leftToLeft + b.leftToLeft, leftToRight: a.leftToRight + b.leftToRight,
      rightToLeft: a.rightToLeft + b.rightToLeft, rightToRight: a.rightToRight + b.rightToRight)
  }
}

// What the console's settings mean in gains. Pure; the control thread asks.
extension Console {
  var nodeCount: Int { channels.count + buses.count }

  func stripID(of node: Node) -> StripID {
    node < channels.count ? .channel(node + 1) : .bus(buses[node - channels.count].id)
  }

  func strip(at node: Node) -> Strip {
    node < channels.count ? channels[node].strip : buses[node - channels.count].strip
  }

  func settings(at node: Node) -> [Double] {
    node < channels.count
      ? channels[node].strip.settings : buses[node - channels.count].strip.settings
  }

  func node(of bus: BusID) -> Node? { index(of: bus).map { channels.count + $0 } }

  /// The node of a channel or bus; nil for a VCA and for what the console does not have.
  func node(of id: StripID) -> Node? {
    switch id {
    case .channel(let number): channels.indices.contains(number - 1) ? number - 1 : nil
    case .bus(let bus): node(of: bus)
    case .vca: nil
    }
  }

  /// The gain at the strip's input, negative when the polarity is inverted.
  func trimGain(at node: Node) -> Float {
    let strip = strip(at: node)
    return strip.isInverted ? -strip.trim.gain : strip.trim.gain
  }

  /// Whether any strip that the monitor can listen to is soloed.
  var hasSolo: Bool {
    // Read in place: copying a strip counts many references, and this is asked for on every move.
    for index in channels.indices where channels[index].strip.isSoloed { return true }
    for index in buses.indices where buses[index].strip.isSoloed { return true }
    guard vcas.contains(where: \.isSoloed) else { return false }
    return (0..<nodeCount).contains { isHeardInSolo(stripID(of: $0)) }
  }

  /// Whether a strip is soloed and not the monitor itself, which a soloed VCA may have below it.
  private func isHeardInSolo(_ id: StripID) -> Bool { id != .bus(.monitor) && isSoloed(id) }

  /// Everything that a strip feeds, with the gains after its taps.
  ///
  /// - Parameters:
  ///   - node: The strip.
  ///   - hasSolo: `hasSolo` of this console, asked once for all strips.
  /// - Returns: The edges; a gain of 0 is an edge all the same.
  func edges(from node: Node, hasSolo: Bool) -> [Edge: EdgeGains] {
    let id = stripID(of: node)
    let strip = strip(at: node)
    var edges: [Edge: EdgeGains] = [:]
    func add(_ bus: BusID, _ tap: Tap, gain: Float, pan: Pan) {
      guard let destination = self.node(of: bus) else { return }
      let edge = Edge(source: node, destination: destination, tap: tap)
      let gains = panned(gain, pan, from: strip.width, to: self.strip(at: destination).width)
      edges[edge] = (edges[edge] ?? .silent) + gains
    }
    // A stereo bus has its balance in its own lanes, before its fader.
    let isBalanced = id.busID != nil && strip.width == .stereo
    let faded = isBalanced ? .centre : strip.pan
    for bus in strip.assigns { add(bus, .postFader, gain: 1, pan: faded) }
    for (bus, send) in strip.sends where send.isOn {
      let isAfterBalance = send.tap == .preFader || send.tap == .postFader
      var pan = isAfterBalance ? faded : strip.pan
      if case .fixed(let place) = send.pan { pan = place }
      let gain = sendGain(from: id, to: bus)
      add(bus, send.tap, gain: gain, pan: pan)
    }
    if id == .main && !hasSolo { add(.monitor, .postFader, gain: 1, pan: .centre) }
    if hasSolo && isHeardInSolo(id) { add(.monitor, .preFader, gain: 1, pan: faded) }
    return edges
  }

  /// A gain spread over the sides: pan for mono sources, balance for stereo ones.
  ///
  /// A stereo source into a mono bus gives half of each side, so that a signal that is the same on
  /// both keeps its level.
  private func panned(_ gain: Float, _ pan: Pan, from source: Width, to destination: Width)
    -> EdgeGains
  {
    func scaled(_ factor: Double) -> Float { factor == 1 ? gain : Float(Double(gain) * factor) }
    switch (source, destination) {
    case (.mono, .mono): return EdgeGains(leftToLeft: gain)
    case (.mono, .stereo):
      let (left, right) = panLaw.gains(at: pan)
      return EdgeGains(leftToLeft: scaled(left), leftToRight: scaled(right))
    case (.stereo, .mono):
      let (left, right) = pan.balance
      return EdgeGains(leftToLeft: scaled(left / 2), rightToLeft: scaled(right / 2))
    case (.stereo, .stereo):
      let (left, right) = pan.balance
      return EdgeGains(leftToLeft: scaled(left), rightToRight: scaled(right))
    }
  }
}
