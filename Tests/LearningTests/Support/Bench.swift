import Learning
import MIDI
import Simulator
import Surface

/// A dialogue and the device that it is about, on one clock.
struct Bench<Talk: Dialogue> {
  var talk: Talk
  var unit: SimulatedUnit
  var now: UInt64 = 1000 * .ms
  /// All that was printed.
  private(set) var lines: [String] = []

  init(_ talk: Talk, _ unit: SimulatedUnit) {
    self.talk = talk
    self.unit = unit
    self.talk.start(at: now)
    carry()
  }

  /// Lets time pass, with messages going both ways.
  mutating func run(for time: UInt64) {
    let end = now + time
    carry()
    while true {
      let deadlines = [unit.nextDeadline, talk.nextDeadline].compactMap { $0 }
      guard let next = deadlines.min(), max(next, now + .ms) <= end else { break }
      now = max(next, now + .ms)
      carry()
    }
    now = end
    carry()
  }

  mutating func type(_ line: String) {
    talk.typed(line, at: now)
    carry()
  }

  /// The device says something that no control of its mapping does.
  mutating func hear(_ message: MIDIMessage) {
    talk.heard(message, at: now)
    carry()
  }

  private mutating func carry() {
    unit.advance(to: now)
    for sent in unit.takeSent() { talk.heard(sent.message, at: now) }
    talk.advance(to: now)
    let outbox = talk.outbox.take()
    lines += outbox.lines
    for message in outbox.messages { unit.hear(message, at: now) }
  }
}
