import Units

/// Why a strip is mute; each cause is kept apart, so that lifting one never opens another's.
public struct MuteCauses: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A hand muted the strip.
  public static let own = MuteCauses(rawValue: 1)
  /// A VCA above is muted.
  public static let vca = MuteCauses(rawValue: 2)
  /// A mute group that it belongs to is on, and does not merely dim.
  public static let muteGroup = MuteCauses(rawValue: 4)
}

// What a strip is heard at. Any thread that holds the console as a value may ask.
extension Console {
  /// The VCAs above a strip, directly or through others; each once, however many ways lead to it.
  public func masters(of id: StripID) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = Array(directMasters(of: id))
    while let number = waiting.popLast() {
      guard found.insert(number).inserted, let vca = vca(number) else { continue }
      waiting += vca.vcas
    }
    return found
  }

  /// The VCAs directly above a strip.
  public func directMasters(of id: StripID) -> Set<Int> {
    if case .vca(let number) = id { return vca(number)?.vcas ?? [] }
    return strip(id)?.vcas ?? []
  }

  /// The channels, buses and VCAs directly below a VCA, in the order of `stripIDs`.
  public func members(ofVCA number: Int) -> [StripID] {
    stripIDs.filter { directMasters(of: $0).contains(number) }
  }

  /// What is added to a strip's own fader: every VCA above it once, and the dims of its groups.
  public func offset(of id: StripID) -> Decibels {
    // In the order of their numbers, so that the sum is the same to the last bit every time.
    let vcaSum = masters(of: id).sorted().reduce(Decibels.unity) { sum, number in
      sum + (vca(number)?.fader ?? .unity)
    }
    guard let strip = strip(id) else { return vcaSum }
    return strip.muteGroups.sorted().reduce(vcaSum) { sum, number in
      guard let group = muteGroup(number), group.isOn, let dim = group.dim else { return sum }
      return sum + dim
    }
  }

  /// The level that a strip stands at: own fader and offset, never clamped, whatever is muted.
  public func effectiveLevel(of id: StripID) -> Decibels? {
    fader(of: id).map { $0 + offset(of: id) }
  }

  /// Why a strip is mute; empty when it is open.
  public func muteCauses(of id: StripID) -> MuteCauses {
    var causes: MuteCauses = []
    if isMutedByHand(id) { causes.insert(.own) }
    if masters(of: id).contains(where: { vca($0)?.isMuted == true }) { causes.insert(.vca) }
    let groups = strip(id)?.muteGroups ?? []
    if groups.contains(where: { muteGroup($0).map { $0.isOn && $0.dim == nil } ?? false }) {
      causes.insert(.muteGroup)
    }
    return causes
  }

  /// Whether a strip is soloed by its own key or by a VCA above it.
  public func isSoloed(_ id: StripID) -> Bool {
    let isSoloedByHand: Bool
    if case .vca(let number) = id {
      isSoloedByHand = vca(number)?.isSoloed ?? false
    } else {
      isSoloedByHand = strip(id)?.isSoloed ?? false
    }
    return isSoloedByHand || masters(of: id).contains { vca($0)?.isSoloed == true }
  }

  /// The factor for samples at a channel's or bus's fader: 0 when mute, at most +20 dB.
  public func faderGain(of id: StripID) -> Float {
    guard muteCauses(of: id).isEmpty, let level = effectiveLevel(of: id) else { return 0 }
    return level.clamped.gain
  }

  /// The factor of a send after its tap, before pan: 0 when off or when a mute reaches it.
  public func sendGain(from id: StripID, to bus: BusID) -> Float {
    guard let send = strip(id)?.send(to: bus), send.isOn else { return 0 }
    let isBeforeMute = send.tap != .postFader
    if isBeforeMute && muteReach == .all && !muteCauses(of: id).isEmpty { return 0 }
    return send.level.clamped.gain
  }

  /// Whether the strip's own mute key is down.
  public func isMutedByHand(_ id: StripID) -> Bool {
    if case .vca(let number) = id { return vca(number)?.isMuted ?? false }
    return strip(id)?.isMuted ?? false
  }

  /// A mute group by its number from 1.
  public func muteGroup(_ number: Int) -> MuteGroup? {
    muteGroups.indices.contains(number - 1) ? muteGroups[number - 1] : nil
  }
}
