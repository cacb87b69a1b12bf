// Linked channels: two that are next to each other and do the same.
extension Console {
  /// The channel that is a pair with another, by their numbers from 1; nil where it stands alone.
  public func partner(of number: Int) -> Int? {
    guard channels.indices.contains(number &- 1) else { return nil }
    if channels[number - 1].isLinked { return number + 1 }
    return number > 1 && channels[number - 2].isLinked ? number - 1 : nil
  }

  /// Links a channel with the next one, or parts them.
  ///
  /// Neither changes by that, so that nothing jumps and nothing is lost; what is done to one of them
  /// from then on is done to both.
  mutating func link(_ number: Int, _ isOn: Bool) throws(EditRefusal) {
    guard channels.indices.contains(number &- 1) else { throw .noSuch("channel \(number)") }
    if isOn && !channels[number - 1].isLinked { try checkLink(number) }
    channels[number - 1].isLinked = isOn
  }

  private func checkLink(_ number: Int) throws(EditRefusal) {
    guard number < channels.count else {
      throw .cannotLink(number, why: "it is the last, and a pair is a channel and the next")
    }
    for one in [number, number + 1] {
      if let other = partner(of: one) {
        throw .cannotLink(number, why: "channel \(one) is linked with channel \(other)")
      }
      if channels[one - 1].strip.width == .stereo {
        throw .cannotLink(number, why: "channel \(one) is stereo")
      }
    }
  }
}

extension ConsoleEdit {
  /// The same edit of the other one of a pair; nil where there is none, or where the edit is about
  /// what each one has for itself: name, trim, polarity, pans and patches.
  func mirrored(in console: Console) -> ConsoleEdit? {
    guard case .channel(let number)? = shared, let partner = console.partner(of: number) else {
      return nil
    }
    return on(.channel(partner))
  }

  /// The strip of an edit that a pair shares.
  private var shared: StripID? {
    switch self {
    case .fader(let id, _), .mute(let id, _), .solo(let id, _), .arm(let id, _),
      .soloSafe(let id, _), .muteSafe(let id, _), .assign(let id, _, _),
      .sendLevel(let id, _, _), .sendOn(let id, _, _), .sendTap(let id, _, _),
      .sendWidth(let id, _, _), .sendMute(let id, _, _), .joinVCA(let id, _),
      .leaveVCA(let id, _, _), .joinMuteGroup(let id, _), .leaveMuteGroup(let id, _),
      .set(let id, _, _), .copySends(_, let id):
      id
    default: nil
    }
  }

  /// The same edit of another strip; this one where it is not shared.
  private func on(_ id: StripID) -> ConsoleEdit {
    switch self {
    case .fader(_, let level): .fader(id, level)
    case .mute(_, let isOn): .mute(id, isOn)
    case .solo(_, let isOn): .solo(id, isOn)
    case .arm(_, let isOn): .arm(id, isOn)
    case .soloSafe(_, let isOn): .soloSafe(id, isOn)
    case .muteSafe(_, let isOn): .muteSafe(id, isOn)
    case .assign(_, let bus, let isOn): .assign(id, to: bus, isOn)
    case .sendLevel(_, let bus, let level): .sendLevel(id, to: bus, level)
    case .sendOn(_, let bus, let isOn): .sendOn(id, to: bus, isOn)
    case .sendTap(_, let bus, let tap): .sendTap(id, to: bus, tap)
    case .sendWidth(_, let bus, let width): .sendWidth(id, to: bus, width)
    case .sendMute(_, let bus, let mute): .sendMute(id, to: bus, mute)
    case .joinVCA(_, let vca): .joinVCA(id, vca: vca)
    case .leaveVCA(_, let vca, let keeping): .leaveVCA(id, vca: vca, keeping: keeping)
    case .joinMuteGroup(_, let group): .joinMuteGroup(id, group: group)
    case .leaveMuteGroup(_, let group): .leaveMuteGroup(id, group: group)
    case .set(_, let setting, let value): .set(id, setting, value)
    case .copySends(let source, _): .copySends(from: source, to: id)
    default: self
    }
  }
}
