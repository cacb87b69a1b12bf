import Units

// Where the signal of a strip goes, down to the outputs of the device.
extension Console {
  /// The outputs, assigns and sends of a strip, and what comes after them.
  func wayNodes(of id: StripID, _ solo: SoloState) -> [Explanation.Node] {
    if case .vca = id { return [] }
    var finder = WayFinder(console: self, solo: solo)
    finder.reach(from: id)
    return finder.nodes(
      of: id, isReached: true, level: strip(id)?.trim ?? .unity)
  }

  /// Who feeds a bus something, by a way that is open; the monitor hears solos or its source.
  func feeders(of bus: BusID, _ solo: SoloState) -> [StripID] {
    let finder = WayFinder(console: self, solo: solo)
    let feeders = finder.openFeeders
    var known: [StripID: Bool] = [:]
    return (feeders[bus] ?? []).filter { finder.hasSignal($0, feeders, &known) }
  }
}

/// Follows the signal of strips from bus to bus.
private struct WayFinder {
  let console: Console
  let solo: SoloState
  /// The buses that the signal gets to.
  private var reached: Set<BusID> = []
  /// The buses whose ways on are told already.
  private var told: Set<BusID> = []

  init(console: Console, solo: SoloState) {
    self.console = console
    self.solo = solo
  }

  /// Whether a strip's fader, or a source's key, lets its signal through.
  private func isOpen(_ id: StripID) -> Bool {
    if case .source(let source) = id { return console.isOn(source) && passes(id) }
    return passes(id)
  }

  private func passes(_ id: StripID) -> Bool { console.faderGain(of: id, solo: solo) > 0 }

  /// Whether a send lets its strip's signal through, fader and mutes considered where it is after them.
  private func isOpen(_ id: StripID, to bus: BusID, _ send: Send) -> Bool {
    console.sendGain(from: id, to: bus, solo: solo) > 0
      && (console.sendPoint(of: send) != .postFader || isOpen(id))
  }

  /// Notes every bus that the signal of a strip gets to.
  mutating func reach(from id: StripID) {
    var waiting = [id]
    while let next = waiting.popLast() {
      for bus in openDestinations(of: next) where reached.insert(bus).inserted {
        waiting.append(.bus(bus))
      }
    }
  }

  private func openDestinations(of id: StripID) -> [BusID] {
    guard let strip = console.strip(id) else { return [] }
    let sends = strip.sends.filter { isOpen(id, to: $0.key, $0.value) }.map(\.key)
    return sends + (isOpen(id) ? Array(strip.assigns) : [])
  }
}

// The tree.
extension WayFinder {
  /// The ways on from a strip.
  ///
  /// - Parameters:
  ///   - id: The strip.
  ///   - isReached: Whether the signal gets to it.
  ///   - level: What the way to its faders adds, each gain held to the ceiling.
  /// - Returns: Outputs, assigns and sends, or a dead end.
  mutating func nodes(
    of id: StripID, isReached: Bool, level: Decibels
  ) -> [Explanation.Node] {
    guard let strip = console.strip(id) else { return [] }
    let isThrough = isReached && isOpen(id)
    let after = level + (console.effectiveLevel(of: id) ?? .unity).clamped
    var nodes = outputNodes(of: id, isThrough, after)
    for bus in strip.assigns.sorted() {
      var way = console.node(.assign, .bus(bus))
      way.isReached = isThrough
      nodes.append(finished(way, to: bus, after))
    }
    for bus in strip.sends.keys.sorted() {
      guard let send = strip.sends[bus] else { continue }
      let way = node(of: send, from: id, to: bus, isReached)
      let start = send.tap == .postFader ? after : level
      nodes.append(finished(way, to: bus, start + send.level.clamped))
    }
    if nodes.isEmpty {
      var end = console.node(.deadEnd, id)
      end.obstacle = .deadEnd
      end.isReached = isThrough
      nodes.append(end)
    }
    return nodes
  }

  private func outputNodes(
    of id: StripID, _ isThrough: Bool, _ level: Decibels
  ) -> [Explanation.Node] {
    guard let bus = id.busID, let index = console.index(of: bus) else { return [] }
    let outputs = console.buses[index].strip.used(console.buses[index].outputs)
    guard !outputs.isEmpty else { return [] }
    var node = Explanation.Node(.outputs, .plugs(outputs))
    node.level = level
    node.isReached = isThrough
    return [node]
  }

  private func node(
    of send: Send, from id: StripID, to bus: BusID, _ isReached: Bool
  ) -> Explanation.Node {
    var node = console.node(.send, .bus(bus))
    node.level = send.level
    node.tap = send.tap
    node.mute = send.mute
    node.isReached = isReached && isOpen(id, to: bus, send)
    if !send.isOn {
      node.obstacle = .off
    } else if send.level.isSilence {
      node.obstacle = .level
    } else if send.tap != .postFader && console.sendGain(from: id, to: bus, solo: solo) == 0 {
      node.obstacle = .mute
    }
    return node
  }

  /// A way with what comes after it, unless it is closed itself, or that is told at another: at the
  /// first that is open, or the first of all where none is.
  private mutating func finished(
    _ way: Explanation.Node, to bus: BusID, _ level: Decibels
  ) -> Explanation.Node {
    guard !way.isSilencing, way.isReached || !reached.contains(bus), told.insert(bus).inserted
    else { return way }
    var way = way
    let id = StripID.bus(bus)
    let trim = console.strip(id)?.trim ?? .unity
    way.children =
      console.levelNodes(of: id) + console.muteNodes(of: id, solo)
      + nodes(of: id, isReached: way.isReached, level: level + trim)
    return way
  }
}

// The other way round: what a bus gets.
extension WayFinder {
  /// The strips with an open way into each bus.
  var openFeeders: [BusID: [StripID]] {
    var feeders: [BusID: [StripID]] = [.monitor: heardByMonitor]
    for id in console.stripIDs + [.talkback, .oscillator] {
      for bus in openDestinations(of: id) { feeders[bus, default: []].append(id) }
    }
    return feeders
  }

  /// The soloed strips, or the monitor's source where none is.
  private var heardByMonitor: [StripID] {
    guard solo.isAny && console.soloMode != .inPlace else {
      return [StripID.bus(console.monitorSource)].filter(isOpen)
    }
    return console.stripIDs.filter { id in
      id.kind != nil && console.isHeardInSolo(id, solo)
        && (console.soloTap(of: id) == .preFader || isOpen(id))
    }
  }

  /// Whether anything comes into a strip at all.
  func hasSignal(
    _ id: StripID, _ feeders: [BusID: [StripID]], _ known: inout [StripID: Bool]
  ) -> Bool {
    if let answer = known[id] { return answer }
    let answer: Bool
    switch id {
    case .channel(let number):
      let channel = console.channels[number - 1]
      answer = !channel.inputs.isEmpty || channel.strip.hasInsert
    case .source(let source):
      answer = console.isOn(source) && (source == .oscillator || !console[source].inputs.isEmpty)
    case .bus(let bus):
      answer =
        console.strip(id)?.hasInsert == true
        || (feeders[bus] ?? []).contains { hasSignal($0, feeders, &known) }
    case .vca: answer = false
    }
    known[id] = answer
    return answer
  }
}
