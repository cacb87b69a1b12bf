/// What a bus is for; the order is that of a surface's layers and of `Console.buses`.
public enum BusKind: String, CaseIterable, Sendable {
  /// Several channels under one fader on their way to the main bus.
  case group
  /// A mix for a listener: monitors, in-ears, a recording.
  case aux
  /// A shared space: what is sent here comes back delayed as a return with a strip of its own.
  case fx
  /// A mix of mixes for an output: a zone, a delayed line of speakers, a recording.
  case matrix
  /// The mix that the room hears.
  case main
  /// What the engineer hears: soloed strips, or else the main bus or another.
  case monitor

  /// Whether a console has at most one of them, named without a number.
  public var isSingle: Bool { self == .main || self == .monitor }
}

/// The name of a bus: its kind and its number from 1.
public struct BusID: Hashable, Sendable, Comparable {
  public let kind: BusKind
  public let number: Int

  /// Makes a name; `number` is 1 or more.
  public init(_ kind: BusKind, _ number: Int = 1) {
    self.kind = kind
    self.number = number
  }

  public static let main = BusID(.main)
  public static let monitor = BusID(.monitor)

  public static func < (a: BusID, b: BusID) -> Bool {
    (a.kind.order, a.number) < (b.kind.order, b.number)
  }
}

extension BusKind {
  /// Whether strips reach such buses by sends instead of by assignment.
  var isFedBySends: Bool { [.aux, .fx, .matrix].contains(self) }

  /// The place of the kind among the kinds.
  var order: Int {
    switch self {
    case .group: 0
    case .aux: 1
    case .fx: 2
    case .matrix: 3
    case .main: 4
    case .monitor: 5
    }
  }
}

/// A signal that the desk itself has, besides those of its channels.
public enum Source: String, CaseIterable, Sendable {
  /// The engineer's microphone.
  case talkback
  /// A tone or noise.
  case oscillator
}

/// The name of anything that has a level; numbers start at 1.
public enum StripID: Hashable, Sendable {
  case channel(Int)
  case bus(BusID)
  case vca(Int)
  case source(Source)

  public static let main = StripID.bus(.main)
  public static func group(_ number: Int) -> StripID { .bus(BusID(.group, number)) }
  public static func aux(_ number: Int) -> StripID { .bus(BusID(.aux, number)) }
  public static func fx(_ number: Int) -> StripID { .bus(BusID(.fx, number)) }
  public static func matrix(_ number: Int) -> StripID { .bus(BusID(.matrix, number)) }
  public static let monitor = StripID.bus(.monitor)
  public static let talkback = StripID.source(.talkback)
  public static let oscillator = StripID.source(.oscillator)

  /// Whether it is of a kind that has sends.
  var isSender: Bool {
    switch self {
    case .channel: true
    case .bus(let bus): bus.kind != .monitor
    case .vca, .source: false
    }
  }

  /// The bus that is meant, if it is one.
  public var busID: BusID? {
    guard case .bus(let id) = self else { return nil }
    return id
  }
}

extension BusID: CustomStringConvertible {
  /// The name as files and messages spell it: `group 1`, `fx 2`, `main`.
  public var description: String { kind.isSingle ? kind.rawValue : "\(kind.rawValue) \(number)" }

  /// Reads such a name; nil if it is none.
  public init?(_ text: String) {
    guard case .bus(let id)? = StripID(text) else { return nil }
    self = id
  }
}

extension StripID: CustomStringConvertible {
  /// The name as files and messages spell it: `channel 12`, `vca 3`, `group 1`, `main`.
  public var description: String {
    switch self {
    case .channel(let number): "channel \(number)"
    case .bus(let id): id.description
    case .vca(let number): "vca \(number)"
    case .source(let source): source.rawValue
    }
  }

  /// Reads such a name; nil if it is none.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    guard let first = words.first, words.count <= 2 else { return nil }
    if words.count == 1 {
      if let source = Source(rawValue: String(first)) {
        self = .source(source)
        return
      }
      guard let kind = BusKind(rawValue: String(first)), kind.isSingle else { return nil }
      self = .bus(BusID(kind))
      return
    }
    guard let number = Int(words[1]), number >= 1, number <= 9999 else { return nil }
    switch first {
    case "channel": self = .channel(number)
    case "vca": self = .vca(number)
    default:
      guard let kind = BusKind(rawValue: String(first)), !kind.isSingle else { return nil }
      self = .bus(BusID(kind, number))
    }
  }
}
