import CALSA
import Glibc

// Input and output of the sequencer.
extension Sequencer {
  /// Where a message goes.
  public enum Destination: Hashable, Sendable {
    /// To every port that our port is connected to.
    case subscribers
    /// To one port, connected or not.
    case address(SequencerAddress)
  }

  /// Hands the waiting events to `handler` and returns when there is none left.
  ///
  /// A flood is left to the next poll after 10000 events.
  /// MIDI clock and active sensing are passed over, as are announcements of our own ports.
  /// - Throws: `ALSAError.failed` when the sequencer itself has failed; open a new client then.
  public func drain(_ handler: (SequencerEvent) -> Void) throws(ALSAError) {
    var budget = 10_000
    // What alsa-lib has read already wakes no poll, so it is handed over in any case.
    while budget > 0 || snd_seq_event_input_pending(handle, 0) > 0 {
      budget -= 1
      var next: UnsafeMutablePointer<snd_seq_event_t>?
      let result = snd_seq_event_input(handle, &next)
      switch result {
      case -EAGAIN: return
      case -EINTR: continue
      case -ENOSPC: handler(.overflow)
      default:
        try check(result, "snd_seq_event_input", "the sequencer")
        if let next { report(next, to: handler) }
      }
    }
  }

  private func report(
    _ event: UnsafePointer<snd_seq_event_t>, to handler: (SequencerEvent) -> Void
  ) {
    let kind = UInt32(event.pointee.type)
    switch kind {
    case SND_SEQ_EVENT_PORT_START.rawValue, SND_SEQ_EVENT_PORT_CHANGE.rawValue,
      SND_SEQ_EVENT_PORT_EXIT.rawValue, SND_SEQ_EVENT_CLIENT_EXIT.rawValue:
      if let announced = announcement(kind, event.pointee.data.addr) { handler(announced) }
    case SND_SEQ_EVENT_CLOCK.rawValue, SND_SEQ_EVENT_SENSING.rawValue:
      break
    default:
      let source = address(event.pointee.source)
      for bytes in coder.messages(of: event) {
        handler(.midi(port: Int(event.pointee.dest.port), source: source, bytes: bytes))
      }
    }
  }

  private func announcement(_ kind: UInt32, _ about: snd_seq_addr_t) -> SequencerEvent? {
    guard Int(about.client) != client else { return nil }
    return switch kind {
    case SND_SEQ_EVENT_PORT_START.rawValue: .portStarted(address(about))
    case SND_SEQ_EVENT_PORT_CHANGE.rawValue: .portChanged(address(about))
    case SND_SEQ_EVENT_PORT_EXIT.rawValue: .portExited(address(about))
    default: .clientExited(Int(about.client))
    }
  }

  private func address(_ raw: snd_seq_addr_t) -> SequencerAddress {
    SequencerAddress(client: Int(raw.client), port: Int(raw.port))
  }

  /// Sends one message, or a piece of a system-exclusive one, without waiting.
  ///
  /// A long system-exclusive message goes out in pieces; when the way is full in between, send the
  /// rest later from where it stopped, and nothing else from this port before.
  /// - Parameters:
  ///   - message: One complete message with its status byte; a system-exclusive one of any length,
  ///     whole or the rest of one.
  ///   - port: One of our ports.
  ///   - destination: Who gets it.
  /// - Returns: How many bytes were taken: all, or fewer when the way is full. A program that was
  ///   full has also lost what waited for it. A device is never full: what its driver has no room
  ///   for (4096 bytes) is lost, so the caller keeps to the device's pace.
  /// - Throws: `ALSAError.malformedMessage`, or `ALSAError.failed` when the destination is gone.
  @discardableResult
  public func send(
    _ message: ArraySlice<UInt8>, from port: Int, to destination: Destination
  ) throws(ALSAError) -> Int {
    if var event = coder.event(of: message) {
      return try output(&event, port, destination) ? message.count : 0
    }
    guard isSystemExclusive(message) else { throw .malformedMessage(Array(message)) }
    var rest = message
    while !rest.isEmpty {
      guard try sendPiece(Array(rest.prefix(Self.piece)), port, destination) else { break }
      rest = rest.dropFirst(Self.piece)
    }
    return message.count - rest.count
  }

  /// Sends one whole message; see the other `send`.
  @discardableResult
  public func send(
    _ message: [UInt8], from port: Int, to destination: Destination
  ) throws(ALSAError) -> Int {
    try send(message[...], from: port, to: destination)
  }

  /// Bytes of a system-exclusive message in one event: as many as the kernel's own parser gives.
  private static let piece = 256

  private func sendPiece(
    _ bytes: [UInt8], _ port: Int, _ destination: Destination
  ) throws(ALSAError) -> Bool {
    var bytes = bytes
    var event = snd_seq_event_t()
    let result = bytes.withUnsafeMutableBytes { memory in
      calsa_set_sysex(&event, UInt32(memory.count), memory.baseAddress)
      return write(&event, port, destination)
    }
    return try isTaken(result, destination)
  }

  private func output(
    _ event: inout snd_seq_event_t, _ port: Int, _ destination: Destination
  ) throws(ALSAError) -> Bool {
    try isTaken(write(&event, port, destination), destination)
  }

  private func write(
    _ event: inout snd_seq_event_t, _ port: Int, _ destination: Destination
  ) -> Int32 {
    let own = UInt8(clamping: port)
    switch destination {
    case .subscribers: calsa_address(&event, own, -1, 0)
    case .address(let to):
      guard (0...255).contains(to.client), (0...255).contains(to.port) else { return -ENOENT }
      calsa_address(&event, own, Int32(to.client), Int32(to.port))
    }
    return snd_seq_event_output_direct(handle, &event)
  }

  private func isTaken(_ result: Int32, _ destination: Destination) throws(ALSAError) -> Bool {
    // ENOMEM is what the kernel says when a receiver's pool is full.
    if result == -EAGAIN || result == -ENOMEM { return false }
    let subject =
      switch destination {
      case .subscribers: "the connected ports"
      case .address(let address): "port \(address)"
      }
    try check(result, "Sending", subject)
    return true
  }
}
