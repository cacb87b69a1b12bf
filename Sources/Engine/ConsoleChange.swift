import ConsoleModel

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What is different between two consoles of the same sizes.
///
/// Found without copying strips: this is asked for on every move of a hand.
struct ConsoleChange {
  /// How far a change reaches beyond the strips that were edited themselves.
  enum Reach {
    case nothing
    /// VCA faders moved: the faders below them have new gains.
    case faders
    /// Any gain of any strip may be another.
    case everything
  }

  /// The channels, sources and buses that differ in more than their fader, by their nodes.
  let nodes: [Node]
  /// The channels and buses of which only the fader moved.
  let moved: [Node]
  let reach: Reach

  init(from previous: Console, to next: Console, isSoloOther: Bool) {
    var channels = differences(previous.channels, next.channels)
    var buses = differences(previous.buses, next.buses)
    let shifted = (channels + buses.map { next.firstBus + $0 })
      .filter { previous.differsByFader(from: next, at: $0) }
    // A link is noted at the first of a pair, and moves the second as well.
    let second = channels.filter {
      previous.channels[$0].isLinked != next.channels[$0].isLinked && $0 + 1 < next.channels.count
    }.map { $0 + 1 }
    channels += second.filter { !channels.contains($0) }
    let sources = differences(previous.sources, next.sources)
    // Talkback dims the monitor, which is the last bus.
    let monitor = next.buses.count - 1
    if !sources.isEmpty && buses.last != monitor { buses.append(monitor) }
    // What follows from a link or from talkback is more than a move.
    let others = Set(second + sources.map { _ in next.firstBus + monitor })
    let moved = shifted.filter { !others.contains($0) }
    let all = channels + sources.map { next.channels.count + $0 } + buses.map { next.firstBus + $0 }
    nodes = moved.isEmpty ? all : all.filter { !moved.contains($0) }
    self.moved = moved
    let isAnyWidthNew = buses.contains {
      previous.buses[$0].strip.width != next.buses[$0].strip.width
    }
    if isSoloOther || previous.soloMode != next.soloMode
      || previous.soloOptions != next.soloOptions || previous.isAllMuted != next.isAllMuted
      || previous.monitorSource != next.monitorSource || previous.muteReach != next.muteReach
      || previous.panLaw != next.panLaw
      || previous.muteGroups != next.muteGroups || isAnyWidthNew
    {  // the gains into a bus depend on its width
      reach = .everything
    } else if previous.vcas == next.vcas {
      reach = .nothing
    } else {
      let isOnlyFaders = zip(previous.vcas, next.vcas).allSatisfy { old, new in
        old.isMuted == new.isMuted && old.isSoloed == new.isSoloed && old.vcas == new.vcas
      }
      reach = isOnlyFaders ? .faders : .everything
    }
  }
}

extension Console {
  /// Whether a channel or bus is the same in another console but for its fader.
  fileprivate func differsByFader(from other: Console, at node: Node) -> Bool {
    if channels.indices.contains(node) {
      var channel = channels[node]
      channel.strip.fader = other.channels[node].strip.fader
      return channel == other.channels[node]
    }
    guard node >= firstBus, buses.indices.contains(node - firstBus) else { return false }
    var bus = buses[node - firstBus]
    bus.strip.fader = other.buses[node - firstBus].strip.fader
    return bus == other.buses[node - firstBus]
  }
}

/// The places at which two equally long arrays differ.
///
/// Elements of the same bytes are equal and are not looked into; of two consoles an edit apart,
/// these are most.
private func differences<Element: Equatable>(_ a: [Element], _ b: [Element]) -> [Int] {
  let stride = MemoryLayout<Element>.stride
  let count = min(a.count, b.count)
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      guard let first = a.baseAddress, let second = b.baseAddress, first != second else {
        return []
      }
      return (0..<count).filter {
        memcmp(first + $0, second + $0, stride) != 0 && first[$0] != second[$0]
      }
    }
  }
}
