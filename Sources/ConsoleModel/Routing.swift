// Which strip feeds which bus, and the loops that there must not be.
extension Console {
  /// The buses that a strip feeds: by assignment, or by a send that is on.
  public func destinations(of id: StripID) -> [BusID] {
    guard let strip = strip(id) else { return [] }
    // By assignment to group and main buses, by send to the others: never twice the same.
    return (strip.sends.filter { $0.value.isOn }.map(\.key) + strip.assigns).sorted()
  }

  /// A loop of buses that feed each other, in order and closed, or nil when there is none.
  public func routingLoop() -> [BusID]? {
    Self.loop(among: buses.map(\.id)) { self.destinations(of: .bus($0)) }
  }

  /// A loop of VCAs that hang under each other, in order and closed, or nil when there is none.
  public func vcaLoop() -> [Int]? {
    Self.loop(among: Array(1...max(vcas.count, 1)).prefix(vcas.count).map { $0 }) {
      (self.vca($0)?.vcas ?? []).sorted()
    }
  }

  /// How many levels of VCAs stand above each other over a strip, its own masters being one.
  public func vcaDepth(of id: StripID) -> Int {
    let depths = directMasters(of: id).map { vcaDepth(of: .vca($0)) }
    return depths.max().map { $0 + 1 } ?? 0
  }

  /// The most levels of VCAs that may stand above each other.
  public static let deepestVCA = 4

  /// A way of the signal from one bus to another, both named, or nil when there is none.
  func routingPath(from start: BusID, to end: BusID) -> [BusID]? {
    Self.path(from: start, to: end) { self.destinations(of: .bus($0)) }
  }

  /// A way up from one VCA to another, both named, or nil when there is none.
  func vcaPath(from start: Int, to end: Int) -> [Int]? {
    Self.path(from: start, to: end) { (self.vca($0)?.vcas ?? []).sorted() }
  }

  /// How many levels of VCAs hang under each other below a VCA, itself being one.
  func vcaHeight(of number: Int) -> Int {
    let below = vcas.indices.filter { vcas[$0].vcas.contains(number) }
    return 1 + (below.map { vcaHeight(of: $0 + 1) }.max() ?? 0)
  }

  private static func path<Node: Hashable>(
    from start: Node, to end: Node, next: (Node) -> [Node]
  ) -> [Node]? {
    var seen: Set<Node> = []
    func visit(_ node: Node) -> [Node]? {
      if node == end { return [node] }
      guard seen.insert(node).inserted else { return nil }
      for other in next(node) {
        if let rest = visit(other) { return [node] + rest }
      }
      return nil
    }
    return visit(start)
  }

  /// Follows arrows depth first; returns the first circle met, with its start at both ends.
  private static func loop<Node: Hashable>(
    among nodes: [Node], next: (Node) -> [Node]
  ) -> [Node]? {
    var finished: Set<Node> = []
    var path: [Node] = []
    func visit(_ node: Node) -> [Node]? {
      if let start = path.firstIndex(of: node) { return path[start...] + [node] }
      guard !finished.contains(node) else { return nil }
      path.append(node)
      for other in next(node) {
        if let loop = visit(other) { return loop }
      }
      path.removeLast()
      finished.insert(node)
      return nil
    }
    for node in nodes {
      if let loop = visit(node) { return loop }
    }
    return nil
  }
}
