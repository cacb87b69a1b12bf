import ConsoleModel

/// What pots act on.
public enum PotAssignment: Hashable, Sendable {
  case pan
  /// The send of each strip to that bus.
  case send(BusID)
}

/// Where a surface looks: its layer or what is spilled, how far each is scrolled, and the selected
/// strip.
public struct Navigation: Hashable, Sendable {
  /// The layer that is shown.
  public private(set) var layer = Layer.channels
  /// The VCA or bus whose members are shown instead.
  public private(set) var spilled: StripID?
  /// The strip that `selected` controls act on.
  public var selected: StripID?
  /// What pots act on.
  public internal(set) var pots = PotAssignment.pan
  /// For each layer, and for what is spilled.
  private var firsts = Array(repeating: 0, count: Layer.allCases.count + 1)

  /// Starts at the first channel with nothing selected.
  public init() {}

  /// The place of the leftmost visible strip in its layer, from 0.
  public var first: Int {
    get { firsts[slot] }
    set { firsts[slot] = max(newValue, 0) }
  }

  private var slot: Int {
    spilled == nil ? Layer.allCases.firstIndex(of: layer) ?? 0 : Layer.allCases.count
  }

  /// Shows a layer where it was left; shown already, it goes back to its first strip.
  public mutating func show(_ layer: Layer) {
    if spilled == nil && layer == self.layer { first = 0 }
    spilled = nil
    self.layer = layer
  }

  /// Shows the members of a VCA or bus from the first on; shown already, the layer comes back.
  public mutating func spill(_ strip: StripID) {
    spilled = strip == spilled ? nil : strip
    if spilled != nil { first = 0 }
  }

  /// Looks where another one looks, with the same strip selected as before.
  mutating func look(like other: Navigation) {
    let selected = selected
    self = other
    self.selected = selected
  }

  /// Stays within so many strips.
  mutating func hold(within count: Int) { first = min(first, max(0, count - 1)) }

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
