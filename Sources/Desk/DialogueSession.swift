public import ALSA
import CALSA
import Glibc
public import Learning
import MIDI

/// A talk with a person about a device at the sequencer: one poll loop over the device, the lines
/// that are typed, signals and time.
public final class DialogueSession {
  /// The device: a client with the ports that can be heard.
  public let ports: [SequencerPort]
  /// The port that has spoken; nil before any has.
  public private(set) var speaker: SequencerPort?
  private let sequencer: Sequencer
  private let port: Int
  private var addresses: Set<SequencerAddress> = []
  private var assemblers: [SequencerAddress: SysexAssembler] = [:]
  private var input = LineReader()
  /// Messages that the sequencer had no room for yet, oldest first.
  private var unsent: [[UInt8]] = []

  /// Connects to a device.
  ///
  /// - Parameters:
  ///   - ports: Ports of one client.
  ///   - sequencer: The client that they were found with.
  /// - Throws: `Failure` when it can't be connected.
  public init(_ ports: [SequencerPort], _ sequencer: Sequencer) throws(Failure) {
    self.ports = ports
    self.sequencer = sequencer
    do {
      port = try sequencer.createPort(named: "dialogue")
      for other in ports {
        try sequencer.connect(port, to: other.address)
        addresses.insert(other.address)
      }
    } catch { throw Failure(.unavailable, "\(error)") }
  }

  /// Talks until the dialogue is over, the input ends or a signal comes.
  ///
  /// - Parameters:
  ///   - talk: The dialogue.
  ///   - tell: Gets the lines for the person.
  /// - Throws: `Failure` when the sequencer fails.
  public func run(_ talk: inout some Dialogue, _ tell: (String) -> Void) throws(Failure) {
    let signals = SignalInbox()
    talk.start(at: .now)
    carry(&talk, tell)
    while !talk.isDone {
      let now = UInt64.now
      do { try receive(&talk, at: now, tell) } catch {
        talk.ended(at: now)
        carry(&talk, tell)
        throw Failure(.unavailable, "\(error)")
      }
      while !talk.isDone, let line = input.next() { talk.typed(line, at: now) }
      if input.hasEnded || signals.hasArrived { talk.ended(at: now) }
      talk.advance(to: now)
      carry(&talk, tell)
      if !talk.isDone { sleep(talk, from: now) }
    }
  }

  private func sleep(_ talk: some Dialogue, from now: UInt64) {
    let latest = now + 50 * .millisecond
    let wake = max(min(talk.nextDeadline ?? latest, latest), now + .millisecond)
    var descriptors = sequencer.pollDescriptors()
    descriptors.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0))
    _ = calsa_poll(&descriptors, UInt(descriptors.count), Int64(clamping: wake))
  }

  /// Prints and sends what the dialogue has to say.
  private func carry(_ talk: inout some Dialogue, _ tell: (String) -> Void) {
    let outbox = talk.outbox.take()
    for line in outbox.lines { tell(line) }
    unsent += outbox.messages.map(\.bytes)
    while let bytes = unsent.first {
      let taken = (try? sequencer.send(bytes, from: port, to: .subscribers)) ?? bytes.count
      guard taken == bytes.count else {
        unsent[0].removeFirst(taken)
        return
      }
      unsent.removeFirst()
    }
  }
}

// What comes.
extension DialogueSession {
  private func receive(
    _ talk: inout some Dialogue, at now: UInt64, _ tell: (String) -> Void
  ) throws(ALSAError) {
    var events: [SequencerEvent] = []
    try sequencer.drain { events.append($0) }
    for event in events {
      switch event {
      case .midi(_, let source, let bytes):
        note(source)
        let messages = assemblers[source, default: SysexAssembler()].take(bytes, at: now)
        for message in messages { talk.heard(message, at: now) }
      case .portStarted(let address), .portChanged(let address): reconnect(address, tell)
      case .portExited(let address): lose({ $0 == address }, tell)
      case .clientExited(let client): lose({ $0.client == client }, tell)
      case .overflow: assemblers = [:]
      }
    }
  }

  private func note(_ source: SequencerAddress) {
    guard speaker == nil else { return }
    speaker = ports.first { $0.address == source }
  }

  private func lose(_ isLost: (SequencerAddress) -> Bool, _ tell: (String) -> Void) {
    let lost = addresses.filter(isLost)
    guard !lost.isEmpty else { return }
    addresses.subtract(lost)
    for address in lost { assemblers[address] = nil }
    if addresses.isEmpty { tell("\(ports[0].clientName) went away; plug it in again to go on.") }
  }

  private func reconnect(_ address: SequencerAddress, _ tell: (String) -> Void) {
    guard !addresses.contains(address), let other = try? sequencer.port(at: address),
      ports.contains(where: {
        $0.clientName == other.clientName && $0.portName == other.portName
      }), (try? sequencer.connect(port, to: address)) != nil
    else { return }
    if addresses.isEmpty { tell("\(other.clientName) is back.") }
    addresses.insert(address)
  }
}
