import ConsoleModel
import Engine
import MIDI
import Surface

/// Plays a recorded control performance to an offline desk, and records what the surface is sent.
struct Performer {
  private var state: ControlState
  private let rate: Int
  /// What is still to come from each unit.
  private var waiting: [ArraySlice<StandardMIDIFile.Event>]
  private let hasSurface: Bool
  private let unitCount: Int
  private var sent: [[StandardMIDIFile.Event]]
  private var messagesIn = 0
  private var refusals: [String] = []
  private var nextMeters: UInt64 = 0
  private var now: UInt64 = 0
  /// Frames until the last performance has ended.
  let frames: Int

  /// How often meters are read.
  private static let meterInterval: UInt64 = 50_000_000

  init(_ job: RenderJob, rate: Int) {
    self.rate = rate
    state = ControlState(console: job.console, mappings: job.mapping.map { [$0] } ?? [])
    hasSurface = job.mapping != nil
    unitCount = job.mapping?.units.count ?? 0
    sent = Array(repeating: [], count: unitCount)
    waiting = job.performances.map { $0.events[...] }
    let end = job.performances.map(\.duration).max() ?? 0
    frames = Int((Double(end) * Double(rate) / 1e9).rounded(.up))
    for unit in 0..<unitCount { state.connected(0, unit: unit, at: 0) }
  }

  /// Does everything that is due before the block that begins at `frame`.
  mutating func perform(until frame: Int, on engine: Engine) {
    guard hasSurface else { return }
    now = UInt64((Double(frame) * 1e9 / Double(rate)).rounded())
    while let unit = nextUnit, let event = waiting[unit].popFirst() {
      state.received(event.message, from: 0, unit: unit, at: event.nanoseconds)
      messagesIn += 1
    }
    state.elapsed(at: now)
    if let console = state.takeChange() { engine.follow(console) }
    refusals += state.takeRefusals().map(\.description)
    var meters: [StripMeter]?
    if now >= nextMeters {
      meters = engine.takeMeters()
      nextMeters = now + Self.meterInterval
    }
    state.show(meters, at: now)
    record(state.outgoing(0, at: now))
  }

  /// The unit whose next message is due, and due before the others'.
  private var nextUnit: Int? {
    waiting.indices
      .compactMap { unit in waiting[unit].first.map { (time: $0.nanoseconds, unit: unit) } }
      .filter { $0.time <= now }
      .min { ($0.time, $0.unit) < ($1.time, $1.unit) }?.unit
  }

  private mutating func record(_ messages: [(unit: Int, message: MIDIMessage)]) {
    for (unit, message) in messages {
      sent[unit].append(StandardMIDIFile.Event(nanoseconds: now, message: message))
    }
  }

  /// Writes one file for each unit that has a path, beside its place.
  func stageFeedback(for paths: [String]) throws(Failure) -> [StagedFile] {
    var files: [StagedFile] = []
    for (path, events) in zip(paths, sent) {
      let bytes = StandardMIDIFile(events: events, duration: now).bytes
      files.append(try StagedFile(bytes, for: path))
    }
    return files
  }

  func count(into result: inout RenderResult) {
    result.messagesIn = messagesIn
    result.messagesOut = sent.map(\.count).reduce(0, +)
    result.refusals = refusals
  }
}
