public import MIDI
public import Surface

/// A dialogue with a unit that has to be greeted before it speaks as its mapping says.
///
/// As a desk would: it waits, asks who is there, sets up, gives signs of life, and says goodbye.
public struct Greeted<Talk: Dialogue>: Dialogue {
  /// The dialogue itself.
  public private(set) var talk: Talk
  public var outbox = Outbox()
  public private(set) var isDone = false
  private let greeting: Greeting
  private var id: UInt8
  private var phase = Phase.waiting
  private var due: UInt64?
  private var keepAliveAt: UInt64?

  private enum Phase {
    case waiting
    case asked
    case ready
  }

  /// Greets a unit, then talks.
  public init(_ talk: Talk, to unit: UnitProfile) {
    self.talk = talk
    greeting = unit.greeting
    id = unit.id
  }

  public mutating func start(at now: UInt64) {
    due = now + greeting.wait
  }

  public mutating func heard(_ message: MIDIMessage, at now: UInt64) {
    advance(to: now)
    for answer in greeting.answers {
      guard let blanks = answer.match(message.bytes, fallback: id) else { continue }
      id = blanks.id
      if phase == .asked { setUp(at: now) }
    }
    if phase == .ready { talk.heard(message, at: now) }
    collect()
  }

  public mutating func typed(_ line: String, at now: UInt64) {
    advance(to: now)
    // What is typed ahead is not lost.
    if phase != .ready { setUp(at: now) }
    talk.typed(line, at: now)
    collect()
  }

  public mutating func ended(at now: UInt64) {
    talk.ended(at: now)
    collect()
  }

  public var nextDeadline: UInt64? {
    [due, keepAliveAt, phase == .ready ? talk.nextDeadline : nil].compactMap { $0 }.min()
  }

  public mutating func advance(to now: UInt64) {
    if let time = due, now >= time {
      if phase == .waiting && !greeting.hello.isEmpty { ask(at: now) } else { setUp(at: now) }
    }
    if let time = keepAliveAt, now >= time {
      send(greeting.keepAlive)
      keepAliveAt = now + greeting.keepAliveInterval
    }
    if phase == .ready { talk.advance(to: now) }
    collect()
  }

  private mutating func ask(at now: UInt64) {
    send(greeting.hello)
    phase = .asked
    due = now + (greeting.answers.isEmpty ? 0 : greeting.timeout)
  }

  private mutating func setUp(at now: UInt64) {
    guard phase != .ready else { return }
    send(greeting.setup)
    phase = .ready
    due = nil
    if !greeting.keepAlive.isEmpty { keepAliveAt = now + greeting.keepAliveInterval }
    talk.start(at: now)
    collect()
  }

  private mutating func send(_ templates: [SysexTemplate]) {
    outbox.send(templates.compactMap { $0.message(id: id) })
  }

  private mutating func collect() {
    let said = talk.outbox.take()
    for line in said.lines { outbox.say(line) }
    outbox.send(said.messages)
    guard talk.isDone, !isDone else { return }
    isDone = true
    if phase == .ready { send(greeting.goodbye) }
  }
}
