import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// A console, a surface and the units on its other end, with a clock that is turned by hand.
struct TestDesk {
  var surface: Surface
  var console: Console
  var meters: MeterLevels
  var now: UInt64 = 1000 * .ms
  var units: [MackieUnit]
  /// Every message sent: when, to whom, its bytes.
  var sent: [(at: UInt64, unit: Int, bytes: [UInt8])] = []
  /// Edits that came with time alone.
  var elapsed: [ConsoleEdit] = []
  /// Edits that the console refused.
  var refusals: [EditRefusal] = []

  init(_ mapping: Mapping, console: Console = .standard) {
    surface = Surface(mapping: mapping)
    self.console = console
    meters = MeterLevels(size: console.size)
    units = mapping.units.map { MackieUnit(id: $0.id) }
  }

  /// Hands in a message, makes the edits, shows the result and sends what is due.
  @discardableResult
  mutating func hear(_ bytes: [UInt8], unit: Int = 0) -> [ConsoleEdit] {
    guard let message = MIDIMessage(bytes: bytes) else {
      Issue.record("no message: \(bytes)")
      return []
    }
    return hear(message, unit: unit)
  }

  @discardableResult
  mutating func hear(_ message: MIDIMessage, unit: Int = 0) -> [ConsoleEdit] {
    let edits = surface.received(message, unit: unit, at: now, console: console)
    for edit in edits { apply(edit) }
    show()
    return edits
  }

  mutating func apply(_ edit: ConsoleEdit) {
    do { try console.apply(edit) } catch { refusals.append(error) }
  }

  /// Changes the console from elsewhere.
  mutating func set(_ edits: ConsoleEdit...) {
    for edit in edits { apply(edit) }
    show()
  }

  mutating func show() {
    surface.show(console: console, meters: meters, at: now)
    send()
  }

  mutating func send() {
    for edit in surface.elapsed(at: now, console: console) {
      elapsed.append(edit)
      apply(edit)
      surface.show(console: console, meters: meters, at: now)
    }
    for (unit, message) in surface.outgoing(at: now) {
      sent.append((now, unit, message.bytes))
      units[unit].hear(message.bytes)
    }
  }

  /// Lets time pass, looking at the surface only when it asked for it.
  mutating func wait(_ time: UInt64) {
    let end = now + time
    var rounds = 0
    while let next = surface.nextDeadline, next <= end {
      now = max(now, next)
      send()
      rounds += 1
      guard rounds < 100_000 else {
        Issue.record("the surface asks for the time \(next) again and again at \(now)")
        break
      }
    }
    now = end
    send()
  }

  /// Connects a unit, answers its question and lets it be painted.
  mutating func start(_ unit: Int = 0, id: UInt8 = 0x14) {
    show()
    surface.connected(unit, at: now)
    wait(200 * .ms)
    hear([0xF0, 0, 0, 0x66, id, 0x01, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0xF7], unit: unit)
    wait(1500 * .ms)
  }

  /// What was sent since the last call, as text: unit, then bytes in hexadecimal.
  mutating func trace() -> [String] {
    defer { sent = [] }
    return sent.map { "\($0.unit): \(hexadecimal($0.bytes))" }
  }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    .joined(separator: " ")
}
