import ConsoleModel

/// What the desk knows of one client: bytes of requests and replies, and what it watches.
///
/// It holds a bounded amount, whatever the client does: a request and a read of input, about 22 KiB
/// of output, a reply that is not written yet, and two bits for each parameter of the desk.
struct Session {
  /// A reply of many parts that is written as the client reads it.
  enum Pending {
    /// Values of parameters by their numbers, from `next` on.
    case values(id: JSON, numbers: [UInt32], next: Int)
    /// Rows of the table by their places, from `next` on.
    case rows(id: JSON, places: [Int], next: Int)
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
  /// Whether the client will ask nothing more.
  var hasEnded = false

  /// As long as more waits to be read by the client, nothing is answered.
  static let highWater = 16 * 1024

  init(parameters: Int) {
    subscribed = Marks(limit: parameters)
    changed = Marks(limit: parameters)
  }

  /// Takes bytes that the client sent.
  mutating func receive(_ bytes: some Collection<UInt8>) { input.append(bytes) }

  /// Whether more may be read from the client.
  var wantsInput: Bool { !hasEnded && input.count <= LineBuffer.longest }

  /// The next line to answer, once there is room for the answer.
  mutating func nextLine() -> LineBuffer.Line? {
    pending == nil && hasRoom ? input.next() : nil
  }

  /// Whether there is something to do that need not wait for the client.
  var hasWork: Bool { hasRoom && (pending != nil || changed.count > 0 || input.hasLine) }

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
  mutating func put(_ line: JSON) { put(Array(line.line.utf8)) }

  mutating func put(_ line: [UInt8]) {
    output += line
    output.append(10)
  }

  /// Forgets what was sent.
  mutating func advance(by count: Int) {
    sent += count
    guard sent == output.count || sent > Self.highWater else { return }
    output.removeFirst(sent)
    sent = 0
  }

  /// Takes up to `most` parameters whose values the client is to be told.
  mutating func takeChanged(_ most: Int) -> [Int] {
    var numbers: [Int] = []
    while numbers.count < most, let number = changed.first(from: place) ?? changed.first(from: 0) {
      changed.remove(number)
      numbers.append(number)
      place = number + 1
    }
    return numbers
  }
}
