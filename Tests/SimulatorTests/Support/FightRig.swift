import ConsoleModel
import MIDI
import Simulator
import Surface
import Testing
import Units

/// A console with two surfaces of one family, their devices, and the hands on them.
struct FightRig {
  var console: Console
  var surfaces: [Surface]
  var units: [SimulatedUnit]
  var judges: [FightJudge]
  var now: UInt64 = 1000 * .ms
  /// When the console, a hand or a layer last changed something.
  var lastEvent: UInt64 = 0
  /// Faders that go to a level bit by bit.
  var fades: [Fade] = []
  let family: FightFamily
  var meters: MeterLevels

  struct Fade {
    var strip: StripID
    var from: Double
    var to: Double
    var start: UInt64
    var end: UInt64
    var next: UInt64
  }

  init(_ family: FightFamily, rate: Int? = nil, seed: UInt64) throws {
    self.family = family
    var size = ConsoleSize()
    size.channels = 12
    size.vcas = 4
    console = Console(name: "Fight", size: size)
    meters = MeterLevels(size: size)
    let mapping = try family.mapping()
    surfaces = [Surface(mapping: mapping), Surface(mapping: mapping)]
    let profile = mapping.units[0]
    units = (0..<2).map { SimulatedUnit(profile, rate: rate, seed: seed + UInt64($0)) }
    judges = (0..<2).map { _ in FightJudge(family, rate: profile.rate, burst: profile.burst) }
    for index in surfaces.indices {
      units[index].setFamily(family.family)
      surfaces[index].connected(0, at: now)
    }
    for strip in console.stripIDs where strip.kind == .vca { set(strip, 0) }
    run(for: 3000 * .ms)
  }

  var faults: [String] { judges.flatMap(\.faults) }

  mutating func set(_ strip: StripID, _ level: Double) {
    lastEvent = now
    do { try console.apply(.fader(strip, Decibels(level))) } catch {
      Issue.record("\(error)")
    }
  }
}

// Time.
extension FightRig {
  mutating func run(for time: UInt64) {
    let end = now + time
    turn()
    while true {
      let deadlines =
        surfaces.map(\.nextDeadline) + units.map(\.nextDeadline) + fades.map(\.next)
      guard let next = deadlines.compactMap({ $0 }).min(), max(next, now + .ms) <= end else {
        break
      }
      now = max(next, now + .ms)  // the desk's loop turns once a millisecond
      turn()
    }
    now = end
    turn()
  }

  mutating func turn() {
    fade()
    for index in units.indices { hear(index) }
    for index in units.indices {
      surfaces[index].show(console: console, meters: meters, at: now)
      for (_, message) in surfaces[index].outgoing(at: now) {
        judges[index].sent(message.bytes, at: now)
        units[index].hear(message, at: now)
      }
    }
  }

  private mutating func hear(_ index: Int) {
    units[index].advance(to: now)
    for sent in units[index].takeSent() {
      let before = surfaces[index].navigation
      let edits = surfaces[index].received(sent.message, unit: 0, at: now, console: console)
      var moves = 0
      for edit in edits {
        if case .fader = edit { moves += 1 }
        do { try console.apply(edit) } catch { Issue.record("\(error)") }
      }
      let strips = surfaces[index].visibleStrips
      judges[index].heard(
        sent, edits: moves, isBound: { $0 == 8 || strips[$0] != nil }, at: now)
      if sent.cause == .hand { lastEvent = now }
      if surfaces[index].navigation != before { judges[index].everythingChanged(hands: false) }
    }
  }

  private mutating func fade() {
    for index in fades.indices where now >= fades[index].next {
      let fade = fades[index]
      let part = min(Double(now - fade.start) / Double(fade.end - fade.start), 1)
      // A hand stops the fade of its own fader.
      if surfaces.contains(where: { $0.isTouched(fade.strip) }) {
        fades[index].next = .max
        continue
      }
      set(fade.strip, fade.from + (fade.to - fade.from) * part)
      fades[index].next = part < 1 ? now + 5 * .ms : .max
    }
    fades.removeAll { $0.next == .max }
  }

  /// All hands let go; every motor has to be where the console is in its time.
  mutating func settle(within time: UInt64) {
    for index in units.indices {
      for fader in 0..<9 {
        // Without a sensor nothing is sent when a hand goes, but it is what happened last.
        if units[index].faders[fader].isHeld { lastEvent = now }
        units[index].letGo(fader, at: now)
      }
    }
    while !fades.isEmpty { run(for: 20 * .ms) }
    run(for: 60 * .ms)  // what is on the wire has arrived, and keys are up
    let end = lastEvent + time
    if end > now { run(for: end - now) }
    for index in units.indices { checkRest(index) }
  }

  private mutating func checkRest(_ index: Int) {
    let strips = surfaces[index].visibleStrips.prefix(8) + [StripID.main]
    for (fader, strip) in strips.enumerated() {
      let level = strip.flatMap { console.strip($0)?.fader.value ?? vcaLevel($0) }
      let wanted = level.map { family.position(of: $0) } ?? 0
      let place = units[index].faders[fader].place
      if abs(place - Double(wanted)) > Double(family.step) {
        judges[index].note("fader \(fader) of \(index) rests at \(place), not \(wanted)", at: now)
      }
    }
  }

  private func vcaLevel(_ id: StripID) -> Double? {
    console.value(of: ParameterAddress(id, ParameterKey(.fader)))
  }
}
