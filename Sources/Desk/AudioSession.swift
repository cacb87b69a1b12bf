import ALSA
import Engine
import Realtime
import Synchronization

/// What a session plays on.
public enum AudioDrive: Hashable, Sendable {
  /// A sound card.
  case card(PCMConfiguration)
  /// No card: a timer at that rate and period, which nobody hears.
  case clock(rate: Int, period: Int)
}

/// The audio thread and what it runs on, from its start until it is told to stop.
///
/// Belongs to the control thread. The engine outlives it.
final class AudioSession {
  /// What the system granted the thread.
  let grants: RealtimeThread.Report
  /// What the card agreed to; nil without one.
  let playback: PCMSettings?
  let capture: PCMSettings?
  let isLinked: Bool
  private let engine: Engine
  private let stop: StopSignal
  private let thread: RealtimeThread
  private let context: UnsafeMutablePointer<AudioContext>
  private let status: UnsafeMutablePointer<AudioStatus>
  private var framesSeen: UInt64 = 0

  /// Opens the card, if one is meant, and starts the thread.
  ///
  /// - Parameters:
  ///   - engine: What is rendered; its `core` belongs to the thread until `finish`.
  ///   - drive: What to play on.
  ///   - loop: Recordings to play in place of the inputs.
  ///   - priority: The first-in-first-out priority to ask for.
  /// - Throws: `ALSAError`; nothing stays open then.
  init(
    _ engine: Engine, _ drive: AudioDrive, loop: (parts: [UnsafePointer<Float>], length: Int)?,
    priority: Int
  ) throws(ALSAError) {
    self.engine = engine
    stop = try StopSignal()
    let driver = try OpenDriver(drive, stop)
    playback = driver.card?.pointee.playbackSettings
    capture = driver.card?.pointee.captureSettings
    isLinked = driver.card?.pointee.isLinked ?? false
    status = .allocate(capacity: 1)
    status.initialize(to: AudioStatus())
    context = .allocate(capacity: 1)
    context.initialize(
      to: AudioContext(
        core: engine.core, status: status, card: driver.card, clock: driver.clock,
        player: loop.map { LoopPlayer(parts: $0.parts, length: $0.length, frames: driver.period) },
        sink: SampleBlock(channels: engine.console.highestOutput, frames: driver.period),
        period: driver.period, inputFormat: capture?.format ?? .float,
        outputFormat: playback?.format ?? .float, riseFrames: engine.rate / 50))
    do {
      thread = try RealtimeThread(
        name: "busbar-audio", priority: priority, context: UnsafeMutableRawPointer(context),
        body: runAudio)
    } catch {
      Self.free(context, status)
      throw error
    }
    grants = thread.report
  }

  deinit {
    stop.raise()
    thread.join()
    Self.free(context, status)
  }

  private static func free(
    _ context: UnsafeMutablePointer<AudioContext>, _ status: UnsafeMutablePointer<AudioStatus>
  ) {
    if let card = context.pointee.card {
      card.deinitialize(count: 1)
      card.deallocate()
    }
    if let clock = context.pointee.clock {
      clock.deinitialize(count: 1)
      clock.deallocate()
    }
    context.pointee.player?.deallocate()
    context.pointee.sink.deallocate()
    context.deinitialize(count: 1)
    context.deallocate()
    status.deinitialize(count: 1)
    status.deallocate()
  }
}

extension AudioSession {
  /// Why the thread ended; `.none` while it runs.
  var end: AudioEnd {
    AudioEnd(rawValue: status.pointee.end.load(ordering: .acquiring)) ?? .failed
  }

  /// Frames rendered since the last call.
  func takeFrames() -> Int {
    let frames = status.pointee.frames.load(ordering: .acquiring)
    defer { framesSeen = frames }
    return Int(frames - framesSeen)
  }

  var counts: AudioCounts { status.pointee.counters.snapshot }
  var blockTimes: BlockTimes { status.pointee.blockTimes.snapshot }
}

extension AudioStatus {
  /// Audio thread: publishes what the card has counted.
  @_noLocks
  borrowing func note(_ card: PCMCounters) {
    while counters.xruns.value < UInt64(card.xruns) { counters.xruns.increment() }
    while counters.lateWakes.value < UInt64(card.lateWakes) { counters.lateWakes.increment() }
  }
}

/// A card or clock at a fixed address, freed by its session.
private struct OpenDriver {
  var card: UnsafeMutablePointer<PCMPair>?
  var clock: UnsafeMutablePointer<PeriodClock>?
  let period: Int

  init(_ drive: AudioDrive, _ stop: StopSignal) throws(ALSAError) {
    switch drive {
    case .card(let configuration):
      let pair = try PCMPair(configuration, stop: stop)
      period = pair.period
      let memory = UnsafeMutablePointer<PCMPair>.allocate(capacity: 1)
      memory.initialize(to: pair)
      card = memory
    case .clock(let rate, let period):
      self.period = period
      let made = try PeriodClock(rate: rate, period: period, stop: stop)
      let memory = UnsafeMutablePointer<PeriodClock>.allocate(capacity: 1)
      memory.initialize(to: made)
      clock = memory
    }
  }
}
