import ConsoleModel
public import DSP
import Engine
import Units

/// Times the engine at work, in nanoseconds a channel and frame.
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

  private let channels: [Int]
  private let blocks: [Int]
  private let sets: [InstructionSet]
  private let runs: Int

  /// Frames of one timed run.
  private static let framesPerRun = 1 << 14

  /// Says what to measure.
  public init(channels: [Int], blocks: [Int], sets: [InstructionSet], runs: Int) {
    self.channels = channels
    self.blocks = blocks
    self.sets = sets
    self.runs = runs
  }

  /// Measures everything; takes some seconds.
  public func run() -> [Result] {
    var results: [Result] = []
    for set in sets {
      for scene in Scene.allCases {
        for channels in channels {
          for block in blocks { results.append(measure(scene, set, channels, block)) }
        }
      }
    }
    return results
  }

  private func measure(
    _ scene: Scene, _ set: InstructionSet, _ channels: Int, _ block: Int
  ) -> Result {
    let desk = OfflineDesk(
      console: scene.console(channels: channels), rate: 48000, block: block, inputs: channels,
      outputs: 2, instructionSet: set)
    fill(desk.input)
    let rounds = max(1, Self.framesPerRun / block)
    var times: [Double] = []
    for run in 0...runs {
      var spent: UInt64 = 0
      for round in 0..<rounds {
        if scene == .moving { scene.move(desk, round) }
        let began = UInt64.now
        desk.renderBlock(block)
        spent += UInt64.now - began
        desk.engine.service(framesRendered: block)
      }
      // The first run warms the caches.
      if run > 0 { times.append(Double(spent) / Double(rounds * block * channels)) }
    }
    times.sort()
    return Result(
      name: scene.rawValue, set: set, channels: channels, block: block,
      median: times[times.count / 2], least: times[0])
  }

  /// Something that is not silence.
  private func fill(_ samples: UnsafeMutableBufferPointer<Float>) {
    var state: UInt32 = 1
    for index in samples.indices {
      state = state &* 1_664_525 &+ 1_013_904_223
      samples[index] = Float(Int32(bitPattern: state)) * 0x1p-33
    }
  }
}

/// A desk to be measured.
private enum Scene: String, CaseIterable {
  case main
  case mix
  case moving

  func console(channels: Int) -> Console {
    var size = ConsoleSize()
    size.channels = channels
    var console = Console(name: "Benchmark", size: size)
    for number in 1...channels {
      for edit in edits(number) { try? console.apply(edit) }
    }
    try? console.apply(.fader(.main, .unity))
    return console
  }

  private func edits(_ number: Int) -> [ConsoleEdit] {
    let channel = StripID.channel(number)
    let common: [ConsoleEdit] = [
      .fader(channel, Decibels(-6)), .pan(channel, Pan(Double(number % 9 - 4) / 4)),
    ]
    if self == .main { return common }
    return common + [
      .assign(channel, to: .main, false), .joinVCA(channel, vca: 1),
      .assign(channel, to: BusID(.group, number % 8 + 1), true),
      .sendLevel(channel, to: BusID(.fx, number % 4 + 1), Decibels(-12)),
    ]
  }

  /// Sends every fader to another place.
  func move(_ desk: OfflineDesk, _ round: Int) {
    var console = desk.engine.console
    try? console.apply(.fader(.vca(1), Decibels(round % 2 == 0 ? -3 : 3)))
    desk.engine.follow(console)
  }
}
