public import ConsoleModel

/// Which strips the faders of a surface stand for.
public enum Layer: Hashable, Sendable {
  case channels
  case groups
  case auxes
  case fx
  case vcas
  /// The main bus, the monitor and the matrices.
  case masters
  /// Strips of the user's choice: the name in `Mapping.userLayers`.
  case user(String)

  /// The layers that every surface has.
  public static let standard: [Layer] = [.channels, .groups, .auxes, .fx, .vcas, .masters]

  /// What a mapping file calls it.
  public var name: String {
    switch self {
    case .channels: "channels"
    case .groups: "groups"
    case .auxes: "auxes"
    case .fx: "fx"
    case .vcas: "vcas"
    case .masters: "masters"
    case .user(let name): name
    }
  }

  /// The strips of this layer, from left to right; none of a user's layer.
  public func strips(of console: Console) -> [StripID] {
    switch self {
    case .channels: return console.channels.indices.map { .channel($0 + 1) }
    case .groups: return buses(.group, of: console)
    case .auxes: return buses(.aux, of: console)
    case .fx: return buses(.fx, of: console)
    case .vcas: return console.vcas.indices.map { .vca($0 + 1) }
    case .masters: return [.main, .monitor, .matrix].flatMap { buses($0, of: console) }
    case .user: return []
    }
  }

  private func buses(_ kind: BusKind, of console: Console) -> [StripID] {
    console.buses.filter { $0.id.kind == kind }.map { .bus($0.id) }
  }
}

/// A layer of strips of the user's choice.
public struct UserLayer: Hashable, Sendable {
  public var name: String
  /// From left to right; nil leaves a gap.
  public var strips: [StripID?]

  public init(name: String, strips: [StripID?]) {
    self.name = name
    self.strips = strips
  }
}
