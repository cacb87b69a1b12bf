public import ALSA
import CALSA
public import MIDI

/// Listens to MIDI devices for a person to read.
public final class MIDIMonitor {
  /// One message as it came.
  public struct Heard: Sendable {
    /// Seconds since listening began.
    public let time: Double
    /// The sender: its client's name, or its address.
    public let source: String
    public let message: MIDIMessage
  }

  /// The clients that are listened to.
  public private(set) var connected: [String] = []
  private let sequencer: Sequencer
  private let port: Int
  private let name: String?
  private var names: [SequencerAddress: String] = [:]
  private var sysex: [SequencerAddress: SysexAssembler] = [:]

  /// Connects to every port that can be heard.
  ///
  /// - Parameter name: A part of the clients' names; nil for all.
  /// - Throws: `ALSAError` when there is no sequencer.
  public init(name: String?) throws(ALSAError) {
    sequencer = try Sequencer(name: "Busbar monitor")
    port = try sequencer.createPort(named: "monitor")
    self.name = name
    try connectAll()
  }

  private func connectAll() throws(ALSAError) {
    for other in try sequencer.ports() where other.canBeHeard && names[other.address] == nil {
      if let name, !other.clientName.contains(name) { continue }
      guard (try? sequencer.connect(port, to: other.address)) != nil else { continue }
      names[other.address] = other.clientName
      connected.append("\(other.clientName) (\(other.address))")
    }
  }

  /// Hands on what comes, until a signal or the time ends it.
  ///
  /// - Parameters:
  ///   - duration: Seconds; nil for ever.
  ///   - hear: Gets every message.
  /// - Throws: `Failure` when the sequencer fails.
  public func listen(for duration: Double?, _ hear: (Heard) -> Void) throws(Failure) {
    let signals = SignalInbox()
    let start = UInt64.now
    let end = duration.map { start + UInt64($0 * 1e9) } ?? .max
    while !signals.hasArrived && UInt64.now < end {
      var descriptors = sequencer.pollDescriptors()
      let wake = min(end, UInt64.now + 100 * .millisecond)
      _ = calsa_poll(&descriptors, UInt(descriptors.count), Int64(clamping: wake))
      var events: [SequencerEvent] = []
      do { try sequencer.drain { events.append($0) } } catch {
        throw Failure(.unavailable, "\(error)")
      }
      for event in events { take(event, since: start, hear) }
    }
  }

  private func take(_ event: SequencerEvent, since start: UInt64, _ hear: (Heard) -> Void) {
    let now = UInt64.now
    switch event {
    case .midi(_, let source, let bytes):
      let isPiece = bytes.first.map { $0 == 0xF0 || $0 == 0xF7 || $0 < 0x80 } ?? false
      let messages =
        isPiece
        ? sysex[source, default: SysexAssembler()].join(bytes, at: now)
        : MIDIMessage(bytes: bytes).map { [$0] } ?? []
      for message in messages {
        hear(
          Heard(
            time: Double(now - start) / 1e9, source: names[source] ?? "\(source)",
            message: message))
      }
    case .portStarted, .portChanged: try? connectAll()
    case .portExited(let address): names[address] = nil
    case .clientExited(let client): names = names.filter { $0.key.client != client }
    case .overflow: complainOfLoss()
    }
  }

  private func complainOfLoss() { sysex = [:] }
}
