import ArgumentParser
import Desk
import MIDI
import Processors
import Surface

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Render a mix to a file, with the same engine and control as 'run'.",
    discussion: """
      Channel k of the input is device input k; the output holds the device's outputs. Inserts \
      send, but nothing comes back offline: they pass their signal as it is. A MIDI file \
      is played as if it came from the controller, and what the controller would have been sent is \
      written with its times. For a surface of several units give --midi and --feedback once for \
      each, in the order of the mapping. The same files, block and instruction set give the same \
      bits on every machine.
      """)

  @OptionGroup var desk: DeskOptions

  @Option(help: "The controller's mapping file.")
  var mapping: String?

  @Option(help: "The multitrack WAV file to mix.")
  var input: String?

  @Option(help: "A Standard MIDI File: what a hand does on the controller.")
  var midi: [String] = []

  @Option(help: "The WAV file to write.")
  var output: String

  @Option(help: "The samples to write: s16, s24, s32 or float.")
  var format: RenderJob.OutputFormat = .float

  @Option(help: "The Standard MIDI File to write with what the controller is sent.")
  var feedback: [String] = []

  @Option(help: "Frames between two looks at the controller, 16...2048.")
  var block = 64

  @Option(help: "Frames a second, when no input file says so.")
  var rate = 48000

  @Option(help: "Seconds to go on for after the input and the performance have ended.")
  var tail = 0.0

  @Option(help: "Channels to write; by default up to the highest that a bus plays on.")
  var outputs: Int?

  func validate() throws {
    guard (16...2048).contains(block) else {
      throw ValidationError("--block is 16...2048 frames, not \(block).")
    }
    guard (8000...192_000).contains(rate) else {
      throw ValidationError("--rate is 8000...192000 Hz, not \(rate).")
    }
    guard tail >= 0, tail <= 86400 else {
      throw ValidationError("--tail is 0...86400 seconds, not \(tail).")
    }
    guard outputs.map({ (1...256).contains($0) }) ?? true else {
      throw ValidationError("--outputs is 1...256.")
    }
    guard mapping != nil || (midi.isEmpty && feedback.isEmpty) else {
      throw ValidationError("--midi and --feedback need --mapping to say what the bytes mean.")
    }
    guard !desk.demo || input == nil else {
      throw ValidationError("--demo plays the demo band; leave out --input.")
    }
  }

  func run() throws {
    var job = RenderJob(
      console: try desk.loadConsole(), output: output, instructionSet: desk.instructionSet)
    job.mapping = try loadMappings(mapping.map { [$0] } ?? []).first
    if let units = job.mapping?.units.count, max(midi.count, feedback.count) > units {
      throw Failure(.usage, "the surface has \(units) units; give no more files than that")
    }
    job.input = input
    job.isDemo = desk.demo
    job.performances = try midi.map { try Files.performance($0) }
    job.format = format
    job.feedback = feedback
    job.block = block
    job.rate = rate
    job.tail = tail
    job.outputs = outputs
    if !job.passedInserts.isEmpty {
      let names = job.passedInserts.map { "\($0)" }.joined(separator: ", ")
      complain(
        "Offline nothing comes back from outside: the inserts of these strips pass their signal as "
          + "it is: \(names).")
    }
    let result = try job.run()
    let seconds = Double(result.frames) / Double(result.rate)
    print("\(output): \(result.outputs) channels, \(seconds) s at \(result.rate) Hz.")
    if result.loudness.maximumMomentary.isFinite { print("\(result.loudness.sentence).") }
    for refusal in result.refusals { complain("Not done: \(refusal).") }
    if desk.demo && desk.console == nil { print(WetDryComparison(rate: rate).text) }
  }
}
