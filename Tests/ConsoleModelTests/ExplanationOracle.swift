import ConsoleModel
import Units

/// What an explanation has to say, found on the naive desk by walking every way one by one.
struct ExplanationOracle {
  var desk: NaiveConsole
  /// The patch: the inputs of channels, the outputs of buses.
  var plugs: [StripID: [Int]] = [:]
  var trims: [StripID: Double] = [:]
  /// The buses that talkback is laid to.
  var laid: Set<StripID> = []
  /// The buses with a compressor on.
  var compressed: Set<StripID> = []
  var isTalkbackOn = false
  var isTalkbackPatched = false

  /// The usual patch: channel k on input k, main on 1 and 2, monitor, auxes and matrices after it.
  init(size: ConsoleSize) {
    desk = NaiveConsole(size: size)
    for number in 0..<size.channels { plugs[.channel(number + 1)] = [number + 1] }
    plugs[.main] = [1, 2]
    plugs[.monitor] = [3, 4]
    var next = 5
    let mixes = (0..<size.auxes).map { StripID.aux($0 + 1) }
    for id in mixes + (0..<size.matrices).map({ StripID.matrix($0 + 1) }) {
      plugs[id] = [next, next + 1]
      next += 2
    }
  }
}

// The strip itself.
extension ExplanationOracle {
  /// Every dB that is added to a strip's level, by what adds it.
  func levels(_ id: StripID) -> [String: Double] {
    var levels = ["fader": desk.nodes[id]?.fader ?? .nan]
    for vca in desk.above(id) { levels["\(vca)"] = desk.nodes[vca]?.fader ?? .nan }
    if desk.nodes[id]?.isMuteSafe == true { return levels }
    for number in desk.nodes[id]?.muteGroups ?? [] where desk.groups[number - 1].isOn {
      if let dim = desk.groups[number - 1].dim { levels["mute group \(number)"] = dim }
    }
    return levels
  }

  /// Everything that mutes a strip, by name, and what would if it were not mute-safe.
  func mutes(_ id: StripID) -> (causes: Set<String>, spared: Set<String>) {
    let others = mutesFromElsewhere(id)
    let own = desk.nodes[id]?.isMuted == true ? ["\(id)"] : []
    let solo = desk.causes(id).contains("solo") ? ["solo"] : []
    let isSafe = desk.nodes[id]?.isMuteSafe == true
    return (Set(own + solo).union(isSafe ? [] : others), isSafe ? others.union(dims(id)) : [])
  }

  private func mutesFromElsewhere(_ id: StripID) -> Set<String> {
    var mutes = Set(desk.above(id).filter { desk.nodes[$0]?.isMuted == true }.map { "\($0)" })
    for number in desk.nodes[id]?.muteGroups ?? [] {
      let group = desk.groups[number - 1]
      if group.isOn && group.dim == nil { mutes.insert("mute group \(number)") }
    }
    var open = desk
    open.nodes[id]?.isMuteSafe = false
    if open.causes(id).contains("all") { mutes.insert("all-mute") }
    return mutes
  }

  private func dims(_ id: StripID) -> [String] {
    let groups = (desk.nodes[id]?.muteGroups ?? []).filter { number in
      desk.groups[number - 1].isOn && desk.groups[number - 1].dim != nil
    }
    return groups.map { "mute group \($0)" }
  }

  /// From where a VCA above a strip is met on the ways up.
  func ways(from id: StripID, to vca: StripID) -> Set<StripID> {
    Set(([id] + desk.above(id)).filter { desk.mastersByName($0).contains(vca) })
  }

  /// The device outputs of a bus that there is a side for.
  func outputs(_ id: StripID) -> [Int] {
    Array((plugs[id] ?? []).prefix(desk.widths[id] ?? 2))
  }

  func isOpen(_ id: StripID) -> Bool {
    if id == .talkback { return isTalkbackOn }
    return desk.causes(id).isEmpty && desk.level(id) > -.infinity
  }
}

// The ways.
extension ExplanationOracle {
  struct Way: Hashable {
    var buses: [StripID]
    var isOpen: Bool
    /// The dB from the strip's input on.
    var level: Double
  }

  /// Why nothing gets from a strip into a bus by the way itself, as the explanation's words.
  func obstacle(_ id: StripID, _ bus: StripID) -> String? {
    guard let send = desk.nodes[id]?.sends[bus] else { return nil }
    if !send.isOn { return "off" }
    if send.level == -.infinity { return "level" }
    let isHeard = send.isAfterFader || desk.heardSend(id, bus) > -.infinity
    return isHeard ? nil : "mute"
  }

  /// Whether what is sent, or assigned, gets out of the strip, if the way itself is open.
  private func passes(_ id: StripID, to bus: StripID) -> Bool {
    guard let send = desk.nodes[id]?.sends[bus] else { return isOpen(id) }
    return desk.heardSend(id, bus) > -.infinity || !send.isAfterFader
  }

  /// Every way of one step, but for sends that let nothing through.
  func steps(_ id: StripID) -> [StripID] {
    if id == .talkback { return Array(laid) }
    let sends = (desk.nodes[id]?.sends ?? [:]).keys.filter { obstacle(id, $0) == nil }
    return (desk.nodes[id]?.assigns ?? []) + sends
  }

  /// Every way that ends at a bus with outputs, each bus on it named, the strip itself too.
  func waysOut(_ id: StripID) -> [Way] {
    let own = (trims[id] ?? 0)
    let after = own + min(id == .talkback ? 0 : desk.level(id), 20)
    var ways: [Way] = []
    if id.busID != nil, plugs[id] != nil {
      ways.append(Way(buses: [id], isOpen: isOpen(id), level: after))
    }
    for bus in steps(id) {
      let send = desk.nodes[id]?.sends[bus]
      let isBefore = send?.isAfterFader == false
      let passes = passes(id, to: bus)
      let start = (isBefore ? own : after) + (send.map { min($0.level, 20) } ?? 0)
      for rest in waysOut(bus) {
        ways.append(
          Way(
            buses: [id] + rest.buses, isOpen: passes && rest.isOpen, level: start + rest.level))
      }
    }
    return ways
  }

  /// Every bus that signal gets to if all faders and keys on the way are open.
  func below(_ id: StripID) -> Set<StripID> {
    var all: Set<StripID> = []
    for bus in steps(id) { all.formUnion(below(bus).union([bus])) }
    return all
  }

  /// Whether signal comes into a strip.
  func hasSignal(_ id: StripID) -> Bool {
    switch id {
    case .channel: return plugs[id] != nil
    case .source: return isTalkbackOn && isTalkbackPatched
    default: return !feeders(id).isEmpty
    }
  }

  /// Who feeds a bus something.
  func feeders(_ bus: StripID) -> Set<StripID> {
    let all = desk.strips + [.talkback]
    if bus == .monitor {
      let soloed = desk.strips.filter { desk.listening(to: $0) != nil }
      guard !soloed.isEmpty && !desk.isSoloInPlace else {
        return isOpen(.main) && hasSignal(.main) ? [.main] : []
      }
      let heard = soloed.filter { desk.listening(to: $0) == "pfl" || isOpen($0) }
      return Set(heard.filter(hasSignal))
    }
    return Set(
      all.filter { id in
        steps(id).contains(bus) && passes(id, to: bus) && hasSignal(id)
      })
  }
}
