import ConsoleModel

/// What the desk knows of one client: bytes of requests and replies, and what it watches.
///
/// It holds a bounded amount, whatever the client does: a request and a read of input, about 22 KiB
/// of output, a reply that is not written yet, and two bits for each parameter of the desk.
final class Session {
  /// A reply of many parts that is written as the client reads it.
  enum Pending {
    /// Values of parameters by their numbers, from `next` on.
    case values(id: JSON, numbers: [UInt32], next: Int)
    /// Rows of the table by their places, from `next` on.
    case rows(id: JSON, places: [Int], next: Int)
    /// Parameters that the client is made to watch, from `next` on; the reply comes at the end.
    case subscribing(id: JSON, numbers: [UInt32], next: Int)
  }

  private(set) var input = LineBuffer()
  private var output: [UInt8] = []
  /// How much of the output has gone.
  private var sent = 0
  var pending: Pending?
  /// The numbers of the parameters that the client watches.
  var subscribed: Marks
  /// Those of them whose newest values it was not told yet.
  var changed: Marks
  /// From where the next of them are taken, so that none waits for ever behind a busy one.
  private var place = 0
  /// Until when the client is told nothing new, in nanoseconds.
  private var quietUntil: UInt64 = 0
  /// Whether the client will ask nothing more.
  var hasEnded = false

  /// The shortest time from one telling of all that has changed to the next, in nanoseconds.
  ///
  /// Every telling is a system call here and a wake-up there; nobody sees values change faster.
  static let tellingInterval: UInt64 = 4_000_000

  /// As long as more waits to be read by the client, nothing is answered.
  static let highWater = 16 * 1024

  init(parameters: Int) {
    subscribed = Marks(limit: parameters)
    changed = Marks(limit: parameters)
  }

  /// Takes bytes that the client sent.
  func receive(_ bytes: some Collection<UInt8>) { input.append(bytes) }

  /// Whether more may be read from the client.
  var wantsInput: Bool { !hasEnded && input.count <= LineBuffer.longest }

  /// Whether the client is being made to watch what it has asked for.
  var isSubscribing: Bool {
    if case .subscribing? = pending { true } else { false }
  }

  /// The next line to answer, once there is room for the answer.
  func nextLine() -> LineBuffer.Line? {
    pending == nil && hasRoom ? input.next() : nil
  }

  /// Whether there is something to answer that need not wait for the client.
  var hasWork: Bool { hasRoom && (pending != nil || input.hasLine) }

  /// When the client is to be told what has changed; nil if nothing has, or while it waits for it.
  var nextTelling: UInt64? {
    hasRoom && !isSubscribing && changed.count > 0 ? quietUntil : nil
  }

  /// Whether everything that was asked is answered, and the client asks nothing more.
  var isDone: Bool {
    hasEnded && unsent.isEmpty && pending == nil && !input.hasLine
  }
}

// Output.
extension Session {
  /// What waits to be sent.
  var unsent: ArraySlice<UInt8> { output[sent...] }

  var hasRoom: Bool { output.count - sent < Self.highWater }

  /// Puts a line into the output.
  func put(_ line: JSON) { put(Array(line.line.utf8)) }

  func put(_ line: [UInt8]) {
    output += line
    output.append(10)
  }

  /// Forgets what was sent.
  func advance(by count: Int) {
    sent += count
    guard sent == output.count || sent > Self.highWater else { return }
    output.removeFirst(sent)
    sent = 0
  }

  /// Takes up to `most` parameters whose values the client is to be told now.
  func takeChanged(_ most: Int, at now: UInt64) -> [Int] {
    guard !isSubscribing, now >= quietUntil else { return [] }
    var numbers: [Int] = []
    while numbers.count < most, let number = changed.first(from: place) ?? changed.first(from: 0) {
      changed.remove(number)
      numbers.append(number)
      place = number + 1
    }
    if changed.count == 0 && !numbers.isEmpty { quietUntil = now + Self.tellingInterval }
    return numbers
  }
}
