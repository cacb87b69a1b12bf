import ConsoleModel
import Testing
import Units

/// What holds on any desk, whatever was done to it.
@Suite struct InvariantTests {
  /// Desks after some edits, with what else is to be drawn.
  private func eachDesk(_ count: Double, _ body: (inout Console, inout RandomDesk, UInt64) -> Void)
  {
    for seed in 0..<UInt64(count * testScale) {
      var draw = RandomDesk(seed: 70_000 + seed)
      var desk = Console(name: "any", size: draw.size)
      for edit in draw.tangle() { try? desk.apply(edit) }
      for _ in 0..<draw.random.number(5...60) { try? desk.apply(draw.edit(on: desk)) }
      body(&desk, &draw, seed)
    }
  }

  private func audible(_ desk: Console) -> [StripID] { desk.stripIDs.filter { !$0.isVCA } }

  /// Every single cause of each strip's mutes, found without asking the console for it.
  private func causes(_ desk: Console) -> [StripID: Set<String>] {
    let shutInPlace = desk.soloMode == .inPlace ? desk.soloState.muted : []
    var causes: [StripID: Set<String>] = [:]
    for id in audible(desk) {
      guard let strip = desk.strip(id) else { continue }
      var own: Set<String> = strip.isMuted ? ["\(id) own"] : []
      if shutInPlace.contains(id) { own.insert("solo") }
      if !strip.isMuteSafe {
        for number in desk.masters(of: id) where desk.vca(number)?.isMuted == true {
          own.insert("vca \(number)")
        }
        for number in strip.muteGroups {
          let group = desk.muteGroup(number)
          if group?.isOn == true && group?.dim == nil { own.insert("group \(number)") }
        }
        if desk.isAllMuted, id.busID == nil || id.busID?.kind == .fx { own.insert("all") }
      }
      causes[id] = own
    }
    return causes
  }

  /// The edits that lift one cause each, and which causes go by that.
  private func releases(_ desk: Console) -> [(edit: ConsoleEdit, lifted: Set<String>)] {
    var releases: [(edit: ConsoleEdit, lifted: Set<String>)] = []
    for id in desk.stripIDs where desk.isMutedByHand(id) {
      if case .vca(let number) = id {
        releases.append((.mute(id, false), ["vca \(number)"]))
      } else {
        var lifted: Set<String> = ["\(id) own"]
        if case .channel(let number) = id, let other = desk.partner(of: number) {
          lifted.insert("channel \(other) own")
        }
        releases.append((.mute(id, false), lifted))
      }
    }
    for number in desk.muteGroups.indices.map({ $0 + 1 }) {
      releases.append((.muteGroup(number, isOn: false), ["group \(number)"]))
    }
    releases.append((.allMute(false), ["all"]))
    releases.append((.clearSolo, ["solo"]))
    return releases
  }

  @Test func liftingOneCauseOpensNothingThatAnotherShuts() throws {
    var (lifted, kept) = (0, 0)
    eachDesk(3000) { desk, _, seed in
      let before = causes(desk)
      for release in releases(desk) {
        var after = desk
        guard (try? after.apply(release.edit)) != nil else { continue }
        for (id, causes) in before {
          let rest = causes.subtracting(release.lifted)
          let isShut = after.faderGain(of: id) == 0 && !after.muteCauses(of: id).isEmpty
          if !rest.isEmpty && !isShut {
            Issue.record("seed \(seed): \(release.edit) opened \(id), shut by \(rest)")
          }
          if rest.isEmpty && !after.muteCauses(of: id).isEmpty {
            Issue.record("seed \(seed): \(release.edit) left \(id) shut by nothing")
          }
          lifted += causes.isEmpty || !rest.isEmpty ? 0 : 1
          kept += rest.isEmpty ? 0 : 1
        }
      }
    }
    #expect(testScale < 1 || (lifted > 1000 && kept > 10_000))
  }

  /// Down to minus infinity and up again, muted and opened, dimmed and undimmed: all as it was.
  @Test func whatIsTakenBackLeavesNoTrace() throws {
    eachDesk(2000) { desk, draw, seed in
      let before = desk
      var there: [ConsoleEdit] = []
      var back: [ConsoleEdit] = []
      // A fader that keep sound has left above its top can't be put there by hand.
      for (index, vca) in desk.vcas.enumerated()
      where vca.fader.value <= Decibels.faderTop.value && draw.random.chance(50) {
        there.append(.fader(.vca(index + 1), .silence))
        back.append(.fader(.vca(index + 1), vca.fader))
      }
      for (index, group) in desk.muteGroups.enumerated() where draw.random.chance(50) {
        there.append(.muteGroup(index + 1, isOn: !group.isOn))
        back.append(.muteGroup(index + 1, isOn: group.isOn))
      }
      there.append(.allMute(!desk.isAllMuted))
      back.append(.allMute(desk.isAllMuted))
      there.shuffle(using: &draw.random)
      for edit in there { try? desk.apply(edit) }
      for case .fader(.vca(let number), _) in there {
        for id in audible(desk) where desk.masters(of: id).contains(number) {
          #expect(desk.faderGain(of: id) == 0 && desk.effectiveLevel(of: id) == .silence)
        }
      }
      back.shuffle(using: &draw.random)
      for edit in back { try? desk.apply(edit) }
      #expect(desk == before, "seed \(seed)")
      for id in audible(desk) {
        #expect(desk.faderGain(of: id) == before.faderGain(of: id), "seed \(seed), \(id)")
      }
    }
  }

  /// Links, partings and widths in any order, then back to the first: nothing is lost.
  @Test func linksAndWidthsLoseNothing() throws {
    var links = 0
    eachDesk(2000) { desk, draw, seed in
      let before = desk
      for _ in 0..<draw.random.number(1...30) {
        let number = draw.random.number(1...max(1, desk.channels.count))
        switch draw.random.number(0...2) {
        case 0: links += (try? desk.apply(.link(channel: number, true))) == nil ? 0 : 1
        case 1: try? desk.apply(.link(channel: number, false))
        default:
          let id = audible(desk).randomElement(using: &draw.random) ?? .main
          try? desk.apply(.width(id, draw.random.chance(50) ? .mono : .stereo))
        }
      }
      for number in desk.channels.indices.map({ $0 + 1 }) {
        try? desk.apply(.link(channel: number, false))
      }
      for id in audible(desk) {
        if let width = before.strip(id)?.width { try? desk.apply(.width(id, width)) }
      }
      for (index, channel) in before.channels.enumerated() where channel.isLinked {
        try? desk.apply(.link(channel: index + 1, true))
      }
      #expect(desk == before, "seed \(seed)")
    }
    #expect(testScale < 1 || links > 1000)
  }
}
