import ConsoleModel

/// What pots act on.
public enum PotAssignment: Hashable, Sendable {
  case pan
  /// The send of each strip to that bus.
  case send(BusID)
}

/// Where a surface looks: its layer, how far each layer is scrolled, and the selected strip.
public struct Navigation: Hashable, Sendable {
  /// The layer that is shown.
  public private(set) var layer = Layer.channels
  /// The strip that `selected` controls act on.
  public var selected: StripID?
  /// What pots act on.
  public internal(set) var pots = PotAssignment.pan
  private var firsts = Array(repeating: 0, count: Layer.allCases.count)

  /// Starts at the first channel with nothing selected.
  public init() {}

  /// The place of the leftmost visible strip in its layer, from 0.
  public var first: Int {
    get { firsts[slot] }
    set { firsts[slot] = max(newValue, 0) }
  }

  private var slot: Int { Layer.allCases.firstIndex(of: layer) ?? 0 }

  /// Shows a layer where it was left; shown already, it goes back to its first strip.
  public mutating func show(_ layer: Layer) {
    if layer == self.layer { first = 0 } else { self.layer = layer }
  }

  /// Moves by strips: a bank when `step` is as wide as the surface, else a nudge.
  ///
  /// - Parameters:
  ///   - step: Strips to the right, negative to the left.
  ///   - width: The strips that the surface shows at once.
  ///   - count: The strips of the layer.
  public mutating func move(by step: Int, width: Int, count: Int) {
    guard canMove(by: step, width: width, count: count) else { return }
    first += step
  }

  /// Whether there are strips that way: a bank to the right needs one, a nudge one beyond the edge.
  public func canMove(by step: Int, width: Int, count: Int) -> Bool {
    step < 0 ? first > 0 : first + width < count
  }
}
