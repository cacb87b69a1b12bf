import ConsoleModel
import MIDI
import Simulator
import Surface
import Testing
import Units

/// A console of 24 channels under three boxes of eight motor faders that are one surface.
struct WideRig {
  var console: Console
  var surface: Surface
  var units: [SimulatedUnit]
  var judges: [FightJudge]
  /// What the boxes show, as told by a decoder that knows no mapping.
  var faces: [MackieUnit]
  var meters: MeterLevels
  var now: UInt64 = 1000 * .ms
  /// Every position that was sent: when, to which fader of all.
  var positions: [(at: UInt64, fader: Int, raw: Int)] = []

  /// Makes the desk and lets all boxes be greeted and painted.
  ///
  /// - Parameter rate: The bytes a second of each box's cable; nil for USB.
  /// - Throws: When the mapping can't be read.
  init(rate: Int?) throws {
    var size = ConsoleSize()
    size.channels = 24
    console = Console(name: "Wide", size: size)
    meters = MeterLevels(size: size)
    var mapping = try mackieControl()
    mapping.units = Array(mapping.units.prefix(3))
    surface = Surface(mapping: mapping)
    units = mapping.units.enumerated().map { SimulatedUnit($1, rate: rate, seed: UInt64($0)) }
    judges = mapping.units.map { FightJudge(FightFamily.all[0], rate: $0.rate, burst: $0.burst) }
    faces = mapping.units.map { MackieUnit(id: $0.id) }
    for unit in units.indices { surface.connected(unit, at: now) }
    run(for: 4000 * .ms)
  }

  mutating func run(for time: UInt64, each: (inout WideRig) -> Void = { _ in }) {
    let end = now + time
    turn()
    while true {
      let deadlines = [surface.nextDeadline] + units.map(\.nextDeadline)
      guard let next = deadlines.compactMap({ $0 }).min(), max(next, now + .ms) <= end else {
        break
      }
      now = max(next, now + .ms)
      turn()
      each(&self)
    }
    now = end
    turn()
  }

  mutating func turn() {
    for index in units.indices {
      units[index].advance(to: now)
      for sent in units[index].takeSent() {
        let edits = surface.received(sent.message, unit: index, at: now, console: console)
        for edit in edits { apply(edit) }
        judges[index].heard(sent, edits: edits.count, isBound: { _ in true }, at: now)
      }
    }
    surface.show(console: console, meters: meters, at: now)
    for (index, message) in surface.outgoing(at: now) {
      let bytes = message.bytes
      judges[index].sent(bytes, at: now)
      faces[index].hear(bytes)
      units[index].hear(message, at: now)
      if case .position(let fader, let raw) = FightFamily.all[0].read(bytes), fader < 8 {
        positions.append((now, 8 * index + fader, raw))
      }
    }
  }

  mutating func apply(_ edit: ConsoleEdit) {
    do { try console.apply(edit) } catch { Issue.record("\(error)") }
  }

  /// Whether every motor rests at the console's level, within a step.
  var isAtRest: Bool {
    (1...24).allSatisfy { number in
      let level = console.strip(.channel(number))?.fader.value ?? 0
      let wanted = FightFamily.all[0].position(of: level)
      let fader = units[(number - 1) / 8].faders[(number - 1) % 8]
      return !fader.isMoving && abs(fader.place - Double(wanted)) <= 16
    }
  }

  var faults: [String] { judges.flatMap(\.faults) }
}
