import Units

extension Console {
  /// Everything odd about how the console is wired, in the order of its strips.
  ///
  /// Linear in strips, sends and buses: some milliseconds on the largest desk. Not for every move of
  /// a fader: `ConsoleEdit.isWiring` tells which edits can be meant.
  public var warnings: [Warning] {
    let wiring = Wiring(self)
    return doubleMoves(wiring) + silentVCAs + openSends + needlessBuses(wiring)
      + equalGroups(wiring)
  }

  /// The warnings that an edit brought about.
  ///
  /// A bus that has just got the first of its sources is being filled, and not told of: only one that
  /// lost all others is.
  public func warnings(since before: Console) -> [Warning] {
    let old = Set(before.warnings)
    let sources = Wiring(before).sources
    return warnings.filter { warning in
      if case .oneSource(let bus, _) = warning, sources[bus, default: []].isEmpty { return false }
      return !old.contains(warning)
    }
  }
}

/// Who feeds whom, by assigns and by sends that are on, at whatever level.
private struct Wiring {
  /// The buses that a strip feeds, before or after its fader.
  private(set) var ways: [StripID: [BusID]] = [:]
  /// Those that it feeds after its fader.
  private(set) var waysAfterFader: [StripID: [BusID]] = [:]
  private(set) var sources: [BusID: [StripID]] = [:]
  /// The strips that are assigned to each bus.
  private(set) var members: [BusID: [StripID]] = [:]

  init(_ console: Console) {
    for id in console.stripIDs + [.talkback, .oscillator] {
      if let strip = console.strip(id) { add(id, strip) }
    }
  }

  private mutating func add(_ id: StripID, _ strip: Strip) {
    let sends = strip.sends.filter(\.value.isOn)
    let assigns = strip.assigns.sorted()
    let all = assigns + sends.keys.sorted()
    guard !all.isEmpty else { return }
    ways[id] = all
    waysAfterFader[id] = assigns + sends.filter { $0.value.tap == .postFader }.keys.sorted()
    for bus in all { sources[bus, default: []].append(id) }
    for bus in assigns { members[bus, default: []].append(id) }
  }

  /// The first of some buses on every way from a strip's fader on.
  func first(after id: StripID, where isWanted: (BusID) -> Bool) -> [BusID] {
    var found: Set<BusID> = []
    var seen: Set<BusID> = []
    var waiting = waysAfterFader[id] ?? []
    while let bus = waiting.popLast() {
      guard seen.insert(bus).inserted else { continue }
      if isWanted(bus) { found.insert(bus) } else { waiting += ways[.bus(bus)] ?? [] }
    }
    return found.sorted()
  }
}

// Groupings.
extension Console {
  private func doubleMoves(_ wiring: Wiring) -> [Warning] {
    let above = Dictionary(
      uniqueKeysWithValues: buses.map { ($0.id, masterSet(of: .bus($0.id))) })
    var warnings: [Warning] = []
    for id in stripIDs {
      guard id.kind != nil, !directMasters(of: id).isEmpty else { continue }
      for vca in masterSet(of: id) {
        for bus in wiring.first(after: id, where: { above[$0]?.contains(vca) ?? false }) {
          warnings.append(
            .doubleMove(id, vca: vca, through: bus, level: vcas[vca - 1].fader))
        }
      }
    }
    return warnings
  }

  private var silentVCAs: [Warning] {
    guard vcas.contains(where: \.fader.isSilence) else { return [] }
    return stripIDs.flatMap { id in
      directMasters(of: id).sorted().compactMap { vca in
        let chain = [vca] + masterSet(of: .vca(vca))
        return chain.first { vcas[$0 - 1].fader.isSilence }.map {
          .silentVCA(id, vca: vca, silencer: $0)
        }
      }
    }
  }

  private var openSends: [Warning] {
    guard muteReach == .postFader else { return [] }
    var warnings: [Warning] = []
    for id in stripIDs where id.kind != nil {
      let isMute = !muteCauses(of: id, solo: .none).isEmpty
      guard isMute || isInMutingGroup(id) else { continue }
      let open = (strip(id)?.sends ?? [:]).filter { _, send in
        send.isOn && send.tap != .postFader && send.mute == .asDesk && !send.level.isSilence
      }
      warnings += open.keys.sorted().map { .openSend(id, to: $0, isMute: isMute) }
    }
    return warnings
  }

  private func isInMutingGroup(_ id: StripID) -> Bool {
    if isMuteSafe(id) { return false }
    let groups = read(id, vca: { _ in [] }, strip: { $0.muteGroups }) ?? []
    return groups.contains { muteGroups[$0 - 1].dim == nil }
  }
}

// Buses that nobody needs.
extension Console {
  private func needlessBuses(_ wiring: Wiring) -> [Warning] {
    buses.compactMap { bus in
      guard [.group, .aux, .matrix].contains(bus.id.kind), bus.outputs.isEmpty,
        let sources = wiring.sources[bus.id], sources.count == 1, let only = sources.first,
        case .some = wiring.ways[.bus(bus.id)], only.isStrip, !bus.strip.isAtWork
      else { return nil }
      return .oneSource(bus.id, only)
    }
  }

  private func equalGroups(_ wiring: Wiring) -> [Warning] {
    let groups = buses.map(\.id).filter { $0.kind == .group }
    var first: [[StripID]: BusID] = [:]
    return groups.compactMap { bus in
      guard let members = wiring.members[bus], members.count >= 2 else { return nil }
      if let other = first[members] {
        return .sameMembers(other, bus, count: members.count)
      }
      first[members] = bus
      return nil
    }
  }
}

extension StripID {
  fileprivate var isStrip: Bool { if case .source = self { false } else { true } }
}

extension Strip {
  /// Whether anything on the strip of a bus does something to sound besides its fader and pan.
  fileprivate var isAtWork: Bool {
    let switches: [Setting] = [
      .highPassOn, .eqOn, .compressorOn, .saturationOn, .insertOn, .limiterOn,
    ]
    return switches.contains { self[$0] == 1 } || self[.delay] > 0 || self[.width] != 100
      || isInverted
  }
}
