import Units

// VCAs and mute groups.
extension Console {
  mutating func makeGroupingEdit(_ edit: ConsoleEdit) throws(EditRefusal) {
    switch edit {
    case .joinVCA(let id, let number): try join(id, vca: number)
    case .leaveVCA(let id, let number, let keeping): try leave(id, vca: number, keeping: keeping)
    case .joinMuteGroup(let id, let number):
      try changeMuteGroup(number) { _ in }
      try changeStrip(id, "mute groups") { $0.muteGroups.insert(number) }
    case .leaveMuteGroup(let id, let number):
      try changeMuteGroup(number) { _ in }
      try changeStrip(id, "mute groups") { $0.muteGroups.remove(number) }
    case .muteGroup(let number, let isOn): try changeMuteGroup(number) { $0.isOn = isOn }
    case .muteGroupDim(let number, let dim):
      if let dim { try ParameterKey(.muteGroupDim).check(dim.value) }
      try changeMuteGroup(number) { $0.dim = dim }
    case .muteGroupName(let number, let name): try changeMuteGroup(number) { $0.name = name }
    default: preconditionFailure("not an edit of a grouping")
    }
  }

  private mutating func join(_ id: StripID, vca number: Int) throws(EditRefusal) {
    guard vca(number) != nil else { throw .noSuch("vca \(number)") }
    guard has(id) else { throw .noSuch(id.description) }
    var levels = vcaDepth(of: .vca(number)) + 1
    if case .vca(let member) = id {
      if let back = vcaPath(from: number, to: member) { throw .vcaLoop([member] + back) }
      levels += vcaHeight(of: member)
    }
    if levels > Self.deepestVCA { throw .vcaTooDeep(levels) }
    try change(id, vca: { $0.vcas.insert(number) }, strip: { $0.vcas.insert(number) })
  }

  private mutating func leave(
    _ id: StripID, vca number: Int, keeping: Keeping?
  ) throws(EditRefusal) {
    guard vca(number) != nil else { throw .noSuch("vca \(number)") }
    let heard = (keeping ?? unassign) == .sound ? [id] + strips(below: id) : []
    let before = heard.map(masterSet)
    try change(id, vca: { $0.vcas.remove(number) }, strip: { $0.vcas.remove(number) })
    let lost = zip(heard, before).map { $1.subtracting(masterSet(of: $0)) }
    guard let lostHere = lost.first else { return }
    if lost.allSatisfy({ $0 == lostHere }) {
      try bake(lostHere, into: id)
      return
    }
    // Some strip below still hangs under the VCA another way and must not be moved twice.
    for (strip, lost) in zip(heard, lost).dropFirst() { try bake(lost, into: strip) }
  }

  /// The channels and buses that a VCA moves; none below a channel or a bus.
  private func strips(below id: StripID) -> [StripID] {
    guard case .vca(let number) = id else { return [] }
    return stripIDs.filter { strip in
      if case .vca = strip { return false }
      return masterSet(of: strip).contains(number)
    }
  }

  /// Puts the dB, the mutes and the solos of VCAs into a strip's own fader and keys.
  private mutating func bake(_ numbers: NumberSet, into id: StripID) throws(EditRefusal) {
    let sum = faderSum(of: numbers)
    let isMuted = numbers.contains { vcas[$0 - 1].isMuted }
    let isSoloed = id != .monitor && numbers.contains { vcas[$0 - 1].isSoloed }
    try change(
      id,
      vca: {
        $0.fader = $0.fader + sum
        $0.isMuted = $0.isMuted || isMuted
        $0.isSoloed = $0.isSoloed || isSoloed
      },
      strip: {
        $0.fader = $0.fader + sum
        // A strip that is safe was not muted by them.
        $0.isMuted = $0.isMuted || (isMuted && !$0.isMuteSafe)
        $0.isSoloed = $0.isSoloed || isSoloed
      })
  }

  private mutating func changeMuteGroup(
    _ number: Int, _ change: (inout MuteGroup) -> Void
  ) throws(EditRefusal) {
    guard muteGroups.indices.contains(number &- 1) else { throw .noSuch("mute group \(number)") }
    change(&muteGroups[number - 1])
  }
}
