public import ConsoleModel

/// The remote door of a desk: bytes of its clients in, edits of the desk and bytes for clients out.
///
/// It owns no descriptor and no clock. Subscribers are told states, not a log: for each client it
/// keeps which parameters have changed, and writes their newest values when the client has read
/// what was written before. So a client costs a bounded amount of memory and no time while it
/// reads nothing.
///
/// One turn is: `receive` what came, `answer` it, `follow` the console, `write`, and send each
/// client its `output`.
public final class RemoteHub {
  /// The protocol's version, which every client is greeted with.
  public static let version = 1
  /// The most clients at a time.
  public static let mostClients = 128

  let directory: AddressDirectory
  var sessions: [Int: Session] = [:]
  /// The clients in the order in which they came.
  private var order: [Int] = []
  /// How many turns there were; another client comes first in each.
  private var turnCount = 0
  var watch: Watch
  /// When the turn began, in nanoseconds.
  var now: UInt64 = 0
  /// Values of watched parameters as they are written, by their numbers, until they change.
  var written: [Int: [UInt8]] = [:]
  private let greeting: JSON

  /// Makes a door without clients to a console, whose size must stay.
  public init(console: Console) {
    directory = AddressDirectory(console)
    watch = Watch(directory)
    greeting = .object([("protocol", .integer(Self.version)), ("desk", .string(console.name))])
  }
}

// Clients.
extension RemoteHub {
  /// How many clients there are.
  public var clientCount: Int { order.count }

  /// A client came, and is greeted; `client` is a number of its own.
  public func connect(_ client: Int) {
    let session = Session(parameters: directory.count)
    session.put(greeting)
    sessions[client] = session
    order.append(client)
  }

  /// A client went, and all that was kept for it goes.
  public func disconnect(_ client: Int) {
    guard let session = sessions.removeValue(forKey: client) else { return }
    order.removeAll { $0 == client }
    var number = session.subscribed.first(from: 0)
    while let watched = number {
      unwatch(watched)
      number = session.subscribed.first(from: watched + 1)
    }
  }

  /// One client less watches a parameter.
  func unwatch(_ number: Int) {
    watch.remove(number, directory)
    if !watch.contains(number) { written[number] = nil }
  }

  /// The line for a client beyond the most.
  public static let refusal: [UInt8] =
    Array(
      JSON.object([
        ("protocol", .integer(version)),
        (
          "error",
          RequestFailure(.tooManyClients, "the desk serves \(mostClients) clients already").json
        ),
      ]).line.utf8) + [10]

  /// A client sent bytes.
  public func receive(_ bytes: some Collection<UInt8>, from client: Int) {
    sessions[client]?.receive(bytes)
  }

  /// A client will send nothing more; what it has asked is still answered.
  public func end(_ client: Int) { sessions[client]?.hasEnded = true }

  /// Whether bytes of a client should be read now.
  public func wantsInput(_ client: Int) -> Bool { sessions[client]?.wantsInput ?? false }

  /// What is to be sent to a client.
  public func output(of client: Int) -> ArraySlice<UInt8> { sessions[client]?.unsent ?? [] }

  /// A client took so many bytes of its output.
  public func sent(_ count: Int, to client: Int) {
    sessions[client]?.advance(by: count)
  }

  /// Whether a client has been told all that it asked for and asks nothing more.
  public func isDone(_ client: Int) -> Bool { sessions[client]?.isDone ?? true }

  /// Whether there is something to answer that waits for no client.
  public var hasWork: Bool { sessions.values.contains { $0.hasWork } }

  /// When some client is to be told what has changed; nil if nothing has.
  public var nextTelling: UInt64? { sessions.values.lazy.compactMap(\.nextTelling).min() }
}

// Turns.
extension RemoteHub {
  /// What a request costs at least, of a budget in which a value costs 1.
  static let requestCost = 16
  /// What changes leave of a budget, so that a request that comes next need not wait.
  public static let keptForRequests = 64
  /// The most requests of one client in a row.
  private static let mostInARow = 8

  /// Answers requests, in turns among the clients, as long as the budget lasts.
  ///
  /// - Parameters:
  ///   - desk: Is read and edited.
  ///   - now: The time in nanoseconds, of a clock that never goes back.
  ///   - budget: About what may be done, a unit being the writing of one value; what is done is
  ///     taken off, at most about a thousand too many.
  public func answer(
    _ desk: inout some RemoteDesk, at now: UInt64, within budget: inout Int
  ) {
    self.now = now
    turnCount += 1
    // The other half is for writing what was asked for.
    let reserve = budget / 2
    for client in turns {
      for _ in 0..<Self.mostInARow where budget > reserve {
        guard let line = sessions[client]?.nextLine() else { break }
        budget -= Self.requestCost
        answer(line, of: client, &desk, &budget)
      }
    }
  }

  /// Notes what of the watched parameters has changed; to be called after every change.
  public func follow(_ console: Console) {
    for number in watch.changes(console, directory) {
      written[number] = nil
      for client in order where sessions[client]?.subscribed.contains(number) ?? false {
        sessions[client]?.changed.insert(number)
      }
    }
  }

  /// Writes replies of many values, and changes, for clients that have read what they were sent.
  public func write(_ console: Console, within budget: inout Int) {
    let turns = turns
    // Replies go first: whoever asks does not wait until all subscribers are told everything.
    for isSubscribing in [false, true] {
      for client in turns where budget > 0 {
        guard let session = sessions[client], session.hasRoom, let pending = session.pending,
          session.isSubscribing == isSubscribing
        else { continue }
        write(pending, to: client, console, &budget)
      }
    }
    for client in turns {
      while budget > Self.keptForRequests, sessions[client]?.hasRoom ?? false,
        let numbers = sessions[client]?.takeChanged(Self.mostInALine, at: now), !numbers.isEmpty
      {
        writeChanges(numbers, to: client, console)
        budget -= numbers.count + 1
      }
    }
  }

  /// The clients in the order of this turn.
  private var turns: [Int] {
    guard !order.isEmpty else { return [] }
    let first = turnCount % order.count
    return Array(order[first...] + order[..<first])
  }
}
