public import Units

/// What solo keys do.
public enum SoloMode: String, CaseIterable, Sendable {
  /// The monitor hears soloed strips before their faders, with their pan; main does not change.
  case preFader = "pfl"
  /// The monitor hears them after their faders and mutes; main does not change.
  case afterFader = "afl"
  /// Everything else is mute in main itself, and the monitor hears what it heard.
  case inPlace = "sip"
}

/// Where the monitor listens to a soloed bus.
public enum SoloTap: String, CaseIterable, Sendable {
  /// Where it listens to channels.
  case asChannels = "channels"
  case preFader = "pfl"
  case afterFader = "afl"
}

/// How a solo key answers a finger.
public enum SoloKey: String, CaseIterable, Sendable {
  /// Each press turns it on or off.
  case latch
  /// It is on while it is held.
  case momentary
  /// A tap latches; what is held for longer than `longestTap` goes off when it is let go.
  case auto

  /// How long a tap of an `auto` key may take.
  public static let longestTap = Milliseconds(500)
}

/// How solo keys behave beyond `SoloMode`.
public struct SoloOptions: Hashable, Sendable {
  /// Where soloed groups, auxes, fx returns, matrices and main are listened to.
  var taps = Array(repeating: SoloTap.asChannels, count: BusKind.allCases.count)
  /// Whether a new solo lifts all others.
  public internal(set) var isExclusive = false
  /// Whether buses are not heard in solo while a channel is.
  public internal(set) var isInputFirst = false
  /// Whether selecting a strip moves a solo to it.
  public internal(set) var followsSelect = false
  public internal(set) var key = SoloKey.latch

  public init() {}

  /// Where soloed buses of a kind are listened to.
  public internal(set) subscript(kind: BusKind) -> SoloTap {
    get { taps[kind.order] }
    set { taps[kind.order] = newValue }
  }
}

extension SoloOptions {
  mutating func set(_ option: SoloOption) {
    switch option {
    case .tap(let kind, let tap): self[kind] = tap
    case .exclusive(let isOn): isExclusive = isOn
    case .inputFirst(let isOn): isInputFirst = isOn
    case .followsSelect(let isOn): followsSelect = isOn
    case .key(let key): self.key = key
    }
  }
}

/// One of the `SoloOptions` as it is to be.
public enum SoloOption: Hashable, Sendable {
  case tap(BusKind, SoloTap)
  case exclusive(Bool)
  case inputFirst(Bool)
  case followsSelect(Bool)
  case key(SoloKey)
}

/// What the solo keys of a console come to, found once for all its strips.
///
/// Solo in place mutes channels, groups and fx returns after their faders: not what is soloed, nor
/// what is safe, nor what feeds a soloed bus, nor what a soloed or safe strip is assigned to on its
/// way. Auxes, matrices, main and the monitor are outputs, which it never mutes; a soloed one
/// keeps open all that feeds it.
public struct SoloState: Hashable, Sendable {
  /// Whether any strip is soloed.
  public let isAny: Bool
  /// Whether only channels are heard, soloed buses waiting until no channel is soloed.
  public let isInputOnly: Bool
  /// The strips that solo in place mutes.
  public let muted: Set<StripID>

  /// Nothing is soloed.
  public static let none = SoloState(isAny: false, isInputOnly: false, muted: [])
}

extension StripID {
  /// Whether solo in place mutes such strips at all.
  var isMutedInPlace: Bool {
    switch self {
    case .channel: true
    case .bus(let bus): bus.kind == .group || bus.kind == .fx
    case .vca, .source: false
    }
  }

  /// Whether all-mute reaches such strips: what comes in, and what answers it.
  var isMutedByAll: Bool {
    switch self {
    case .channel: true
    case .bus(let bus): bus.kind == .fx
    case .vca, .source: false
    }
  }
}

extension Console {
  /// What the solo keys come to; linear in strips and sends, and cheap when nothing is soloed.
  public var soloState: SoloState {
    guard hasSolo else { return .none }
    let isInputOnly =
      soloOptions.isInputFirst && channels.indices.contains { isSoloed(.channel($0 + 1)) }
    return SoloState(
      isAny: true, isInputOnly: isInputOnly,
      muted: soloMode == .inPlace ? mutedInPlace(isInputOnly) : [])
  }

  /// Whether a strip is heard in solo: soloed, and not a bus that waits for the channels.
  public func isHeardInSolo(_ id: StripID, _ solo: SoloState) -> Bool {
    if solo.isInputOnly && id.busID != nil { return false }
    return solo.isAny && id != .monitor && isSoloed(id)
  }

  /// Where the monitor listens to a soloed strip, unless solo is in place.
  public func soloTap(of id: StripID) -> Tap {
    switch id.busID.map({ soloOptions[$0.kind] }) ?? .asChannels {
    case .asChannels: soloMode == .preFader ? .preFader : .postFader
    case .preFader: .preFader
    case .afterFader: .postFader
    }
  }

  /// Whether any strip that can be listened to is soloed.
  private var hasSolo: Bool {
    // Read in place: copying a strip counts many references, and this is asked for on every move.
    for index in channels.indices where channels[index].strip.isSoloed { return true }
    for index in buses.indices where buses[index].strip.isSoloed { return true }
    guard vcas.contains(where: \.isSoloed) else { return false }
    return listenable.contains(where: isSoloed)
  }

  /// The channels and buses but the monitor, which a soloed VCA may have below it.
  private var listenable: [StripID] {
    channels.indices.map { .channel($0 + 1) } + buses.dropLast().map { .bus($0.id) }
  }

  private func mutedInPlace(_ isInputOnly: Bool) -> Set<StripID> {
    let soloed = listenable.filter { isSoloed($0) && !(isInputOnly && $0.busID != nil) }
    var open = Set(soloed)
    for id in listenable where id.isMutedInPlace && isSoloSafe(id) { open.insert(id) }
    // What an open strip runs through, but not what it merely sends to.
    var waiting = Array(open)
    while let id = waiting.popLast() {
      for bus in read(id, vca: { _ in [] }, strip: { $0.assigns }) ?? [] {
        if open.insert(.bus(bus)).inserted { waiting.append(.bus(bus)) }
      }
    }
    open.formUnion(feeders(of: soloed))
    return Set(listenable.filter { $0.isMutedInPlace && !open.contains($0) })
  }

  /// Everything whose signal gets into any of some strips, by assignment or by sends.
  private func feeders(of strips: [StripID]) -> Set<StripID> {
    var sources: [BusID: [StripID]] = [:]
    for id in listenable {
      for bus in destinations(of: id) { sources[bus, default: []].append(id) }
    }
    var found: Set<StripID> = []
    var waiting = strips
    while let id = waiting.popLast() {
      for source in id.busID.flatMap({ sources[$0] }) ?? [] where found.insert(source).inserted {
        waiting.append(source)
      }
    }
    return found
  }

  /// Whether solo in place spares a strip.
  public func isSoloSafe(_ id: StripID) -> Bool {
    read(id, vca: { _ in false }, strip: { $0.isSoloSafe }) ?? false
  }
}
