import ConsoleModel
import Units

/// A strip as the engine counts them: channels first, then talkback and oscillator, then buses,
/// from 0.
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
  var nodeCount: Int { firstBus + buses.count }

  /// The node of the first bus; those below it have no strips before them.
  var firstBus: Node { channels.count + sources.count }

  /// The bus that a node is; nil for channels and sources.
  func bus(at node: Node) -> Bus? { node < firstBus ? nil : buses[node - firstBus] }

  func stripID(of node: Node) -> StripID {
    if node < channels.count { return .channel(node + 1) }
    if node < firstBus { return .source(Source.allCases[node - channels.count]) }
    return .bus(buses[node - firstBus].id)
  }

  func strip(at node: Node) -> Strip {
    if node < channels.count { return channels[node].strip }
    return node < firstBus ? sources[node - channels.count].strip : buses[node - firstBus].strip
  }

  func settings(at node: Node) -> [Double] {
    if node < channels.count { return channels[node].strip.settings }
    return node < firstBus
      ? sources[node - channels.count].strip.settings : buses[node - firstBus].strip.settings
  }

  /// The device inputs that a channel or source hears.
  func inputs(at node: Node) -> ArraySlice<Int> {
    let strip = node < channels.count ? channels[node] : sources[node - channels.count]
    return strip.inputs.prefix(strip.strip.width.sides)
  }

  func node(of bus: BusID) -> Node? { index(of: bus).map { firstBus + $0 } }

  /// The node of a channel, source or bus; nil for a VCA and for what the console does not have.
  func node(of id: StripID) -> Node? {
    switch id {
    case .channel(let number): channels.indices.contains(number - 1) ? number - 1 : nil
    case .bus(let bus): node(of: bus)
    case .vca: nil
    case .source(let source):
      Source.allCases.firstIndex(of: source).map { channels.count + $0 }
    }
  }

  /// Where the meter of a strip listens.
  func meterPoint(at node: Node) -> MeterPoint {
    let choice = Int(settings(at: node)[Setting.meter.rawValue])
    return choice == 0 ? meterPoint : MeterPoint.allCases[choice - 1]
  }

  /// The gain at the strip's input, negative when the polarity is inverted.
  func trimGain(at node: Node) -> Float {
    let strip = strip(at: node)
    return strip.isInverted ? -strip.trim.gain : strip.trim.gain
  }

  /// Everything that a strip feeds, with the gains after its taps.
  ///
  /// - Parameters:
  ///   - node: The strip.
  ///   - solo: `soloState` of this console, asked once for all strips.
  /// - Returns: The edges; a gain of 0 is an edge all the same.
  func edges(from node: Node, solo: SoloState) -> [Edge: EdgeGains] {
    let id = stripID(of: node)
    let strip = strip(at: node)
    var edges: [Edge: EdgeGains] = [:]
    func add(_ bus: BusID, _ tap: Tap, gain: Float, pan: Pan, width: Double = 1) {
      guard let destination = self.node(of: bus) else { return }
      let edge = Edge(source: node, destination: destination, tap: tap)
      let gains = panned(
        gain, pan, from: strip.width, to: self.strip(at: destination).width, width: width)
      edges[edge] = (edges[edge] ?? .silent) + gains
    }
    if case .source = id {
      for bus in strip.assigns {
        guard let destination = self.node(of: bus) else { continue }
        // At its level on both sides, so that a tone of -20 dBFS leaves as one.
        edges[Edge(source: node, destination: destination, tap: .postFader)] = EdgeGains(
          leftToLeft: 1, leftToRight: 1)
      }
      return edges
    }
    // A stereo bus has its balance in its own lanes, before its fader.
    let isBalanced = id.busID != nil && strip.width == .stereo
    let faded = isBalanced ? .centre : strip.pan
    for bus in strip.assigns { add(bus, .postFader, gain: 1, pan: faded) }
    for (bus, send) in strip.sends where send.isOn {
      let tap = sendPoint(of: send)
      var pan = tap == .preFader || tap == .postFader ? faded : strip.pan
      if case .fixed(let place) = send.pan { pan = place }
      let gain = sendGain(from: id, to: bus, solo: solo)
      add(bus, tap, gain: gain, pan: pan, width: send.width / 100)
    }
    if solo.isAny && soloMode != .inPlace {
      if isHeardInSolo(id, solo) { add(.monitor, soloTap(of: id), gain: 1, pan: faded) }
    } else if id == .bus(monitorSource) {
      add(.monitor, .postFader, gain: 1, pan: .centre)
    }
    return edges
  }

  /// A gain spread over the sides: pan for mono sources, balance for stereo ones.
  ///
  /// The sides of a stereo source come as far apart as `width` says before their balance. A stereo
  /// source into a mono bus gives half of each side, so that a signal that is the same on
  /// both keeps its level.
  private func panned(
    _ gain: Float, _ pan: Pan, from source: Width, to destination: Width, width: Double
  ) -> EdgeGains {
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
      guard width != 1 else {
        return EdgeGains(leftToLeft: scaled(left), rightToRight: scaled(right))
      }
      let (own, other) = ((1 + width) / 2, (1 - width) / 2)
      return EdgeGains(
        leftToLeft: scaled(left * own), leftToRight: scaled(right * other),
        rightToLeft: scaled(left * other), rightToRight: scaled(right * own))
    }
  }
}
