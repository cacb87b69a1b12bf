import CRealtimeProbe
import ConsoleModel
import DSP
import Engine
import Glibc
import Realtime

/// An engine under random edits whose every block is watched.
final class Session {
  let engine: Engine
  private(set) var blocks = 0
  /// How many edits of each kind were made.
  private(set) var made = Array(repeating: 0, count: RandomEdits.kindCount)
  private(set) var refused = 0
  /// How often the outputs rose from silence, as they do after an xrun.
  private(set) var starts = 0
  /// What was seen that must not happen, by whom.
  private(set) var offences: [String] = []
  private(set) var watchedSystemCalls = true
  /// Done beside the block, to show that the watch sees it.
  var sabotage: () -> Void = {}

  private var edits: RandomEdits
  private var dice: Dice
  private let frames: Int
  private let inputs: Areas
  private let outputs: Areas

  init(_ console: Console, block: Int, seed: UInt64, instructionSet: InstructionSet) {
    frames = block
    edits = RandomEdits(seed: seed, size: console.size)
    dice = Dice(seed &+ 1)
    inputs = Areas(channels: console.size.channels, frames: block)
    outputs = Areas(channels: 8, frames: block)
    engine = Engine(
      console: console, rate: 48000, largestBlock: block, outputCount: 8,
      instructionSet: instructionSet)
    for index in 0..<block * console.size.channels {
      inputs.samples[index] = Float(1 + index % console.size.channels) / 256
    }
    engine.core.pointee.riseFromSilence(over: 0)
  }

  /// One turn of the control thread, and one block of the audio thread.
  func turn() {
    if Int.random(in: 0..<5, using: &dice) == 0 { edit(Int.random(in: 1...3, using: &dice)) }
    if Int.random(in: 0..<40, using: &dice) == 0 { _ = engine.takeMeters() }
    let isTorn = Int.random(in: 0..<50, using: &dice) == 0
    if isTorn { starts += 1 }
    let format = SampleFormat.allCases.randomElement(using: &dice) ?? .float
    watch(block(outputFormat: format), isTorn)
    engine.service(framesRendered: frames)
  }

  /// Takes another console, as after an edit.
  func follow(_ console: Console) { engine.follow(console) }

  /// Lets the engine come to rest; the samples that each output then plays.
  func settle(blocks: Int) -> [Float] {
    for _ in 0..<blocks {
      engine.core.pointee.render(block(outputFormat: .float))
      engine.service(framesRendered: frames)
    }
    return (0..<8).map { outputs.samples[(frames - 1) * 8 + $0] }
  }

  private func edit(_ count: Int) {
    var console = engine.console
    for _ in 0..<count {
      let edit = edits.next()
      do {
        try console.apply(edit)
        made[RandomEdits.kind(of: edit)] += 1
      } catch {
        refused += 1
      }
    }
    engine.follow(console)
  }

  private func watch(_ block: DeviceBlock, _ isTorn: Bool) {
    let core = engine.core
    let sabotage = sabotage
    let counts = probed {
      if isTorn { core.pointee.riseFromSilence(over: 960) }
      core.pointee.render(block)
      sabotage()
    }
    blocks += 1
    watchedSystemCalls = watchedSystemCalls && counts.watched_system_calls
    if counts.total > 0 { offences.append(counts.firstOffender) }
  }

  private func block(outputFormat: SampleFormat) -> DeviceBlock {
    DeviceBlock(
      inputs: inputs.areas, inputCount: inputs.channels, inputFormat: .float,
      outputs: outputs.areas, outputCount: outputs.channels, outputFormat: outputFormat,
      frames: frames)
  }
}

/// Interleaved memory with an area for each channel; four bytes a sample hold every format.
final class Areas {
  let samples: UnsafeMutablePointer<Float>
  let areas: UnsafePointer<ChannelArea>
  let channels: Int

  init(channels: Int, frames: Int) {
    self.channels = channels
    samples = .allocate(capacity: channels * frames)
    samples.initialize(repeating: 0, count: channels * frames)
    let areas = UnsafeMutablePointer<ChannelArea>.allocate(capacity: channels)
    for channel in 0..<channels {
      (areas + channel).initialize(
        to: ChannelArea(
          base: UnsafeMutableRawPointer(samples + channel), stride: 4 * channels))
    }
    self.areas = UnsafePointer(areas)
  }

  deinit {
    samples.deallocate()
    areas.deallocate()
  }
}

/// What must be seen, kept from the optimiser.
enum Sabotage {
  @inline(never) @_optimize(none)
  static func allocate() { free(malloc(24)) }

  @inline(never) @_optimize(none)
  static func callSystem() { _ = getppid() }
}
