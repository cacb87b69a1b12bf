/// What the tracks of a file hold, before ticks become times.
struct Score {
  struct Entry {
    let tick: UInt64
    let offset: Int
    let message: MIDIMessage
  }

  private(set) var events: [Entry] = []
  var tempos: [TempoChange] = []
  var endTick: UInt64 = 0

  mutating func append(_ message: MIDIMessage, tick: UInt64, offset: Int) {
    events.append(Entry(tick: tick, offset: offset, message: message))
  }

  /// All events in the order of time, with their times.
  func timed(
    by map: inout TempoMap
  ) throws(StandardMIDIFileError) -> [StandardMIDIFile.Event] {
    let order = events.indices.sorted { (events[$0].tick, $0) < (events[$1].tick, $1) }
    var timed: [StandardMIDIFile.Event] = []
    timed.reserveCapacity(order.count)
    for index in order {
      let entry = events[index]
      let nanoseconds = try time(of: entry.tick, by: &map, offset: entry.offset)
      timed.append(StandardMIDIFile.Event(nanoseconds: nanoseconds, message: entry.message))
    }
    return timed
  }

  /// The time of a tick in nanoseconds; `offset` is the place to blame when it is too late.
  func time(
    of tick: UInt64, by map: inout TempoMap, offset: Int
  ) throws(StandardMIDIFileError) -> UInt64 {
    guard let nanoseconds = map.nanoseconds(at: tick) else {
      throw StandardMIDIFileError(offset: offset, reason: .tooLong)
    }
    return nanoseconds
  }
}
