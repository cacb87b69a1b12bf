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
      if let dim, dim >= .unity {
        throw .outOfRange("a dim of \(dim) dB", allowed: "a level below 0 dB")
      }
      try changeMuteGroup(number) { $0.dim = dim }
    case .muteGroupName(let number, let name): try changeMuteGroup(number) { $0.name = name }
    default: preconditionFailure("not an edit of a grouping")
    }
  }

  private mutating func join(_ id: StripID, vca number: Int) throws(EditRefusal) {
    guard vca(number) != nil else { throw .noSuch("vca \(number)") }
    try change(id, vca: { $0.vcas.insert(number) }, strip: { $0.vcas.insert(number) })
    if let loop = vcaLoop() { throw .vcaLoop(loop) }
    let depth = stripIDs.map(vcaDepth).max() ?? 0
    if depth > Self.deepestVCA { throw .vcaTooDeep(depth) }
  }

  private mutating func leave(
    _ id: StripID, vca number: Int, keeping: Keeping
  ) throws(EditRefusal) {
    guard vca(number) != nil else { throw .noSuch("vca \(number)") }
    let before = masters(of: id)
    try change(id, vca: { $0.vcas.remove(number) }, strip: { $0.vcas.remove(number) })
    guard keeping == .sound else { return }
    // What no longer stands above, in order, so that the sum does not depend on a set's order.
    let lost = before.subtracting(masters(of: id)).sorted().compactMap(vca)
    let sum = lost.reduce(Decibels.unity) { $0 + $1.fader }
    let wasMuted = lost.contains(where: \.isMuted)
    try change(
      id,
      vca: {
        $0.fader = $0.fader + sum
        $0.isMuted = $0.isMuted || wasMuted
      },
      strip: {
        $0.fader = $0.fader + sum
        $0.isMuted = $0.isMuted || wasMuted
      })
  }

  private mutating func changeMuteGroup(
    _ number: Int, _ change: (inout MuteGroup) -> Void
  ) throws(EditRefusal) {
    guard muteGroups.indices.contains(number - 1) else { throw .noSuch("mute group \(number)") }
    change(&muteGroups[number - 1])
  }
}
