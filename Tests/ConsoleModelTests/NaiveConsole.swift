import ConsoleModel
import Units

/// The same desk, written a second time as slowly and plainly as possible, to compare with.
///
/// Everything lies in one dictionary by strip; sums and causes are found by walking, every time.
/// Levels are plain numbers, kinds of refusal are plain words.
struct NaiveConsole {
  struct Node {
    var fader = 0.0
    var isMuted = false
    var isSoloed = false
    var isSoloSafe = false
    var isMuteSafe = false
    var mastersAbove: [Int] = []
    var muteGroups: [Int] = []
    var assigns: [StripID] = []
    var sends: [StripID: Send] = [:]
  }
  struct Send {
    var level = -Double.infinity
    var isOn = false
    var isAfterFader: Bool
    var width = 100.0
    /// `desk`, `follow` or `safe`.
    var mute = "desk"
  }
  struct Group {
    var isOn = false
    var dim: Double?
  }

  var nodes: [StripID: Node] = [:]
  var groups: [Group]
  var mutesReachPreFader = true
  var isSoloInPlace = false
  var isSoloAfterFader = false
  /// `channels`, `pfl` or `afl` by the kind of bus.
  var soloTaps: [BusKind: String] = [:]
  var isSoloExclusive = false
  var isInputFirst = false
  var isAllMuted = false
  var keepsSound = false
  /// The lower channel of each pair.
  var pairs: Set<Int> = []
  var widths: [StripID: Int] = [:]

  init(size: ConsoleSize) {
    groups = Array(repeating: Group(), count: size.muteGroups)
    func add(_ count: Int, _ node: Node, _ name: (Int) -> StripID) {
      for number in stride(from: 1, through: count, by: 1) { nodes[name(number)] = node }
    }
    add(size.channels, Node(fader: -.infinity, assigns: [.main])) { .channel($0) }
    add(size.groups, Node(assigns: [.main])) { .group($0) }
    add(size.auxes, Node()) { .aux($0) }
    add(size.fxs, Node(isSoloSafe: true, assigns: [.main])) { .fx($0) }
    add(size.matrices, Node()) { .matrix($0) }
    add(size.vcas, Node()) { .vca($0) }
    nodes[.main] = Node(fader: -.infinity)
    nodes[.bus(.monitor)] = Node()
  }

  /// Every strip that carries audio: all but the VCAs.
  var strips: [StripID] { nodes.keys.filter { !$0.isVCA } }
}

// Questions.
extension NaiveConsole {
  /// The names of all VCAs above, collected by asking each for those above it.
  func above(_ name: StripID) -> Set<StripID> {
    var all: Set<StripID> = []
    for number in nodes[name]?.mastersAbove ?? [] {
      all.insert(.vca(number))
      all.formUnion(above(.vca(number)))
    }
    return all
  }

  func level(_ name: StripID) -> Double {
    var sum = nodes[name]?.fader ?? .nan
    for vca in above(name) { sum += nodes[vca]?.fader ?? .nan }
    if nodes[name]?.isMuteSafe == true { return sum }
    for number in nodes[name]?.muteGroups ?? [] where groups[number - 1].isOn {
      sum += groups[number - 1].dim ?? 0
    }
    return sum
  }

  func causes(_ name: StripID) -> Set<String> {
    var causes: Set<String> = []
    if nodes[name]?.isMuted == true { causes.insert("own") }
    if isMutedInPlace(name) { causes.insert("solo") }
    if nodes[name]?.isMuteSafe == true { return causes }
    if isAllMuted && isInput(name) { causes.insert("all") }
    for vca in above(name) where nodes[vca]?.isMuted == true { causes.insert("vca") }
    for number in nodes[name]?.muteGroups ?? [] {
      if groups[number - 1].isOn && groups[number - 1].dim == nil { causes.insert("group") }
    }
    return causes
  }

  /// Channels, and the returns of what answers them.
  private func isInput(_ name: StripID) -> Bool {
    if case .channel = name { return true }
    return name.busID?.kind == .fx
  }

  /// Where the monitor hears a strip in solo: `pfl`, `afl`, `place`, or nowhere.
  func listening(to name: StripID) -> String? {
    guard isInSolo(name) else { return nil }
    if isSoloInPlace { return "place" }
    let own = name.busID.flatMap { soloTaps[$0.kind] } ?? "channels"
    return own == "channels" ? (isSoloAfterFader ? "afl" : "pfl") : own
  }

  /// Whether a strip is soloed and need not wait for the channels.
  private func isInSolo(_ name: StripID) -> Bool {
    guard name != .monitor, isSoloed(name) else { return false }
    if name.busID == nil || !isInputFirst { return true }
    return !strips.contains { $0.busID == nil && isSoloed($0) }
  }

  /// Whether solo in place mutes a strip, found by following each way on from it and back.
  private func isMutedInPlace(_ name: StripID) -> Bool {
    let soloed = strips.filter(isInSolo)
    guard isSoloInPlace, !soloed.isEmpty, canBeMutedInPlace(name), !isOpen(name) else {
      return false
    }
    return !soloed.contains { leads(name, to: $0, by: feeds) }
  }

  /// Whether a strip is soloed or safe, or something that is comes through it by assignment.
  private func isOpen(_ name: StripID) -> Bool {
    guard name != .monitor else { return false }
    if isInSolo(name) || nodes[name]?.isSoloSafe == true { return true }
    return strips.contains { nodes[$0]?.assigns.contains(name) == true && isOpen($0) }
  }

  func canBeMutedInPlace(_ name: StripID) -> Bool {
    if case .channel = name { return true }
    return name.busID?.kind == .group || name.busID?.kind == .fx
  }

  func isSoloed(_ name: StripID) -> Bool {
    nodes[name]?.isSoloed == true || above(name).contains { nodes[$0]?.isSoloed == true }
  }

  /// What a send adds to the strip's signal before its mute and fader, in dB.
  func heardSend(_ name: StripID, _ bus: StripID) -> Double {
    guard let send = nodes[name]?.sends[bus], send.isOn else { return -.infinity }
    let causes = causes(name)
    if send.isAfterFader {
      let silencing = send.mute == "safe" ? causes.intersection(["solo"]) : causes
      return silencing.isEmpty ? send.level + min(level(name), 20) : -.infinity
    }
    let isReached = send.mute == "follow" || (send.mute == "desk" && mutesReachPreFader)
    return isReached && causes != [] && causes != ["solo"] ? -.infinity : send.level
  }

  /// The channel that does the same as another.
  func partner(_ name: StripID) -> StripID? {
    guard case .channel(let number) = name else { return nil }
    if pairs.contains(number) { return .channel(number + 1) }
    return pairs.contains(number - 1) ? .channel(number - 1) : nil
  }

  func feeds(_ name: StripID) -> [StripID] {
    let sends = nodes[name]?.sends.filter { $0.value.isOn } ?? [:]
    return (nodes[name]?.assigns ?? []) + sends.keys
  }

  /// Whether signal, or dB, gets from one name to the other by following arrows.
  func leads(_ start: StripID, to end: StripID, by arrows: (StripID) -> [StripID]) -> Bool {
    start == end || arrows(start).contains { leads($0, to: end, by: arrows) }
  }

  func mastersByName(_ name: StripID) -> [StripID] {
    (nodes[name]?.mastersAbove ?? []).map { .vca($0) }
  }

  /// How many VCAs stand in the longest chain from a name upwards, itself not counted.
  func depth(_ name: StripID) -> Int {
    mastersByName(name).map { depth($0) + 1 }.max() ?? 0
  }
}

extension StripID {
  var isVCA: Bool { if case .vca = self { true } else { false } }
}
