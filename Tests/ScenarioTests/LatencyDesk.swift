import ALSA
import CALSA
import ConsoleModel
import Desk
import Engine
import Glibc
import MIDI
import Realtime
import Surface
import Synchronization
import Units

/// A desk on the built-in clock with a Mackie Control at the end of a pipe, and a thread that hears
/// when its output changes.
final class LatencyDesk {
  /// What the system granted the audio thread, in words.
  let grants: String
  private let engine: Engine
  private let stop: StopSignal
  private let ear: UnsafeMutablePointer<Ear>
  private var audio: RealtimeThread?
  private let control: ControlLoop

  init(rate: Int, period: Int) throws {
    var size = ConsoleSize()
    size.channels = 32
    var console = Console(name: "Latency", size: size)
    // A ramp shorter than a period, so that a move is over when its block is.
    console.rampTime = Milliseconds(1)
    console.make(.fader(.main, .unity), .pan(.channel(1), .left))
    engine = Engine(console: console, rate: rate, largestBlock: period, outputCount: 2)
    stop = try StopSignal()
    ear = .allocate(capacity: 1)
    ear.initialize(
      to: Ear(
        core: engine.core, clock: try PeriodClock(rate: rate, period: period, stop: stop),
        period: period))
    let mapping = try Files.mapping(repositoryFile("mappings/mackie-control.yaml")).mapping
    control = ControlLoop(engine, console, mapping, ear)
    let audio = try RealtimeThread(name: "latency-audio", context: ear, body: runEar)
    grants = audio.report.priority > 0 ? "first-in-first-out" : "ordinary priority"
    self.audio = audio
  }

  deinit {
    stop.raise()
    audio?.join()
    ear.pointee.free()
    ear.deinitialize(count: 1)
    ear.deallocate()
  }

  /// Moves a fader `count` times at random moments; nanoseconds from each message's writing to the
  /// end of the first block that it changed.
  func measure(count: Int, seed: UInt64, controlPriority: Int32?) -> [Int64] {
    let thread = LoopThread(control, priority: controlPriority)
    defer { thread.end() }
    var dice = Dice(seed)
    var times: [Int64] = []
    control.write(.noteOn(channel: 1, note: 0x68, velocity: 127))
    // Positions are squelched for 250 ms after a unit has appeared.
    usleep(300_000)
    for index in 0..<count {
      let before = ear.pointee.changes.load(ordering: .acquiring)
      let began = calsa_now()
      control.write(.pitchBend(channel: 1, value: index % 2 == 0 ? 12000 : 12800))
      guard let heard = wait(after: before, from: began) else { return times }
      times.append(heard - began)
      usleep(UInt32.random(in: 100...1500, using: &dice))
    }
    return times
  }

  /// When the output changed after `count` changes and was at rest again; nil after a second.
  private func wait(after count: Int64, from began: Int64) -> Int64? {
    while calsa_now() < began + 1_000_000_000 {
      if ear.pointee.changes.load(ordering: .acquiring) > count,
        ear.pointee.isResting.load(ordering: .acquiring)
      {
        return ear.pointee.changedAt.load(ordering: .relaxed)
      }
      usleep(100)
    }
    return nil
  }
}

/// The audio thread's side: renders a steady input and hears when the output is no longer steady.
struct Ear: ~Copyable {
  let core: UnsafeMutablePointer<EngineCore>
  var clock: PeriodClock
  let period: Int
  let input: SampleBlock
  let output: SampleBlock
  /// Frames rendered.
  let frames = Atomic<Int64>(0)
  /// Blocks that began steady and ended otherwise, and when the last of them was complete.
  let changes = Atomic<Int64>(0)
  let changedAt = Atomic<Int64>(0)
  let isResting = Atomic<Bool>(true)
  private var level: Float = 0

  init(core: UnsafeMutablePointer<EngineCore>, clock: consuming PeriodClock, period: Int) {
    self.core = core
    self.clock = clock
    self.period = period
    input = SampleBlock(channels: 32, frames: period)
    output = SampleBlock(channels: 2, frames: period)
    for index in 0..<32 * period { input.samples[index] = 0.5 }
  }

  func free() {
    input.deallocate()
    output.deallocate()
  }

  /// Renders until the clock is stopped.
  @_noLocks
  mutating func run() {
    core.pointee.riseFromSilence(over: 0)
    while true {
      var due = clock.wait()
      if due == 0 { return }
      while due > 0 {
        render()
        due &-= 1
      }
    }
  }

  @_noLocks
  private mutating func render() {
    core.pointee.render(
      DeviceBlock(
        inputs: UnsafePointer(input.areas), inputCount: 32, inputFormat: .float,
        outputs: UnsafePointer(output.areas), outputCount: 2, outputFormat: .float,
        frames: period))
    frames.add(Int64(period), ordering: .releasing)
    listen()
  }

  /// Compares every frame of the left output with the last one of the block before.
  @_noLocks
  private mutating func listen() {
    var isSteady = true
    var frame = 0
    while frame < period {
      if output.samples[2 &* frame] != level { isSteady = false }
      frame &+= 1
    }
    let last = output.samples[2 &* (period &- 1)]
    if !isSteady, isResting.load(ordering: .relaxed) {
      changedAt.store(calsa_now(), ordering: .relaxed)
      isResting.store(false, ordering: .relaxed)
      changes.add(1, ordering: .releasing)
    }
    // The ramp is over where two frames are alike.
    let isAtRest = last == output.samples[2 &* (period &- 2)]
    isResting.store(isAtRest, ordering: .releasing)
    level = last
  }
}

/// The audio thread's body.
@c private func runEar(_ context: UnsafeMutableRawPointer) {
  context.assumingMemoryBound(to: Ear.self).pointee.run()
}
