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
  /// Others are soloed in place; reaches only what comes after the fader.
  public static let solo = MuteCauses(rawValue: 8)
  /// All channels and fx returns are mute at once.
  public static let all = MuteCauses(rawValue: 16)
}

// What a strip is heard at. Any thread that holds the console as a value may ask.
extension Console {
  /// The VCAs above a strip, directly or through others; each once, however many ways lead to it.
  public func masters(of id: StripID) -> Set<Int> {
    let numbers = masterSet(of: id)
    var masters = Set<Int>(minimumCapacity: numbers.count)
    for number in numbers { masters.insert(number) }
    return masters
  }

  /// The same in one word, for questions that are asked on every move.
  func masterSet(of id: StripID) -> NumberSet {
    var found = NumberSet()
    var waiting = NumberSet(directMasters(of: id))
    while let number = waiting.popFirst() {
      found.insert(number)
      waiting.formUnion(NumberSet(vcas[number - 1].vcas).subtracting(found))
    }
    return found
  }

  /// The VCAs directly above a strip.
  public func directMasters(of id: StripID) -> Set<Int> {
    read(id, vca: { $0.vcas }, strip: { $0.vcas }) ?? []
  }

  /// The channels, buses and VCAs directly below a VCA, in the order of `stripIDs`.
  public func members(ofVCA number: Int) -> [StripID] {
    stripIDs.filter { directMasters(of: $0).contains(number) }
  }

  /// What is added to a strip's own fader: every VCA above it once, the dims of its groups, and
  /// the monitor's dim.
  public func offset(of id: StripID) -> Decibels { offset(of: id, under: masterSet(of: id)) }

  private func offset(of id: StripID, under masters: NumberSet) -> Decibels {
    var sum = faderSum(of: masters)
    for number in muteGroupSet(of: id) where !isMuteSafe(id) {
      let group = muteGroups[number - 1]
      if group.isOn, let dim = group.dim { sum = sum + dim }
    }
    return id == .monitor ? sum + monitorDim : sum
  }

  /// How far the monitor is turned down: by its own dim or the talkback's, whichever is more.
  public var monitorDim: Decibels {
    let strip = buses[buses.count - 1].strip
    let own = strip[.dimOn] == 1 ? strip[.dimLevel] : 0
    let talkback = sources[0].strip
    let talking = talkback[.talkbackOn] == 1 ? talkback[.talkbackDim] : 0
    return Decibels(min(own, talking))
  }

  /// The faders of some VCAs in series.
  func faderSum(of numbers: NumberSet) -> Decibels {
    numbers.reduce(.unity) { $0 + vcas[$1 - 1].fader }
  }

  private func muteGroupSet(of id: StripID) -> NumberSet {
    NumberSet(read(id, vca: { _ in [] }, strip: { $0.muteGroups }) ?? [])
  }

  /// The level that a strip stands at: own fader and offset, never clamped, whatever is muted.
  public func effectiveLevel(of id: StripID) -> Decibels? {
    fader(of: id).map { $0 + offset(of: id) }
  }

  /// Why a strip is mute; empty when it is open.
  public func muteCauses(of id: StripID) -> MuteCauses {
    muteCauses(of: id, solo: soloMode == .inPlace ? soloState : .none)
  }

  /// The same, with what the solo keys come to (`soloState`) asked once for all strips.
  public func muteCauses(of id: StripID, solo: SoloState) -> MuteCauses {
    muteCauses(of: id, under: masterSet(of: id), solo)
  }

  private func muteCauses(
    of id: StripID, under masters: NumberSet, _ solo: SoloState
  ) -> MuteCauses {
    var causes: MuteCauses = []
    if !solo.muted.isEmpty && solo.muted.contains(id) { causes.insert(.solo) }
    if isMutedByHand(id) { causes.insert(.own) }
    if isMuteSafe(id) { return causes }
    if isAllMuted && id.isMutedByAll { causes.insert(.all) }
    if masters.contains(where: { vcas[$0 - 1].isMuted }) { causes.insert(.vca) }
    let mutes = muteGroupSet(of: id).contains {
      muteGroups[$0 - 1].isOn && muteGroups[$0 - 1].dim == nil
    }
    if mutes { causes.insert(.muteGroup) }
    return causes
  }

  /// Whether a strip is soloed by its own key or by a VCA above it.
  public func isSoloed(_ id: StripID) -> Bool {
    let isSoloedByHand = read(id, vca: { $0.isSoloed }, strip: { $0.isSoloed }) ?? false
    return isSoloedByHand || masterSet(of: id).contains { vcas[$0 - 1].isSoloed }
  }

  /// The factor for samples at a channel's or bus's fader: 0 when mute, at most +20 dB.
  public func faderGain(of id: StripID) -> Float {
    faderGain(of: id, solo: soloMode == .inPlace ? soloState : .none)
  }

  /// The same, with what the solo keys come to (`soloState`) asked once for all strips.
  public func faderGain(of id: StripID, solo: SoloState) -> Float {
    if case .source(let source) = id { return gain(of: source) }
    let masters = masterSet(of: id)
    guard muteCauses(of: id, under: masters, solo).isEmpty else { return 0 }
    return openGain(of: id, under: masters)
  }

  /// The factor of a strip's fader, its VCAs and dims, whatever is muted.
  private func openGain(of id: StripID, under masters: NumberSet) -> Float {
    fader(of: id).map { ($0 + offset(of: id, under: masters)).clamped.gain } ?? 0
  }

  /// The talkback's level while it is on; the oscillator makes its level itself.
  private func gain(of source: Source) -> Float {
    guard source == .talkback else { return 1 }
    let strip = sources[0].strip
    return strip[.talkbackOn] == 1 ? Decibels(strip[.talkbackLevel]).gain : 0
  }

  /// The factor of a send after the point where it is taken (`sendPoint`), before pan: 0 when it is
  /// off or when a mute reaches it.
  ///
  /// Solo in place reaches no tap before the fader: monitor mixes stay as they are. `solo` is the
  /// `soloState` of this console.
  public func sendGain(from id: StripID, to bus: BusID, solo: SoloState) -> Float {
    let touched = read(id, vca: { _ in nil }, strip: { $0.sends[bus] }) ?? nil
    guard let send = touched, send.isOn else { return 0 }
    let gain = send.level.clamped.gain
    guard send.tap == .postFader else { return isReached(send, of: id) ? 0 : gain }
    guard send.mute == .safe else { return gain }
    return solo.muted.contains(id) ? 0 : gain * openGain(of: id, under: masterSet(of: id))
  }

  /// The same, asked once.
  public func sendGain(from id: StripID, to bus: BusID) -> Float {
    sendGain(from: id, to: bus, solo: soloMode == .inPlace ? soloState : .none)
  }

  /// Where a send takes its signal: at its tap, but where it comes after the fader and no mute is to
  /// reach it, before the mute, and `sendGain` has the fader in it.
  public func sendPoint(of send: Send) -> Tap {
    send.tap == .postFader && send.mute == .safe ? .preFader : send.tap
  }

  /// The factor of a channel's direct out after its tap: 0 when it is off or not patched, or when a
  /// mute reaches it as it would reach a send of that tap.
  public func directGain(of id: StripID) -> Float {
    let direct = read(id, vca: { _ in nil }) { strip -> (tap: Tap, gain: Float)? in
      guard strip[.directOn] == 1, !strip.directOutputs.isEmpty else { return nil }
      return (strip.directTap, Decibels(strip[.directLevel]).clamped.gain)
    }
    guard let direct = direct ?? nil else { return 0 }
    let isReached =
      direct.tap != .postFader && muteReach == .all && !muteCauses(of: id, solo: .none).isEmpty
    return isReached ? 0 : direct.gain
  }

  /// Whether some mute of its strip reaches a send before the fader.
  private func isReached(_ send: Send, of id: StripID) -> Bool {
    switch send.mute {
    case .safe: false
    case .follow: !muteCauses(of: id, solo: .none).isEmpty
    case .asDesk: muteReach == .all && !muteCauses(of: id, solo: .none).isEmpty
    }
  }

  /// Whether only its own key mutes a strip.
  public func isMuteSafe(_ id: StripID) -> Bool {
    read(id, vca: { _ in false }, strip: { $0.isMuteSafe }) ?? false
  }

  /// Whether the strip's own mute key is down.
  public func isMutedByHand(_ id: StripID) -> Bool {
    read(id, vca: { $0.isMuted }, strip: { $0.isMuted }) ?? false
  }

  /// A mute group by its number from 1.
  public func muteGroup(_ number: Int) -> MuteGroup? {
    muteGroups.indices.contains(number &- 1) ? muteGroups[number - 1] : nil
  }
}
