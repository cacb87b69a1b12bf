public import Units

/// Why a strip sounds as it does: all that makes it louder, softer or silent, and where it goes.
///
/// A value like the console that it was asked of; it does not follow what changes afterwards.
public struct Explanation: Hashable, Sendable {
  public let strip: StripID
  /// What the user calls the strip.
  public let name: String
  /// Own fader plus every node that counts, `Console.effectiveLevel`; nil for a source.
  public let level: Decibels?
  /// In the order of the signal: what comes in, processors, fader and VCAs, mutes, solo, ways out.
  public let nodes: [Node]

  /// One reason, and those below it.
  public struct Node: Hashable, Sendable {
    public let kind: Kind
    public let subject: Subject
    /// What the user calls the subject; empty where there is no name.
    public internal(set) var name = ""
    /// The dB that it adds, nil where it adds none; at outputs the sum of all on the way there.
    public internal(set) var level: Decibels?
    /// Why nothing passes here; nil where something would.
    public internal(set) var obstacle: Obstacle?
    /// Whether the strip's signal gets here and beyond, as far as faders, keys and patches go; a solo
    /// of a bus that waits for the channels is not reached.
    public internal(set) var isReached = true
    /// The strips by which it has to do with this one: the ways from a VCA, who feeds a bus, who is
    /// soloed, the members of a VCA.
    public internal(set) var origins: [StripID] = []
    /// Where a send, or the monitor's solo, listens.
    public internal(set) var tap: Tap?
    /// Which mutes reach a send.
    public internal(set) var mute: SendMute?
    public internal(set) var children: [Node] = []

    init(_ kind: Kind, _ subject: Subject) {
      self.kind = kind
      self.subject = subject
    }

    /// Whether it is here that the signal ends.
    public var isSilencing: Bool { obstacle != nil }
  }

  /// What a node tells of.
  public enum Kind: String, CaseIterable, Sendable {
    /// What comes in: the patch of a channel, the strips that feed a bus.
    case source
    /// The channel that does what this one does.
    case link
    case trim
    /// The gate, if it is on; its level is the reduction, if somebody measured it.
    case gate
    case insert
    case fader
    /// A VCA above, with what it adds; each is there once.
    case vca
    /// A mute group that dims instead of muting, or the monitor's dim.
    case dim
    /// A mute, or a mute group that is off.
    case mute
    /// What would mute or dim the strip if it were not mute-safe.
    case spared
    /// That the strip is soloed, or that solo in place mutes it.
    case solo
    /// The strips below a VCA.
    case members
    case assign
    case send
    /// Where the signal leaves the desk.
    case outputs
    /// That the signal goes nowhere.
    case deadEnd = "dead end"

    /// Whether its dB is part of the strip's level.
    public var isPartOfLevel: Bool { self == .fader || self == .vca || self == .dim }
    /// Whether it tells where the signal goes.
    var isOut: Bool { isWay || self == .outputs || self == .deadEnd }
    /// Whether it is a way of the signal to a bus.
    public var isWay: Bool { self == .assign || self == .send }
  }

  /// Whom a node tells of.
  public enum Subject: Hashable, Sendable {
    case strip(StripID)
    case muteGroup(Int)
    /// All-mute.
    case desk
    /// Device inputs or outputs, from 1.
    case plugs([Int])
    case insert(outputs: [Int], inputs: [Int])
  }

  /// Why nothing passes a node.
  public enum Obstacle: String, CaseIterable, Sendable {
    case mute
    /// It stands at minus infinity.
    case level
    case off
    case notPatched = "not patched"
    /// Nobody feeds the bus anything.
    case notFed = "not fed"
    /// Neither an output nor an assign nor a send that was ever touched.
    case deadEnd = "dead end"
  }
}

extension Explanation {
  /// Whether the signal of the strip leaves the desk somewhere, be it only by sends before its
  /// fader; never for a VCA, which has none.
  public var isHeard: Bool {
    !nodes.contains { $0.kind == .source && $0.isSilencing } && !reachedOutputs.isEmpty
  }

  /// The device outputs that the ways lead to with everything on them open, each once, sorted.
  ///
  /// What the monitor plays is for the engineer alone and is no way out of any other strip.
  public var reachedOutputs: [Int] {
    var outputs: Set<Int> = []
    for node in allNodes where node.kind == .outputs && node.isReached {
      if case .plugs(let plugs) = node.subject { outputs.formUnion(plugs) }
    }
    return outputs.sorted()
  }

  /// Every node of the tree, parents first.
  public var allNodes: [Node] { nodes.flatMap(\.all) }

  /// The node that best answers why nothing is heard: a mute of the strip before levels at minus
  /// infinity, these before a missing source, and that before what closes its ways; nil if nothing does.
  public var cause: Node? {
    let own = nodes.flatMap { $0.kind.isWay ? [] : $0.all }.filter(\.isSilencing)
    let mute = own.first { $0.obstacle == .mute }
    if let first = mute ?? own.first(where: { $0.obstacle == .level }) ?? own.first { return first }
    return isHeard ? nil : allNodes.first(where: \.isSilencing)
  }
}

extension Explanation.Node {
  /// This node and those below it, parents first.
  var all: [Explanation.Node] { [self] + children.flatMap(\.all) }
}
