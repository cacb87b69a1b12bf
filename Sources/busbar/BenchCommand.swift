import ArgumentParser
import DSP
import Desk
import Engine
import Remote

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the engine: nanoseconds a channel and frame.",
    discussion: """
      Scenes are whole desks. 'off': every channel to the main bus, nothing on. 'main': the same, \
      faded and panned. 'mix': every channel to a group, to the main bus through it, and to an fx \
      bus after its fader. 'moving': as 'mix', every fader in motion. 'strip': every channel with \
      all its processors on and eight sends. 'sweep': as 'strip', every band of every equaliser in \
      motion; 'still': the same work of the control side for nobody, to compare with. 'desk': the \
      standard desk with everything on, on buses too. 'automation': as 'desk', sixteen random \
      parameters sent somewhere else in every block. Kernels are measured by \
      themselves: 'reverb', 'limiter' and 'insert' a stereo pair, the others sixteen strips.
      """)

  @Flag(help: "Print JSON: an array of objects.")
  var json = false

  @Option(help: "Only these desks or kernels; may be given several times.")
  var scene: [String] = []

  @Option(help: "Only these numbers of channels.")
  var channels: [Int] = [8, 16, 32, 64, 128, 256]

  @Option(help: "Only these blocks, in frames.")
  var block: [Int] = [16, 64, 256]

  @Option(help: "Only these vector instructions.")
  var instructionSet: [InstructionSet] = InstructionSet.available

  @Option(help: "Timed runs of each measurement, of which the median and the least are told.")
  var runs = 15

  func validate() throws {
    let known = BenchmarkScene.allCases.map(\.rawValue) + BenchmarkKernel.allCases.map(\.rawValue)
    for name in scene where !known.contains(name) {
      throw ValidationError("--scene is one of: \(known.joined(separator: ", ")).")
    }
    guard channels.allSatisfy((1...256).contains), block.allSatisfy((16...2048).contains),
      (1...10_000).contains(runs)
    else {
      throw ValidationError("--channels is 1...256, --block 16...2048, --runs 1...10000.")
    }
  }

  func run() {
    var benchmark = Benchmark()
    if !scene.isEmpty {
      benchmark.scenes = benchmark.scenes.filter { scene.contains($0.rawValue) }
      benchmark.kernels = benchmark.kernels.filter { scene.contains($0.rawValue) }
    }
    benchmark.channels = channels
    benchmark.blocks = block
    benchmark.sets = instructionSet
    benchmark.runs = runs
    let results = benchmark.run()
    guard json else {
      print("name        isa       channels  block  ns/channel/frame      min")
      for result in results { print(line(result)) }
      return
    }
    print(
      JSON.array(
        results.map {
          .object([
            ("name", .string($0.name)), ("isa", .string($0.set.rawValue)),
            ("channels", .integer($0.channels)), ("block", .integer($0.block)),
            ("ns_per_channel_frame", .number($0.median)), ("min", .number($0.least)),
          ])
        }))
  }

  private func line(_ result: Benchmark.Result) -> String {
    let columns = [
      (result.name, 12), (result.set.rawValue, 10), ("\(result.channels)", 10),
      ("\(result.block)", 7), (rounded(result.median), 22), (rounded(result.least), 8),
    ]
    return columns.map { text, width in
      text + String(repeating: " ", count: max(0, width - text.count))
    }.joined()
  }

  private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
