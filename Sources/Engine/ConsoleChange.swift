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

  /// The channels, sources and buses that differ, by their nodes.
  let nodes: [Node]
  let reach: Reach

  init(from previous: Console, to next: Console, isSoloOther: Bool) {
    var channels = differences(previous.channels, next.channels)
    // A link is noted at the first of a pair, and moves the second as well.
    let second = channels.filter {
      previous.channels[$0].isLinked != next.channels[$0].isLinked && $0 + 1 < next.channels.count
    }.map { $0 + 1 }
    channels += second.filter { !channels.contains($0) }
    let sources = differences(previous.sources, next.sources)
    var buses = differences(previous.buses, next.buses)
    // Talkback dims the monitor, which is the last bus.
    let monitor = next.buses.count - 1
    if !sources.isEmpty && buses.last != monitor { buses.append(monitor) }
    nodes = channels + sources.map { next.channels.count + $0 } + buses.map { next.firstBus + $0 }
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

/// The places at which two equally long arrays differ.
///
/// Elements of the same bytes are equal and are not looked into; of two consoles an edit apart,
/// these are all but one.
private func differences<Element: Equatable>(_ a: [Element], _ b: [Element]) -> [Int] {
  let stride = MemoryLayout<Element>.stride
  let count = min(a.count, b.count)
  let suspects = a.withUnsafeBytes { a in
    b.withUnsafeBytes { b in
      guard let a = a.baseAddress, let b = b.baseAddress, a != b else { return [Int]() }
      return (0..<count).filter { memcmp(a + $0 * stride, b + $0 * stride, stride) != 0 }
    }
  }
  return suspects.filter { a[$0] != b[$0] }
}
