/// A port of the sequencer, printed as "28:0".
public struct SequencerAddress: Hashable, Sendable, CustomStringConvertible {
  /// The client's number; it differs from one plugging in to the next.
  public let client: Int
  /// The port's number within its client.
  public let port: Int

  /// Names a port of a client; both are 0 to 255, others never match anything.
  public init(client: Int, port: Int) {
    self.client = client
    self.port = port
  }

  public var description: String { "\(client):\(port)" }
}

/// What the sequencer has to say.
public enum SequencerEvent: Hashable, Sendable {
  /// One whole message, or a piece of a system-exclusive one as delivered, for our own `port`.
  case midi(port: Int, source: SequencerAddress, bytes: [UInt8])
  /// A port has appeared; its subscriptions, if it was here before, are gone.
  case portStarted(SequencerAddress)
  /// A port has changed its name or what it allows.
  case portChanged(SequencerAddress)
  /// A port has gone.
  case portExited(SequencerAddress)
  /// A client has gone with all its ports.
  case clientExited(Int)
  /// Input was lost, perhaps announcements too: list the ports again, release every touch, and
  /// ask for or set the state of all that may have moved.
  case overflow
}

/// A port of another client.
public struct SequencerPort: Hashable, Sendable {
  public let address: SequencerAddress
  public let clientName: String
  public let portName: String
  /// The number of the sound card behind it; nil for a program.
  public let card: Int?
  /// Who made it, if it is a USB device.
  public let usb: USBIdentity?
  /// Where the card is plugged in, the same from start to start; tells two equal devices apart.
  public let path: String?
  /// Whether others may take what it sends.
  public let canBeHeard: Bool
  /// Whether others may send to it.
  public let canBeSentTo: Bool
}
