import ConsoleModel
import Testing
import Units

/// Random edits on random desks, each compared with the naive desk after each edit.
@Suite struct ReferenceTests {
  /// 100,000 sequences of 1 to 20 edits at scale 1, in eight parts for as many cores.
  @Test(arguments: 0..<8)
  func agreesWithTheNaiveDeskAfterEveryEdit(part: UInt64) {
    let sequences = Int(12_500 * testScale)
    var tally = Tally()
    for sequence in 0..<sequences {
      let seed = part << 40 | UInt64(sequence)
      var run = Run(seed: seed)
      guard run.compare(&tally) else {
        Issue.record("seed \(seed): \(run.trouble)")
        return
      }
    }
    print("part \(part): \(sequences) sequences, \(tally)")
    // The draw must reach what it is there for: deep stacks, refusals of each kind, keep sound.
    if sequences >= 1000 {
      #expect(tally.deepest == 4)
      #expect(tally.refusals.count == 8)
      #expect(tally.keptSounds > 100 && tally.splitSounds > 0)
    }
  }
}

/// What the random edits came to.
struct Tally {
  var edits = 0
  var deepest = 0
  var keptSounds = 0
  /// Kept sounds that had to be baked below a VCA instead of into it.
  var splitSounds = 0
  var refusals: [String: Int] = [:]
}

/// One sequence of edits on both desks.
struct Run {
  private var draw: RandomDesk
  private var desk: Console
  private var naive: NaiveConsole
  private(set) var trouble = ""

  init(seed: UInt64) {
    draw = RandomDesk(seed: seed)
    desk = Console(name: "random", size: draw.size)
    naive = NaiveConsole(size: draw.size)
    if draw.random.chance(50) { setReach(.postFader) }
    // A fresh desk is silent and flat; half the sequences start from a moved and stacked one.
    if draw.random.chance(50) {
      for edit in draw.tangle() { start(edit) }
    }
  }

  private mutating func start(_ edit: ConsoleEdit) {
    guard let moved = try? naive.after(edit), case .some = try? desk.apply(edit) else { return }
    naive = moved
  }

  private mutating func setReach(_ reach: MuteReach) {
    desk.muteReach = reach
    naive.mutesReachPreFader = reach == .all
  }

  /// Makes the edits; false when the desks differ, which `trouble` then tells.
  mutating func compare(_ tally: inout Tally) -> Bool {
    for _ in 0..<draw.random.number(1...20) {
      if draw.random.chance(3) { setReach(draw.random.chance(50) ? .all : .postFader) }
      let edit = draw.edit(on: desk)
      tally.edits += 1
      guard make(edit, &tally), isSame(after: edit) else { return false }
    }
    tally.deepest = max(tally.deepest, desk.stripIDs.map(desk.vcaDepth).max() ?? 0)
    return true
  }

  private mutating func make(_ edit: ConsoleEdit, _ tally: inout Tally) -> Bool {
    let (before, naiveBefore) = (desk, naive)
    var refusal: EditRefusal?
    var expected: NaiveRefusal?
    do throws(EditRefusal) { try desk.apply(edit) } catch { refusal = error }
    do throws(NaiveRefusal) { naive = try naive.after(edit) } catch { expected = error }
    if let refusal {
      tally.refusals["\(NaiveRefusal(refusal) ?? .noSuch)", default: 0] += 1
      if desk != before { return fail(edit, "was refused and changed the console") }
      if !isGenuine(refusal) { return fail(edit, "named no loop: \(refusal)") }
    }
    if refusal.flatMap(NaiveRefusal.init) != expected {
      return fail(edit, "was refused as \(refusal?.description ?? "-"), not \(expected as Any)")
    }
    if case .leaveVCA(let id, _, let keeping) = edit, refusal == nil,
      (keeping ?? before.unassign) == .sound
    {
      tally.keptSounds += 1
      if id.isVCA && desk.fader(of: id) == before.fader(of: id) && desk != before {
        let moved = naive.strips.contains { naive.nodes[$0]?.fader != naiveBefore.nodes[$0]?.fader }
        if moved { tally.splitSounds += 1 }
      }
      return sounds(as: before, after: edit)
    }
    return true
  }

  /// Whether each pair of neighbours in a refused loop is an arrow, but for the refused one.
  private func isGenuine(_ refusal: EditRefusal) -> Bool {
    let names: [StripID]
    let arrows: (StripID) -> [StripID]
    switch refusal {
    case .busLoop(let loop): (names, arrows) = (loop.map(StripID.bus), naive.feeds)
    case .vcaLoop(let loop): (names, arrows) = (loop.map(StripID.vca), naive.mastersByName)
    default: return true
    }
    let missing = zip(names, names.dropFirst()).filter { !arrows($0).contains($1) }
    return names.count >= 2 && names.first == names.last && missing.count == 1
  }

  /// Keep sound: no strip is heard louder, softer or at another time than before.
  private mutating func sounds(as before: Console, after edit: ConsoleEdit) -> Bool {
    for id in desk.stripIDs where !id.isVCA {
      guard let old = before.effectiveLevel(of: id), let new = desk.effectiveLevel(of: id),
        old == new || abs(old.value - new.value) < 0.001,
        before.muteCauses(of: id).isEmpty == desk.muteCauses(of: id).isEmpty,
        before.isHeardInSolo(id, before.soloState) == desk.isHeardInSolo(id, desk.soloState),
        abs(before.faderGain(of: id) - desk.faderGain(of: id)) <= before.faderGain(of: id) * 1e-4
      else { return fail(edit, "changed how \(id) sounds") }
    }
    return true
  }

  private mutating func isSame(after edit: ConsoleEdit) -> Bool {
    for id in desk.stripIDs {
      let (level, causes) = (naive.level(id), naive.causes(id))
      guard let own = desk.effectiveLevel(of: id)?.value,
        own == level || abs(own - level) < 1e-9
      else { return fail(edit, "\(id) at \(desk.effectiveLevel(of: id) as Any), not \(level)") }
      if desk.muteCauses(of: id) != MuteCauses(words: causes) {
        return fail(edit, "\(id) is mute by \(desk.muteCauses(of: id)), not by \(causes)")
      }
      if desk.isSoloed(id) != naive.isSoloed(id) { return fail(edit, "\(id) differs in solo") }
      let heard = causes.isEmpty ? min(level, 20) : -.infinity
      if !isGain(desk.faderGain(of: id), of: heard) {
        return fail(edit, "\(id) has gain \(desk.faderGain(of: id)), not \(heard) dB")
      }
      guard isSame(id.isVCA ? [] : desk.buses.map(\.id), from: id, after: edit) else {
        return false
      }
      let tap = desk.soloTap(of: id) == .preFader ? "pfl" : "afl"
      let place = desk.soloMode == .inPlace ? "place" : tap
      if naive.listening(to: id) != (desk.isHeardInSolo(id, desk.soloState) ? place : nil) {
        return id.isVCA ? true : fail(edit, "\(id) is not listened to at \(place)")
      }
    }
    return true
  }

  /// Whether a strip's sends are as loud as they should be, from its signal before mute and fader.
  private mutating func isSame(
    _ buses: [BusID], from id: StripID, after edit: ConsoleEdit
  ) -> Bool {
    for bus in buses where [.aux, .fx, .matrix].contains(bus.kind) {
      let send = desk.strip(id)?.send(to: bus)
      let isAfterFader = send.map(desk.sendPoint) == .postFader
      let sent = desk.sendGain(from: id, to: bus) * (isAfterFader ? desk.faderGain(of: id) : 1)
      if !isGain(sent, of: naive.heardSend(id, .bus(bus))) {
        return fail(edit, "\(id) sends \(sent) to \(bus)")
      }
      if send?.width != naive.nodes[id]?.sends[.bus(bus)]?.width ?? 100 {
        return fail(edit, "\(id) sends to \(bus) \(send?.width ?? 0) wide")
      }
    }
    return true
  }

  private func isGain(_ gain: Float, of level: Double) -> Bool {
    let expected = level == -.infinity ? 0 : pow10(level / 20)
    return abs(Double(gain) - expected) <= expected * 1e-6 && gain <= 40
  }

  private mutating func fail(_ edit: ConsoleEdit, _ what: String) -> Bool {
    trouble = "after \(edit): \(what)"
    return false
  }
}

extension MuteCauses {
  fileprivate init(words: Set<String>) {
    self = []
    if words.contains("own") { insert(.own) }
    if words.contains("vca") { insert(.vca) }
    if words.contains("group") { insert(.muteGroup) }
    if words.contains("solo") { insert(.solo) }
    if words.contains("all") { insert(.all) }
  }
}
