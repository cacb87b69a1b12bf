public import MIDI

/// A talk with a person who sits at a device: told what comes and what is typed, it says what to
/// print and what to send.
///
/// It owns no clock, port or terminal. Times are nanoseconds that never go back.
public protocol Dialogue {
  /// Begins the talk.
  mutating func start(at now: UInt64)
  /// The device sent a message.
  mutating func heard(_ message: MIDIMessage, at now: UInt64)
  /// The person typed a line, without its end.
  mutating func typed(_ line: String, at now: UInt64)
  /// Nothing will be typed any more: what was found so far is kept.
  mutating func ended(at now: UInt64)
  /// Lets time pass.
  mutating func advance(to now: UInt64)
  /// When time itself brings something; nil when never.
  var nextDeadline: UInt64? { get }
  /// What is to be printed and sent, since it was last taken.
  var outbox: Outbox { get set }
  /// Whether the talk is over.
  var isDone: Bool { get }
}

/// What a dialogue has to say, to the person and to the device.
public struct Outbox: Hashable, Sendable {
  /// Lines for the person, in order.
  public private(set) var lines: [String] = []
  /// Messages for the device, in order.
  public private(set) var messages: [MIDIMessage] = []

  init() {}

  mutating func say(_ line: String) { lines.append(line) }

  mutating func send(_ messages: [MIDIMessage]) { self.messages += messages }

  /// Takes all of it.
  public mutating func take() -> Outbox {
    defer { self = Outbox() }
    return self
  }
}

extension UInt64 {
  /// Nanoseconds in a millisecond.
  static let millisecond: UInt64 = 1_000_000
}

/// What a person answered: yes, no, or something else.
enum Answer {
  case yes
  case no

  init?(_ line: String) {
    switch line.trimmed.lowercased() {
    case "y", "yes": self = .yes
    case "n", "no": self = .no
    default: return nil
    }
  }
}

extension StringProtocol {
  /// The text without the spaces around it, and with single ones in it.
  var trimmed: String {
    split { $0 == " " || $0 == "\t" || $0 == "\r" }.joined(separator: " ")
  }
}
