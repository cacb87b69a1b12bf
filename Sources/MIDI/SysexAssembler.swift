/// Joins the pieces in which the ALSA sequencer delivers sysex messages of one source port.
///
/// The kernel hands over a long message as several events of at most 256 bytes. A message is given
/// up when another begins, when the next piece is more than a second late, and when it grows beyond
/// `MIDIParser.longestSysex` bytes.
public struct SysexAssembler: Sendable {
  /// How long the next piece may take, in nanoseconds.
  public static let patience: UInt64 = 1_000_000_000

  private var parser = MIDIParser()
  private var latest: UInt64 = 0

  public init() {}

  /// Takes one piece.
  ///
  /// - Parameters:
  ///   - piece: The bytes of one sysex event, of any length.
  ///   - now: The time in nanoseconds, of a clock that never goes back.
  /// - Returns: The sysex messages that the piece completes, mostly none or one.
  public mutating func join(_ piece: some Sequence<UInt8>, at now: UInt64) -> [MIDIMessage] {
    if now > latest, now - latest > Self.patience { parser.reset() }
    latest = now
    return parser.parse(piece).filter(\.isSysex)
  }

  /// Gives up an unfinished message: call it when an event of another kind, other than real time,
  /// comes from the same port, and when the port goes away.
  public mutating func reset() { parser.reset() }
}

extension MIDIMessage {
  /// Whether this is a sysex message.
  public var isSysex: Bool {
    if case .sysex = self { true } else { false }
  }
}
