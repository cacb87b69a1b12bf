public import Units

/// Something that is allowed and may be meant, though it rarely is: told, never refused.
public enum Warning: Hashable, Sendable {
  /// A VCA moves a strip, and moves it again with a bus that its signal after the fader runs through.
  ///
  /// Told for the first such bus on each way; `level` is where the VCA stands.
  case doubleMove(StripID, vca: Int, through: BusID, level: Decibels)
  /// A strip hangs directly under a VCA that stands at minus infinity, or hangs under one that does.
  case silentVCA(StripID, vca: Int, silencer: Int)
  /// A strip is mute, or in a mute group that mutes, and a send before its fader stays open.
  case openSend(StripID, to: BusID, isMute: Bool)
  /// A bus has one source, no output, and nothing on it does anything to sound.
  case oneSource(BusID, StripID)
  /// Two groups get the same signals, two or more.
  case sameMembers(BusID, BusID, count: Int)
}

extension Warning: CustomStringConvertible {
  /// The warning with its evidence, a clause without a full stop.
  public var description: String {
    switch self {
    case .doubleMove(let id, let vca, let bus, let level):
      "\(move(vca, level)) \(id) by \(twice(level)) on its way"
        + (bus.kind == .group || bus.kind == .main ? "" : " by a send after the fader")
        + " through \(bus), which it moves too"
    case .silentVCA(let id, let vca, let silencer):
      (vca == silencer
        ? "vca \(vca) stands at -inf dB"
        : "vca \(silencer), above vca \(vca), stands at -inf dB")
        + ", so that \(id.isVCA ? "all below \(id)" : "\(id)") is silent"
    case .openSend(let id, let bus, true):
      "\(id) is mute, but its send to \(bus) before the fader is not: mute-reach is post-fader"
    case .openSend(let id, let bus, false):
      "mute groups do not mute the send of \(id) to \(bus) before its fader: mute-reach is post-fader"
    case .oneSource(let bus, let id):
      "\(bus) has one source, \(id), and does nothing to it: \(id) could go where \(bus) goes"
    case .sameMembers(let bus, let other, let count):
      "\(bus) and \(other) have the same \(count) members: where both go, these are 6 dB louder"
    }
  }

  private func move(_ vca: Int, _ level: Decibels) -> String {
    level == .unity || level.isSilence
      ? "each dB of vca \(vca) moves" : "vca \(vca) at \(level) dB moves"
  }

  private func twice(_ level: Decibels) -> String {
    level == .unity || level.isSilence ? "2 dB" : "\(level + level) dB"
  }
}

extension StripID {
  fileprivate var isVCA: Bool { if case .vca = self { true } else { false } }
}

extension ConsoleEdit {
  /// Whether the edit lays signal somewhere or puts something in a group of any kind: what warnings
  /// are worth asking for after, unlike moves of faders and keys.
  public var isWiring: Bool {
    switch self {
    case .assign, .sendOn, .sendTap, .sendMute, .copySends, .copyMix, .joinVCA, .leaveVCA,
      .joinMuteGroup, .leaveMuteGroup, .muteGroupDim, .muteReach, .outputs, .link:
      true
    default: false
    }
  }
}
