/// A performance: MIDI messages with the times at which they are due.
public struct StandardMIDIFile: Hashable, Sendable {
  /// The longest file that is read, in bytes.
  public static let mostBytes = 16 << 20
  /// The most messages that are read from a file.
  public static let mostEvents = 1_000_000

  /// A message and its time.
  public struct Event: Hashable, Sendable {
    /// The time since the start of the file.
    public let nanoseconds: UInt64
    public let message: MIDIMessage

    public init(nanoseconds: UInt64, message: MIDIMessage) {
      self.nanoseconds = nanoseconds
      self.message = message
    }
  }

  /// All messages in the order of time; those of one time in the order of the file.
  public let events: [Event]
  /// The time of the end in nanoseconds: never before the last event.
  public let duration: UInt64

  /// Makes a performance of events in any order; those of one time keep theirs.
  ///
  /// - Parameters:
  ///   - events: The events.
  ///   - duration: Where the file ends, in nanoseconds, if that is after the last event.
  public init(events: [Event], duration: UInt64 = 0) {
    let order = events.indices.sorted {
      (events[$0].nanoseconds, $0) < (events[$1].nanoseconds, $1)
    }
    self.events = order.map { events[$0] }
    self.duration = max(duration, self.events.last?.nanoseconds ?? 0)
  }
}

extension StandardMIDIFile {
  /// Reads a file of format 0 or 1.
  ///
  /// Meta events other than tempo and end of track are skipped, and so are chunks of unknown names
  /// and whatever follows the last track. A sysex in several packets has the time of its last one.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: The first thing that is wrong with it.
  public init(bytes: [UInt8]) throws(StandardMIDIFileError) {
    guard bytes.count <= Self.mostBytes else {
      throw StandardMIDIFileError(offset: Self.mostBytes, reason: .tooLarge)
    }
    var cursor = ByteCursor(bytes)
    let header = try FileHeader(from: &cursor)
    var score = Score()
    for track in 0..<header.tracks {
      var chunk = try cursor.nextTrack(found: track, promised: header.tracks)
      var reader = TrackReader()
      try reader.read(&chunk, into: &score)
    }
    var map = TempoMap(header.division, score.tempos)
    self.events = try score.timed(by: &map)
    self.duration = try score.time(of: score.endTick, by: &map, offset: bytes.count)
  }
}
