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

  /// Takes one event of the sequencer, of any kind.
  ///
  /// A piece of a sysex message begins with F0, with F7 or with a data byte; an event of another kind
  /// gives an unfinished message up, but for real time.
  ///
  /// - Parameters:
  ///   - event: Its bytes, as on a cable.
  ///   - now: The time in nanoseconds, of a clock that never goes back.
  /// - Returns: The messages that the event is or completes, mostly none or one.
  public mutating func take(_ event: [UInt8], at now: UInt64) -> [MIDIMessage] {
    guard let first = event.first else { return [] }
    if first == 0xF0 || first == 0xF7 || first < 0x80 { return join(event, at: now) }
    if first < 0xF8 { reset() }
    return MIDIMessage(bytes: event).map { [$0] } ?? []
  }

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

  /// Gives up an unfinished message: call it when the port goes away, or events were lost.
  public mutating func reset() { parser.reset() }
}

extension MIDIMessage {
  /// Whether this is a sysex message.
  public var isSysex: Bool {
    if case .sysex = self { true } else { false }
  }
}
