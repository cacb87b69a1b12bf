import ConsoleModel

/// Which strips the faders of a surface stand for.
public enum Layer: String, CaseIterable, Sendable {
  case channels
  case groups
  case auxes
  case fx
  case vcas
  /// The main bus, the monitor and the matrices.
  case masters

  /// The strips of this layer, from left to right.
  public func strips(of console: Console) -> [StripID] {
    switch self {
    case .channels: return console.channels.indices.map { .channel($0 + 1) }
    case .groups: return buses(.group, of: console)
    case .auxes: return buses(.aux, of: console)
    case .fx: return buses(.fx, of: console)
    case .vcas: return console.vcas.indices.map { .vca($0 + 1) }
    case .masters: return [.main, .monitor, .matrix].flatMap { buses($0, of: console) }
    }
  }

  private func buses(_ kind: BusKind, of console: Console) -> [StripID] {
    console.buses.filter { $0.id.kind == kind }.map { .bus($0.id) }
  }

  /// The strip at a place of this layer, from 0; nil beyond its ends.
  public func strip(at place: Int, of console: Console) -> StripID? {
    guard place >= 0 else { return nil }
    switch self {
    case .channels: return console.channels.indices.contains(place) ? .channel(place + 1) : nil
    case .vcas: return console.vcas.indices.contains(place) ? .vca(place + 1) : nil
    case .groups, .auxes, .fx, .masters:
      let strips = strips(of: console)
      return strips.indices.contains(place) ? strips[place] : nil
    }
  }
}
