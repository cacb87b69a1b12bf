import CALSA
import ConsoleModel
import Desk
import Engine
import Glibc
import MIDI
import Surface
import Synchronization

/// The control thread as `RunningDesk` has it, with a pipe in place of the sequencer: one poll loop
/// of hearing the surface, moving the engine, and showing the surface.
final class ControlLoop: @unchecked Sendable {
  private let engine: Engine
  private var state: ControlState
  private let ear: UnsafeMutablePointer<Ear>
  private let readEnd: Int32
  private let writeEnd: Int32
  private var parser = MIDIParser()
  private var nextMeters: UInt64 = 0
  private var framesSeen: Int64 = 0
  private let isEnded = Atomic(false)
  /// Bytes that the surface would have been sent.
  private(set) var sentBytes = 0

  private static let millisecond: UInt64 = 1_000_000

  init(
    _ engine: Engine, _ console: Console, _ mapping: Mapping, _ ear: UnsafeMutablePointer<Ear>
  ) {
    self.engine = engine
    self.ear = ear
    state = ControlState(console: console, mappings: [mapping])
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no descriptor left")
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    (readEnd, writeEnd) = (ends[0], ends[1])
    state.connected(0, unit: 0, at: UInt64(calsa_now()))
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Any thread: what the surface sends.
  func write(_ message: MIDIMessage) {
    let bytes = message.bytes
    precondition(Glibc.write(writeEnd, bytes, bytes.count) == bytes.count, "the pipe has room")
  }

  /// Any thread: ends the loop.
  func end() {
    isEnded.store(true, ordering: .releasing)
    write(.realTime(.activeSensing))
  }

  /// The control thread.
  func run() {
    while !isEnded.load(ordering: .acquiring) {
      turn(at: UInt64(calsa_now()))
      sleep()
    }
  }

  private func turn(at now: UInt64) {
    receive(at: now)
    if let console = state.takeChange() { engine.follow(console) }
    _ = state.takeRefusals()
    let frames = ear.pointee.frames.load(ordering: .acquiring)
    engine.service(framesRendered: Int(frames - framesSeen))
    framesSeen = frames
    var meters: [StripMeter]?
    if now >= nextMeters {
      nextMeters = now + 50 * Self.millisecond
      meters = engine.takeMeters()
    }
    state.show(meters, at: now)
    for (_, message) in state.outgoing(0, at: now) { sentBytes += message.bytes.count }
  }

  private func receive(at now: UInt64) {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(readEnd, &bytes, bytes.count)
    guard count > 0 else { return }
    for message in parser.parse(bytes[..<count]) {
      state.received(message, from: 0, unit: 0, at: now)
    }
  }

  private func sleep() {
    let now = UInt64(calsa_now())
    var wake = min(now + 20 * Self.millisecond, state.nextDeadline ?? .max)
    wake = max(wake, now + Self.millisecond)
    var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    _ = calsa_poll(&descriptor, 1, Int64(clamping: wake))
  }
}

/// Runs a control loop on a thread of its own.
final class LoopThread {
  private let loop: ControlLoop
  private var thread = pthread_t()

  /// Starts it, with a first-in-first-out priority if one is wished and granted.
  init(_ loop: ControlLoop, priority: Int32?) {
    self.loop = loop
    let argument = Unmanaged.passUnretained(loop).toOpaque()
    let code = pthread_create(&thread, nil, { runLoopThread($0) }, argument)
    precondition(code == 0, "no thread")
    guard let priority else { return }
    var parameter = sched_param(sched_priority: priority)
    if pthread_setschedparam(thread, SCHED_FIFO, &parameter) != 0 {
      print("the control thread stays an ordinary one")
    }
  }

  /// Ends the loop and waits for it.
  func end() {
    loop.end()
    pthread_join(thread, nil)
  }
}

private func runLoopThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  Unmanaged<ControlLoop>.fromOpaque(argument).takeUnretainedValue().run()
  return nil
}
