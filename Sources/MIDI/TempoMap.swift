/// From `tick` on, a beat lasts `beat` microseconds.
struct TempoChange {
  let tick: UInt64
  let beat: UInt64
}

/// Turns the ticks of a file into nanoseconds, without adding up rounding errors.
///
/// Time is counted in whole microseconds times ticks per beat, and divided only at the end.
struct TempoMap {
  /// 7 days in microseconds.
  static let longest: UInt64 = 7 * 24 * 3600 * 1_000_000

  private let ticksPerBeat: UInt64
  private let changes: [TempoChange]
  private var next = 0
  private var start: (tick: UInt64, time: UInt64) = (0, 0)
  private var beat: UInt64

  /// Makes a map of tempo changes in any order; of those on one tick the last counts.
  init(_ division: TimeDivision, _ tempos: [TempoChange]) {
    ticksPerBeat = division.ticks
    beat = division.beat
    let order = tempos.indices.sorted { (tempos[$0].tick, $0) < (tempos[$1].tick, $1) }
    changes = division.followsTempo ? order.map { tempos[$0] } : []
  }

  /// The time of a tick to the nearest nanosecond, or nil beyond `longest`.
  ///
  /// From call to call the ticks never go back.
  mutating func nanoseconds(at tick: UInt64) -> UInt64? {
    while next < changes.count, changes[next].tick < tick {
      start = (changes[next].tick, time(of: changes[next].tick))
      beat = changes[next].beat
      next += 1
    }
    let time = time(of: tick)
    guard time / ticksPerBeat <= Self.longest else { return nil }
    let part = (time % ticksPerBeat * 1000 + ticksPerBeat / 2) / ticksPerBeat
    return time / ticksPerBeat * 1000 + part
  }

  /// Microseconds times ticks per beat; all the numbers that do not fit are the same late time.
  private func time(of tick: UInt64) -> UInt64 {
    let (span, isTooLong) = (tick - start.tick).multipliedReportingOverflow(by: beat)
    let (sum, isTooLate) = start.time.addingReportingOverflow(span)
    return isTooLong || isTooLate ? .max : sum
  }
}
