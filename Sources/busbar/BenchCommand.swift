import ArgumentParser
import DSP
import Desk
import Engine

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the engine: nanoseconds a channel and frame.",
    discussion: """
      'mix': every channel to a group, to the main bus through it, and to an fx bus after its \
      fader. 'main': every channel to the main bus only. 'moving': as 'mix', every fader in motion.
      """)

  @Flag(help: "Print JSON: an array of objects.")
  var json = false

  @Option(help: "Only these numbers of channels.")
  var channels: [Int] = [8, 16, 32, 64, 128, 256]

  @Option(help: "Only these blocks, in frames.")
  var block: [Int] = [16, 64, 256]

  @Option(help: "Only these vector instructions.")
  var instructionSet: [InstructionSet] = InstructionSet.available

  @Option(help: "Timed runs of each measurement, of which the median and the least are told.")
  var runs = 15

  func validate() throws {
    guard channels.allSatisfy((1...256).contains), block.allSatisfy((16...2048).contains),
      (1...1000).contains(runs)
    else {
      throw ValidationError("--channels is 1...256, --block 16...2048, --runs 1...1000.")
    }
  }

  func run() {
    let results = Benchmark(channels: channels, blocks: block, sets: instructionSet, runs: runs)
      .run()
    guard json else {
      print("name     isa       channels  block  ns/channel/frame      min")
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
      (result.name, 9), (result.set.rawValue, 10), ("\(result.channels)", 10),
      ("\(result.block)", 7), (rounded(result.median), 22), (rounded(result.least), 8),
    ]
    return columns.map { text, width in
      text + String(repeating: " ", count: max(0, width - text.count))
    }.joined()
  }

  private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
