import CALSA
import ConsoleModel
import Glibc
public import Remote

/// The descriptors of the remote door: takes clients, reads and writes, and never waits for any.
///
/// Control thread. A client that does not read costs no call until there is room again.
package final class ControlSocket {
  package let path: String
  private let listener: ListeningSocket
  private let hub: RemoteHub
  private var pace = Pace()
  /// The clients by their descriptors, which are their numbers in the hub too.
  private var clients: [Int32: Client] = [:]
  /// Whether the last waiting left the clients out.
  private var isBehind = false
  /// Whether clients wait to be let in.
  private var hasGuests = true

  private struct Client {
    /// Whether there is something to read.
    var isReady = true
    /// Whether the system takes no more of its output at present.
    var isBlocked = false
    /// Whether it can't read any more; what it has asked is done all the same.
    var isDeaf = false
  }

  private static let mostRead = 16 * 1024
  private static let mostGuests = 16

  /// Listens at a path.
  package init(_ path: String, _ console: Console) throws(Failure) {
    self.path = path
    listener = try ListeningSocket(path)
    hub = RemoteHub(console: console)
  }

  deinit {
    for descriptor in clients.keys { close(descriptor) }
  }
}

// Turns.
extension ControlSocket {
  /// Reads what clients have sent and does what they ask for.
  package func receive(_ state: inout ControlState, at now: UInt64) {
    guard pace.begin(at: now) else { return }
    if isBehind {
      var descriptors = pollDescriptors(at: now)
      _ = calsa_poll(&descriptors, UInt(descriptors.count), 0)
      polled(descriptors)
    }
    if hasGuests { letIn() }
    for (descriptor, client) in clients where client.isReady { read(descriptor) }
    pace.spend { hub.answer(&state, at: now, within: &$0) }
  }

  /// Notes what has changed; to be called after every change.
  package func follow(_ console: Console) {
    if !clients.isEmpty { hub.follow(console) }
  }

  /// Writes what clients are to be told.
  package func send(_ console: Console) {
    pace.spend { hub.write(console, within: &$0) }
    for (descriptor, client) in clients {
      if !client.isBlocked { write(descriptor) }
      if hub.isDone(Int(descriptor)) { drop(descriptor) }
    }
  }
}

// Waiting.
extension ControlSocket {
  /// When the next turn is due that waits for no client; nil for none.
  package func deadline(at now: UInt64) -> UInt64? {
    if let rest = pace.rest(at: now) { return rest }
    if hub.hasWork { return now }
    // Turns that could tell nothing would only use up those of the next request.
    return hub.nextTelling.map { max($0, pace.nextTelling(at: now)) }
  }

  /// What to wait for; nothing while the clients have had their share.
  package func pollDescriptors(at now: UInt64) -> [pollfd] {
    isBehind = pace.rest(at: now) != nil
    if isBehind { return [] }
    let guests = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
    return [guests]
      + clients.map { descriptor, client in
        let number = Int(descriptor)
        let reads = hub.wantsInput(number) ? Int16(POLLIN) : 0
        let writes = hub.output(of: number).isEmpty ? 0 : Int16(POLLOUT)
        return pollfd(fd: descriptor, events: reads | writes, revents: 0)
      }
  }

  /// Takes what the waiting has told.
  package func polled(_ descriptors: some Sequence<pollfd>) {
    let gone = Int16(POLLHUP | POLLERR)
    for descriptor in descriptors where descriptor.revents != 0 {
      if descriptor.fd == listener.descriptor {
        hasGuests = true
      } else {
        if descriptor.revents & (Int16(POLLIN) | gone) != 0 {
          clients[descriptor.fd]?.isReady = true
        }
        if descriptor.revents & (Int16(POLLOUT) | gone) != 0 {
          clients[descriptor.fd]?.isBlocked = false
        }
      }
    }
  }
}

// Clients.
extension ControlSocket {
  private func letIn() {
    for _ in 0..<Self.mostGuests {
      let descriptor = accept(listener.descriptor, nil, nil)
      guard descriptor >= 0 else {
        hasGuests = false
        return
      }
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      if hub.clientCount < RemoteHub.mostClients {
        hub.connect(Int(descriptor))
        clients[descriptor] = Client()
      } else {
        _ = Self.send(RemoteHub.refusal[...], to: descriptor)
        close(descriptor)
      }
    }
  }

  private func drop(_ descriptor: Int32) {
    hub.disconnect(Int(descriptor))
    clients[descriptor] = nil
    close(descriptor)
  }

  private func read(_ descriptor: Int32) {
    guard hub.wantsInput(Int(descriptor)) else { return }
    clients[descriptor]?.isReady = false
    var error: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.mostRead) { memory, count in
      let received = recv(descriptor, memory.baseAddress, memory.count, 0)
      if received < 0 { error = errno }
      count = max(received, 0)
    }
    if error == EAGAIN || error == EINTR { return }
    if bytes.isEmpty {
      hub.end(Int(descriptor))
    } else {
      hub.receive(bytes, from: Int(descriptor))
      // What did not fit comes in another turn.
      if bytes.count == Self.mostRead { clients[descriptor]?.isReady = true }
    }
  }

  private func write(_ descriptor: Int32) {
    let output = hub.output(of: Int(descriptor))
    guard !output.isEmpty else { return }
    let isDeaf = clients[descriptor]?.isDeaf ?? true
    let sent = isDeaf ? output.count : Self.send(output, to: descriptor)
    switch sent {
    case -Int(EAGAIN), -Int(EINTR): clients[descriptor]?.isBlocked = true
    case ..<0: clients[descriptor]?.isDeaf = true
    default: hub.sent(sent, to: Int(descriptor))
    }
  }

  /// How many bytes were taken, or a negative error number.
  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    let sent = bytes.withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    return sent < 0 ? -Int(errno) : sent
  }
}

extension ControlState: RemoteDesk {}
