import CALSA
import Glibc
public import Remote

/// A client of a running desk: asks, and hears what changes.
public final class RemoteClient {
  private let descriptor: Int32
  private let path: String
  private var bytes: [UInt8] = []
  private var lastID = 0

  /// How long a desk may take to answer.
  private static let patience: UInt64 = 5_000 * .millisecond

  /// Connects to the desk at a path.
  ///
  /// - Throws: `Failure` when none answers there, or one of another version.
  public init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = UnixSocket.connected(to: path, isBlocking: true)
    guard descriptor >= 0 else {
      throw Failure(
        .unavailable, "no desk answers at \(path): \(UnixSocket.words(-descriptor))")
    }
    let greeting = try line(until: .now + Self.patience)
    if let error = greeting?["error"] { throw Self.failure(error) }
    guard greeting?["protocol"] == .integer(RemoteHub.version) else {
      throw Failure(.unavailable, "at \(path) answers no desk of protocol \(RemoteHub.version)")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Asks for something, and hands on the objects of the reply, in order.
  ///
  /// - Parameters:
  ///   - operation: The request's operation.
  ///   - members: What else it says.
  /// - Returns: All lines of the reply.
  /// - Throws: `Failure` with the desk's reason, or when it does not answer.
  @discardableResult
  public func ask(
    _ operation: String, _ members: [(String, JSON)]
  ) throws(Failure) -> [JSON] {
    lastID += 1
    let request: [(String, JSON)] = [("op", .string(operation)), ("id", .integer(lastID))]
    try send(JSON.object(request + members).line + "\n")
    var lines: [JSON] = []
    let end = UInt64.now + Self.patience
    while true {
      guard let line = try line(until: end) else {
        throw Failure(.unavailable, "the desk at \(path) does not answer")
      }
      guard line["id"] == .integer(lastID) else { continue }
      if let error = line["error"] { throw Self.failure(error) }
      lines.append(line)
      if line["more"] == nil { return lines }
    }
  }

  /// Hands on the values that have changed until a signal comes or the time is up.
  ///
  /// - Parameters:
  ///   - duration: Seconds; nil for ever.
  ///   - hear: Gets each value as the protocol has it.
  /// - Throws: `Failure` when the desk ends.
  public func listen(for duration: Double?, _ hear: (JSON) -> Void) throws(Failure) {
    let signals = SignalInbox()
    let end = duration.map { UInt64.now + UInt64($0 * 1e9) } ?? .max
    while !signals.hasArrived && UInt64.now < end {
      let wake = min(end, UInt64.now + 100 * .millisecond)
      guard let line = try line(until: wake), case .array(let values)? = line["changed"] else {
        continue
      }
      for value in values { hear(value) }
    }
  }

  /// What the desk says that it did not do.
  private static func failure(_ error: JSON) -> Failure {
    guard case .string(let code)? = error["code"], case .string(let message)? = error["message"]
    else { return Failure(.unavailable, "the desk refuses without a reason") }
    let isRefusal = ["refused", "too-many-clients"].contains(code)
    return Failure(isRefusal ? .unavailable : .usage, message)
  }

  private func send(_ text: String) throws(Failure) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno != EINTR { throw gone }
      rest = rest.dropFirst(max(sent, 0))
    }
  }

  private var gone: Failure { Failure(.unavailable, "the desk at \(path) has ended") }

  /// The next line; nil if none comes in time.
  private func line(until end: UInt64) throws(Failure) -> JSON? {
    while true {
      if let newline = bytes.firstIndex(of: 10) {
        defer { bytes.removeSubrange(...newline) }
        do { return try JSON(utf8: bytes[..<newline]) } catch {
          throw Failure(.unavailable, "at \(path) answers no desk: \(error)")
        }
      }
      var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      let ready = calsa_poll(&descriptors, 1, Int64(clamping: end))
      if ready == 0 && UInt64.now >= end { return nil }
      guard ready > 0 else { continue }
      let new = [UInt8](unsafeUninitializedCapacity: 65_536) { memory, count in
        count = max(0, recv(descriptor, memory.baseAddress, memory.count, 0))
      }
      if new.isEmpty { throw gone }
      bytes += new
    }
  }
}
