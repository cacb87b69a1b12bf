public import DSP
import Engine

/// Times the engine and its kernels at work, in nanoseconds a channel and frame.
public struct Benchmark {
  /// One measurement.
  public struct Result: Sendable {
    public let name: String
    public let set: InstructionSet
    public let channels: Int
    public let block: Int
    /// The median and the least of all runs, in nanoseconds a channel and frame.
    public let median: Double
    public let least: Double
  }

  /// The desks and kernels to measure.
  public var scenes = BenchmarkScene.allCases
  public var kernels = BenchmarkKernel.allCases
  /// Numbers of channels and of frames a block; kernels are not told of channels.
  public var channels = [8, 16, 32, 64, 128, 256]
  public var blocks = [16, 64, 256]
  public var sets = InstructionSet.available
  /// Timed runs of each.
  public var runs = 15

  /// Frames of one timed run.
  private static let framesPerRun = 1 << 13

  /// Measures everything.
  public init() {}

  /// Measures; takes some seconds.
  public func run() -> [Result] {
    var results: [Result] = []
    for set in sets {
      for scene in scenes {
        for channels in channels {
          for block in blocks { results.append(measure(scene, set, channels, block)) }
        }
      }
      for kernel in kernels {
        for block in blocks { results.append(measure(kernel, set, min(block, LaneLayout.chunk))) }
      }
    }
    return results
  }

  private func measure(
    _ scene: BenchmarkScene, _ set: InstructionSet, _ channels: Int, _ block: Int
  ) -> Result {
    let desk = OfflineDesk(
      console: scene.console(channels: channels), rate: 48000, block: block, inputs: channels,
      outputs: 2, instructionSet: set)
    var noise = BenchmarkNoise()
    for index in desk.input.indices { desk.input[index] = noise.next() }
    let rounds = max(1, Self.framesPerRun / block)
    // Its commands are taken, but it is never heard.
    let other = OfflineDesk(
      console: scene.console(channels: channels), rate: 48000, block: block, inputs: channels,
      outputs: 2, instructionSet: set)
    let moved = scene == .still ? other : desk
    let addresses = scene.addresses(desk.engine.console)
    // Goes on from run to run, so that automation is never the same.
    var turn = 0
    return measure(scene.rawValue, set, channels, block, frames: rounds * block) {
      var spent: UInt64 = 0
      for round in 0..<rounds {
        if scene.isMoving { scene.move(moved.engine, addresses, turn) }
        turn += 1
        let began = UInt64.now
        desk.renderBlock(block)
        spent += UInt64.now - began
        desk.engine.service(framesRendered: block)
        if scene == .still && round % 8 == 7 {
          other.renderBlock(block)
          other.engine.service(framesRendered: block)
        }
      }
      return spent
    }
  }

  private func measure(
    _ kernel: BenchmarkKernel, _ set: InstructionSet, _ block: Int
  ) -> Result {
    let bench = KernelBench(kernel, set)
    let rounds = Self.framesPerRun / block
    return measure(kernel.rawValue, set, kernel.channels, block, frames: rounds * block) {
      bench.run(blocks: rounds, frames: block)
    }
  }

  private func measure(
    _ name: String, _ set: InstructionSet, _ channels: Int, _ block: Int, frames: Int,
    _ run: () -> UInt64
  ) -> Result {
    _ = run()  // warms the caches
    var times = (0..<runs).map { _ in Double(run()) / Double(frames * channels) }
    times.sort()
    return Result(
      name: name, set: set, channels: channels, block: block, median: times[times.count / 2],
      least: times[0])
  }
}
