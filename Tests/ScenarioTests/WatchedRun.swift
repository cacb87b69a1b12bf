import ALSA
import CRealtimeProbe
import ConsoleModel
import Desk
import Engine
import Glibc
import Realtime
import Synchronization
import Units

/// The audio thread's root on a thread of its own, counting what it must not do; and the control
/// side, which this thread plays.
///
/// The edits never touch the last channel and the last group: input 25 goes straight to output 23
/// at unity, whatever else happens.
final class WatchedRun {
  private(set) var editCount = 0
  private let engine: Engine
  private let stopSignal: StopSignal
  private let status: UnsafeMutablePointer<AudioStatus>
  private let context: UnsafeMutablePointer<AudioContext>
  private let watch: UnsafeMutablePointer<Watch>
  private var thread: RealtimeThread?
  private var framesSeen: UInt64 = 0
  private var edits: RandomEdits

  /// What the audio thread is handed.
  fileprivate struct Watch {
    let context: UnsafeMutablePointer<AudioContext>
    let allowed: [Int]
    var counts = RealtimeProbeCounts()
  }

  init(_ drive: AudioDrive, allowing numbers: [Int], seed: UInt64) throws {
    var size = ConsoleSize()
    size.channels = 24
    size.fxs = 2
    edits = RandomEdits(seed: seed, size: size)
    let console = Self.console(size)
    let engine = Engine(
      console: console, rate: drive.rate, largestBlock: drive.period, outputCount: 24)
    self.engine = engine
    let stopSignal = try StopSignal()
    self.stopSignal = stopSignal
    status = .allocate(capacity: 1)
    status.initialize(to: AudioStatus())
    let driver = try Self.open(drive, stopSignal)
    context = .allocate(capacity: 1)
    context.initialize(
      to: AudioContext(
        core: engine.core, status: status, card: driver.card, clock: driver.clock, player: nil,
        sink: SampleBlock(channels: 24, frames: drive.period), period: drive.period,
        inputFormat: driver.card?.pointee.captureSettings?.format ?? .float,
        outputFormat: driver.card?.pointee.playbackSettings?.format ?? .float, riseFrames: 960))
    watch = .allocate(capacity: 1)
    watch.initialize(to: Watch(context: context, allowed: numbers))
    thread = try RealtimeThread(name: "watched", context: watch, body: runWatched)
  }

  deinit {
    _ = stop()
    if let card = context.pointee.card {
      card.deinitialize(count: 1)
      card.deallocate()
    }
    if let clock = context.pointee.clock {
      clock.deinitialize(count: 1)
      clock.deallocate()
    }
    context.pointee.sink.deallocate()
    context.deinitialize(count: 1)
    context.deallocate()
    status.deinitialize(count: 1)
    status.deallocate()
    watch.deinitialize(count: 1)
    watch.deallocate()
  }

  /// A desk of that size, and one channel and group more.
  private static func console(_ size: ConsoleSize) -> Console {
    var whole = size
    whole.channels += 1
    whole.groups += 1
    let steady = BusID(.group, whole.groups)
    let channel = StripID.channel(whole.channels)
    var console = Console(name: "Watched", size: whole)
    console.make(
      .fader(.main, .unity), .fader(channel, .unity), .fader(.bus(steady), .unity),
      .assign(channel, to: .main, false), .assign(channel, to: steady, true),
      .pan(channel, .left), .outputs(steady, [23, 24]),
      // Neither other strips' solos in place nor what mutes all reaches them.
      .soloSafe(channel, true), .soloSafe(.bus(steady), true), .muteSafe(channel, true))
    return console
  }

  private static func open(
    _ drive: AudioDrive, _ stop: StopSignal
  ) throws -> (card: UnsafeMutablePointer<PCMPair>?, clock: UnsafeMutablePointer<PeriodClock>?) {
    switch drive {
    case .card(let configuration):
      let card = UnsafeMutablePointer<PCMPair>.allocate(capacity: 1)
      card.initialize(to: try PCMPair(configuration, stop: stop))
      return (card, nil)
    case .clock(let rate, let period):
      let clock = UnsafeMutablePointer<PeriodClock>.allocate(capacity: 1)
      clock.initialize(to: try PeriodClock(rate: rate, period: period, stop: stop))
      return (nil, clock)
    }
  }
}

extension WatchedRun {
  var blocks: UInt64 { status.pointee.counters.blocks.value }
  var end: AudioEnd? { AudioEnd(rawValue: status.pointee.end.load(ordering: .acquiring)) }

  /// What the audio thread has told about the card.
  var counts: AudioCounts { status.pointee.counters.snapshot }
  /// All that the card has counted; to be read when the thread has ended.
  var cardCounters: PCMCounters? { context.pointee.card?.pointee.counters }

  /// Edits, follows and reads meters until there were so many blocks and so many edits.
  func edit(untilBlock last: Int, edits most: Int = 0) {
    edit { self.blocks < UInt64(last) || self.editCount < most }
  }

  /// The console that the engine follows.
  var console: Console { engine.console }

  /// Follows a console, and reads meters, as a turn of the control loop does.
  func follow(_ console: Console) {
    engine.follow(console)
    let frames = status.pointee.frames.load(ordering: .acquiring)
    engine.service(framesRendered: Int(frames - framesSeen))
    framesSeen = frames
    _ = engine.takeMeters()
  }

  /// Edits, follows and reads meters at least once and for as long as the thread runs and
  /// `goesOn` says so.
  func edit(while goesOn: () -> Bool) {
    repeat {
      var console = engine.console
      for _ in 0..<3 where (try? console.apply(edits.next())) != nil { editCount += 1 }
      follow(console)
      usleep(200)
    } while goesOn() && end == AudioEnd.none
  }

  /// Ends the thread; what it did that it must not do.
  func stop() -> RealtimeProbeCounts {
    stopSignal.raise()
    thread?.join()
    thread = nil
    return watch.pointee.counts
  }
}

/// The watched thread's body.
@c private func runWatched(_ argument: UnsafeMutableRawPointer) {
  let watch = argument.assumingMemoryBound(to: WatchedRun.Watch.self)
  let context = watch.pointee.context
  watch.pointee.counts = probed(allowing: watch.pointee.allowed) { audioLoop(context) }
}
