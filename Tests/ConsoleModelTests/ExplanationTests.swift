import ConsoleModel
import Testing
import Units

/// Explanations of random desks, compared node by node with what the naive desk says.
@Suite struct ExplanationTests {
  /// 1,000 desks at scale 1; every strip of each is explained.
  @Test func agreesWithTheNaiveDesk() {
    var tally: [String: Int] = [:]
    let situations = Int(1000 * testScale)
    for seed in 0..<UInt64(situations) {
      let drawn = ExplanationDraw(seed: seed)
      for id in drawn.desk.stripIDs + [.talkback] {
        guard let explanation = drawn.desk.explanation(of: id) else {
          Issue.record("seed \(seed): nothing on \(id)")
          return
        }
        var check = ExplanationCheck(explanation, drawn)
        if let trouble = check.trouble() {
          Issue.record("seed \(seed), \(id): \(trouble)\n\(explanation)")
          return
        }
        tally[check.outcome, default: 0] += 1
      }
    }
    print("\(situations) desks: \(tally)")
    // The draw must reach what it is there for.
    if situations >= 1000 {
      for (kind, least) in [("heard", 500), ("mute", 500), ("level", 500), ("by a send", 10)] {
        #expect(tally[kind, default: 0] >= least, "\(kind)")
      }
      for kind in ["off", "not patched", "not fed", "dead end"] {
        #expect(tally[kind, default: 0] >= 20, "\(kind)")
      }
    }
  }
}

/// One explanation beside the naive desk.
private struct ExplanationCheck {
  let id: StripID
  let explanation: Explanation
  let desk: Console
  let oracle: ExplanationOracle

  init(_ explanation: Explanation, _ drawn: ExplanationDraw) {
    id = explanation.strip
    self.explanation = explanation
    desk = drawn.desk
    oracle = drawn.oracle
  }

  var outcome: String {
    if explanation.isHeard { return explanation.cause == nil ? "heard" : "by a send" }
    return explanation.cause?.obstacle?.rawValue ?? "nothing"
  }

  /// What is wrong with the explanation; nil if nothing is.
  mutating func trouble() -> String? {
    levels(explanation.nodes, of: id) ?? mutes(explanation.nodes, of: id) ?? sum() ?? source()
      ?? solo() ?? ways(explanation.nodes, of: id) ?? buses() ?? outputs() ?? answer() ?? texts()
  }

  private func same(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) < 1e-9 }

  /// The own fader, and each VCA and dim once, with the ways to it.
  private func levels(_ nodes: [Explanation.Node], of id: StripID) -> String? {
    if id == .talkback { return nil }
    let parts = nodes.flatMap { $0.kind.isPartOfLevel ? flat($0) : [] }
    let expected = oracle.levels(id)
    guard parts.count == expected.count else { return "\(parts.count) levels of \(id)" }
    for part in parts {
      guard let level = part.level, let other = expected[name(of: part)], same(level.value, other)
      else { return "\(name(of: part)) of \(id) differs" }
      if part.isSilencing != (other == -.infinity) { return "\(name(of: part)) silences wrongly" }
      if case .strip(let vca) = part.subject, part.kind == .vca {
        let ways = oracle.ways(from: id, to: vca)
        if Set(part.origins) != ways || part.origins.count != ways.count {
          return "ways to \(vca): \(part.origins), not \(ways)"
        }
      }
      for child in part.children where !child.origins.contains(subject(of: part)) {
        return "\(name(of: child)) does not hang there"
      }
    }
    return nil
  }

  private func mutes(_ nodes: [Explanation.Node], of id: StripID) -> String? {
    if id == .talkback { return nil }
    let named = nodes.filter { $0.obstacle == .mute && !$0.kind.isWay }.map { node in
      node.kind == .solo ? "solo" : name(of: node)
    }
    let (expected, safe) = oracle.mutes(id)
    let spared = nodes.filter { $0.kind == .spared }.map(name)
    guard Set(spared) == safe && spared.count == safe.count else { return "spared by \(spared)" }
    guard Set(named) == expected && named.count == expected.count else {
      return "\(id) muted by \(named), not \(expected)"
    }
    let idle = nodes.filter { $0.kind == .mute && !$0.isSilencing }.map(name)
    let groups = (oracle.desk.nodes[id]?.muteGroups ?? []).filter {
      !oracle.desk.groups[$0 - 1].isOn
    }
    return Set(idle) == Set(groups.map { "mute group \($0)" }) ? nil : "idle groups \(idle)"
  }

  /// Own fader and every node's dB come to the level, which is the console's to the last bit.
  private func sum() -> String? {
    guard explanation.level == desk.effectiveLevel(of: id) else { return "another level" }
    guard let level = explanation.level else { return nil }
    let parts = explanation.allNodes.prefix { !$0.kind.isWay }.filter(\.kind.isPartOfLevel)
    let sum = parts.reduce(0) { $0 + ($1.level?.value ?? .nan) }
    guard same(sum, level.value) else { return "parts come to \(sum), not \(level)" }
    let isOpen = !explanation.nodes.contains { node in
      (node.kind.isPartOfLevel || [.mute, .solo].contains(node.kind))
        && flat(node).contains(where: \.isSilencing)
    }
    if isOpen != (desk.faderGain(of: id) > 0) { return "open: \(isOpen)" }
    let isMute = explanation.nodes.contains { $0.obstacle == .mute && !$0.kind.isWay }
    return isMute == !desk.muteCauses(of: id).isEmpty ? nil : "mute: \(isMute)"
  }

  private func source() -> String? {
    let nodes = explanation.nodes.filter { $0.kind == .source }
    if case .bus = id {
      let feeders = oracle.feeders(id)
      return nodes.map { Set($0.origins) } == [feeders] ? nil : "not fed by \(feeders)"
    }
    return nodes.contains(where: \.isSilencing) == (!id.isVCA && !oracle.hasSignal(id))
      ? nil : "source"
  }

  private func solo() -> String? {
    let nodes = explanation.nodes.filter { $0.kind == .solo && !$0.isSilencing }
    let isSoloed = id != .monitor && oracle.desk.isSoloed(id)
    guard nodes.count == (isSoloed ? 1 : 0) else { return "\(nodes.count) solos" }
    if isSoloed && !id.isVCA {
      let heard = ["pfl": Tap.preFader, "afl": .postFader]
      let place = oracle.desk.listening(to: id)
      if nodes[0].isReached != (place != nil) || nodes[0].tap != heard[place ?? ""] {
        return "solo heard \(place ?? "nowhere")"
      }
    }
    let keys = ([id] + oracle.desk.above(id)).filter { oracle.desk.nodes[$0]?.isSoloed == true }
    return !isSoloed || Set(nodes[0].origins) == Set(keys) ? nil : "soloed by \(keys)"
  }

  /// Every assign and touched send, with what ends it; then the same of the buses below.
  private func ways(_ nodes: [Explanation.Node], of id: StripID) -> String? {
    let ways = nodes.filter(\.kind.isWay)
    let assigns = Set(id == .talkback ? Array(oracle.laid) : oracle.desk.nodes[id]?.assigns ?? [])
    let sends = oracle.desk.nodes[id]?.sends ?? [:]
    guard ways.count == assigns.count + sends.count else { return "\(ways.count) ways of \(id)" }
    for way in ways {
      let bus = subject(of: way)
      if (way.kind == .assign) != assigns.contains(bus) { return "no such way to \(bus)" }
      if way.obstacle?.rawValue != oracle.obstacle(id, bus) { return "\(id) to \(bus)" }
      if let send = sends[bus] {
        guard let level = way.level, same(level.value, send.level),
          (way.tap == .postFader) == send.isAfterFader
        else { return "send \(bus)" }
        let isHeard = send.isAfterFader && send.mute != "safe" ? oracle.isOpen(id) : true
        let gain = isHeard ? desk.sendGain(from: id, to: bus.busID ?? .main) : 0
        if id == self.id && way.isReached != (gain > 0) {
          return "send to \(bus) reached: \(way.isReached)"
        }
      }
      guard !way.children.isEmpty else { continue }
      if let trouble = levels(way.children, of: bus) ?? mutes(way.children, of: bus)
        ?? self.ways(way.children, of: bus)
      {
        return trouble
      }
    }
    return nil
  }

  /// Each bus that the ways lead to is told once.
  private func buses() -> String? {
    let told = explanation.allNodes.filter { $0.kind.isWay && !$0.children.isEmpty }.map(subject)
    let expected = oracle.below(id)
    return told.count == expected.count && Set(told) == expected
      ? nil : "tells \(told), not \(expected)"
  }

  /// Each output with whether it is reached, and the dB of one of the ways to it.
  private func outputs() -> String? {
    let ways = oracle.waysOut(id)
    let nodes = explanation.allNodes.filter { $0.kind == .outputs }
    let ends = Set(ways.compactMap(\.buses.last))
    guard nodes.count == ends.count else { return "\(nodes.count) outputs, not \(ends)" }
    for end in ends {
      let here = ways.filter { $0.buses.last == end }
      guard let node = nodes.first(where: { $0.subject == .plugs(oracle.outputs(end)) }) else {
        return "no outputs of \(end)"
      }
      let isReached = here.contains(where: \.isOpen)
      if node.isReached != isReached { return "\(end) reached: \(node.isReached)" }
      let levels = here.filter { $0.isOpen == isReached }.map(\.level)
      guard let level = node.level, levels.contains(where: { same($0, level.value) }) else {
        return "\(end) at \(node.level as Any), not \(levels)"
      }
    }
    return nil
  }

  /// The answer: heard or not, where, and by whose fault.
  private func answer() -> String? {
    let open = oracle.waysOut(id).filter(\.isOpen)
    let isHeard = !open.isEmpty && oracle.hasSignal(id)
    guard explanation.isHeard == isHeard else { return "heard: \(!isHeard)" }
    let plugs = Set(open.flatMap { oracle.outputs($0.buses.last ?? .main) })
    guard explanation.reachedOutputs == plugs.sorted() else { return "heard on \(plugs)" }
    let isClosed = id.isVCA ? !oracle.isOpen(id) : !isHeard || !oracle.isOpen(id)
    return isClosed == (explanation.cause != nil) ? nil : "cause: \(explanation.cause as Any)"
  }

  private func texts() -> String? {
    for width in [7, 14] where explanation.short(width: width).count > width { return "too wide" }
    let text = explanation.description
    let silences = explanation.allNodes.count(where: \.isSilencing)
    let told = text.split(separator: "\n").count { $0.contains("<- silent here") }
    return told == silences ? nil : "text tells of \(told) silences, not \(silences)"
  }

  private func flat(_ node: Explanation.Node) -> [Explanation.Node] {
    [node] + node.children.flatMap(flat)
  }

  private func subject(of node: Explanation.Node) -> StripID {
    if case .strip(let id) = node.subject { id } else { .main }
  }

  private func name(of node: Explanation.Node) -> String {
    if node.kind == .fader { return "fader" }
    return switch node.subject {
    case .strip(let id): "\(id)"
    case .muteGroup(let number): "mute group \(number)"
    case .desk: "all-mute"
    default: "?"
    }
  }
}
