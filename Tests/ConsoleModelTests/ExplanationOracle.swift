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
  var listensBeforeFader = true
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
    for number in desk.nodes[id]?.muteGroups ?? [] where desk.groups[number - 1].isOn {
      if let dim = desk.groups[number - 1].dim { levels["mute group \(number)"] = dim }
    }
    return levels
  }

  /// Everything that mutes a strip, by name.
  func mutes(_ id: StripID) -> Set<String> {
    var mutes: Set<String> = []
    if desk.nodes[id]?.isMuted == true { mutes.insert("\(id)") }
    for vca in desk.above(id) where desk.nodes[vca]?.isMuted == true { mutes.insert("\(vca)") }
    for number in desk.nodes[id]?.muteGroups ?? [] {
      let group = desk.groups[number - 1]
      if group.isOn && group.dim == nil { mutes.insert("mute group \(number)") }
    }
    if desk.causes(id).contains("solo") { mutes.insert("solo") }
    return mutes
  }

  /// From where a VCA above a strip is met on the ways up.
  func ways(from id: StripID, to vca: StripID) -> Set<StripID> {
    Set(([id] + desk.above(id)).filter { desk.mastersByName($0).contains(vca) })
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
    let isMute = !desk.causes(id).subtracting(["solo"]).isEmpty
    return isMute && !send.isAfterFader && desk.mutesReachPreFader ? "mute" : nil
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
      let passes = isBefore || isOpen(id)
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
      let soloed = desk.strips.filter { desk.isSoloed($0) && $0 != .monitor }
      guard !soloed.isEmpty && !desk.isSoloInPlace else {
        return isOpen(.main) && hasSignal(.main) ? [.main] : []
      }
      return Set(soloed.filter { (listensBeforeFader || isOpen($0)) && hasSignal($0) })
    }
    return Set(
      all.filter { id in
        guard steps(id).contains(bus) else { return false }
        let isBefore = desk.nodes[id]?.sends[bus]?.isAfterFader == false
        return (isBefore || isOpen(id)) && hasSignal(id)
      })
  }
}
