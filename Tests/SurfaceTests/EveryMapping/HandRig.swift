import ConsoleModel
import MIDI
import Simulator
import Surface
import Testing
import Units

/// A console, a surface and its simulated units, with fingers that find keys by what the layout
/// says they do.
struct HandRig {
  var console: Console
  private(set) var surface: Surface
  private(set) var units: [SimulatedUnit]
  private(set) var now: UInt64 = 1_000_000_000
  /// The steps of the desk that keys asked for.
  var steps: [Surface.HistoryStep] = []
  /// The units that are there.
  let present: [Int]
  /// The peaks that meters show.
  var meters: MeterLevels
  /// Decoders that look at what some units are sent.
  private(set) var faces: [Int: any Face]

  init(
    _ mapping: Mapping, present: [Int], console: Console? = nil, faces: [Int: any Face] = [:]
  ) throws {
    self.console = try console ?? .full()
    self.faces = faces
    surface = Surface(mapping: mapping)
    units = mapping.units.map { SimulatedUnit($0) }
    meters = MeterLevels(size: self.console.size)
    self.present = present
    surface.show(console: self.console, meters: meters, at: now)
    for unit in present { surface.connected(unit, at: now) }
    wait(4000)
  }

  var mapping: Mapping { surface.mapping }

  /// The strips of the units to the left of one.
  func stripsBefore(_ unit: Int) -> Int {
    present.filter { $0 < unit }.reduce(0) { $0 + mapping.units[$1].stripCount }
  }

  /// Lets some milliseconds pass.
  mutating func wait(_ milliseconds: UInt64) {
    for _ in 0..<max(milliseconds / 5, 1) {
      now += 5 * .ms
      for unit in present {
        units[unit].advance(to: now)
        for sent in units[unit].takeSent() {
          apply(surface.received(sent.message, unit: unit, at: now, console: console))
        }
      }
      apply(surface.elapsed(at: now, console: console))
      steps += surface.takeSteps()
      surface.show(console: console, meters: meters, at: now)
      for (unit, message) in surface.outgoing(at: now) {
        units[unit].hear(message, at: now)
        faces[unit]?.hear(message.bytes)
      }
    }
  }

  private mutating func apply(_ edits: [ConsoleEdit]) {
    for edit in edits {
      #expect(throws: Never.self) { try console.apply(edit) }
    }
  }
}

// What other surfaces do.
extension HandRig {
  /// Selects a strip, as another surface that shares the selection does.
  mutating func select(_ strip: StripID) {
    surface.select(strip, at: now)
    wait(10)
  }
}

// Hands.
extension HandRig {
  mutating func press(_ key: Int, _ unit: Int) {
    units[unit].press(key, at: now)
    wait(100)
  }

  mutating func hold(_ key: Int, _ unit: Int) {
    units[unit].hold(key, at: now)
    wait(40)
  }

  mutating func letGo(_ key: Int, _ unit: Int) {
    units[unit].letKeyGo(key, at: now)
    wait(40)
  }

  mutating func turn(_ encoder: Int, _ unit: Int, by clicks: Int) {
    for _ in 0..<abs(clicks) {
      units[unit].turn(encoder, by: clicks.signum(), at: now)
      wait(15)
    }
    wait(100)
  }

  /// Turns an encoder that tells places, all at once.
  mutating func sweep(_ encoder: Int, _ unit: Int, by clicks: Int) {
    units[unit].turn(encoder, by: clicks, at: now)
    wait(100)
  }

  mutating func move(_ fader: Int, _ unit: Int, to raw: Int) {
    units[unit].move(fader, to: raw, at: now)
    wait(1200)
  }

  mutating func touch(_ fader: Int, _ unit: Int) {
    units[unit].grab(fader, at: now)
    wait(60)
  }

  mutating func release(_ fader: Int, _ unit: Int) {
    units[unit].letGo(fader, at: now)
    wait(60)
  }

  /// The first key, of all units that are there, whose plain action is one.
  func key(_ isMeant: (ControlRole) -> Bool) -> (key: Int, unit: Int)? {
    for unit in present {
      let keys = mapping.units[unit].buttons
      if let key = keys.firstIndex(where: { isMeant($0.role) }) { return (key, unit) }
    }
    return nil
  }

  /// Presses such a key; false where the layout has none.
  @discardableResult
  mutating func pressKey(_ isMeant: (ControlRole) -> Bool) -> Bool {
    guard let (key, unit) = key(isMeant) else { return false }
    press(key, unit)
    return true
  }
}

extension Console {
  /// A console that has something for every key: more strips than any surface, VCAs with members,
  /// a matrix, and delays in tempo.
  static func full() throws -> Console {
    var size = ConsoleSize()
    size.channels = 96
    size.matrices = 2
    size.vcas = 32
    var console = Console(name: "Full", size: size)
    for strip in console.stripIDs where console.fader(of: strip) != nil {
      try console.apply(.fader(strip, Decibels(-20)))
    }
    for channel in 1...40 {
      try console.apply(.joinVCA(.channel(channel), vca: 1))
      try console.apply(.assign(.channel(channel), to: BusID(.group, 1), true))
    }
    for bus in 1...2 {
      try console.apply(.set(.fx(bus), .effect, 0))
      try console.apply(.set(.fx(bus), .echoTempo, 90))
    }
    return console
  }
}
