public import ConsoleModel

/// What pots act on.
public enum PotAssignment: Hashable, Sendable {
  case pan
  /// The send of each strip to that bus.
  case send(BusID)
  /// Parameters of the selected strip side by side.
  case page(PotPage)
}

/// What the faders of strips act on.
public enum FaderAssignment: Hashable, Sendable {
  /// The strips' own levels.
  case level
  /// The send of each strip to that bus.
  case sends(to: BusID)
  /// The sends of that strip, each in the place of its bus.
  case sendsOf(StripID)
}

/// Where a surface looks: its layer or what is spilled, how far each is scrolled, the selected
/// strip, and what faders and pots act on.
public struct Navigation: Hashable, Sendable {
  /// The layer that is shown.
  public private(set) var layer = Layer.channels
  /// The VCA or bus whose members are shown instead.
  public private(set) var spilled: StripID?
  /// The strip that `selected` controls act on.
  public var selected: StripID?
  /// What pots act on.
  public internal(set) var pots = PotAssignment.pan
  /// How far the page of pots is turned: the parameter of the leftmost one, from 0.
  public internal(set) var firstPot = 0
  /// What the faders of strips act on.
  public internal(set) var faders = FaderAssignment.level
  /// Whether faders take what pots act on, and the other way round.
  public internal(set) var isFlipped = false
  /// Whether encoders and faders move by a tenth of their way.
  public internal(set) var isFine = false
  /// Whether displays tell of strips even while pots act on a page.
  public internal(set) var namesStrips = false
  private var firsts: [Shown: Int] = [:]

  /// What can be scrolled.
  private enum Shown: Hashable, Sendable {
    case layer(Layer)
    case spill
    case buses
  }

  /// Starts at the first channel with nothing selected.
  public init() {}

  /// The place of the leftmost visible strip in its layer, from 0.
  public var first: Int {
    get { firsts[shown] ?? 0 }
    set { firsts[shown] = max(newValue, 0) }
  }

  private var shown: Shown {
    if case .sendsOf = faders { return .buses }
    return spilled == nil ? .layer(layer) : .spill
  }

  /// Shows a layer where it was left; shown already, it goes back to its first strip.
  public mutating func show(_ layer: Layer) {
    if shown == .layer(layer) { first = 0 }
    spilled = nil
    if case .sendsOf = faders { faders = .level }
    self.layer = layer
  }

  /// Shows the members of a VCA or bus from the first on; shown already, the layer comes back.
  public mutating func spill(_ strip: StripID) {
    if case .sendsOf = faders { faders = .level }
    spilled = strip == spilled ? nil : strip
    if spilled != nil { first = 0 }
  }

  /// Lets faders act on something; a strip's sends begin at the first bus.
  mutating func assignFaders(_ assignment: FaderAssignment) {
    faders = assignment
    if case .sendsOf = assignment { first = 0 }
  }

  /// Lets pots act on something, from its first parameter on.
  mutating func assignPots(_ assignment: PotAssignment) {
    pots = assignment
    firstPot = 0
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

// What keys change of it.
extension Navigation {
  /// One of the things that can be changed while the others stay.
  enum Aspect: Hashable, Sendable {
    case strips, pots, faders, flip, fine, names
  }

  /// Looks in one respect where another one looks.
  mutating func restore(_ aspect: Aspect, from other: Navigation) {
    switch aspect {
    case .strips:
      (layer, spilled, faders, firsts) = (other.layer, other.spilled, other.faders, other.firsts)
    case .pots: (pots, firstPot) = (other.pots, other.firstPot)
    case .faders: (faders, firsts) = (other.faders, other.firsts)
    case .flip: isFlipped = other.isFlipped
    case .fine: isFine = other.isFine
    case .names: namesStrips = other.namesStrips
    }
  }
}

extension ControlRole {
  /// What a key changes of what the surface shows; nil when it has something else to do.
  var aspect: Navigation.Aspect? {
    switch self {
    case .bank, .nudge, .layer, .spill: .strips
    case .assignPan, .assignSend, .page, .turnPage: .pots
    case .sends: .faders
    case .flip: .flip
    case .fine: .fine
    case .names: .names
    default: nil
    }
  }
}
