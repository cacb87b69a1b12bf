public import ConsoleModel
import Demo
public import DSP
import Engine
public import MIDI
public import Surface
import Units
import WAV
public import Processors

/// What `busbar render` renders: a desk, what plays into it, and what is done to it meanwhile.
public struct RenderJob {
  public var console: Console
  public var mapping: Mapping?
  /// The WAV file whose channel k is device input k; nil for the demo band, or silence.
  public var input: String?
  /// Whether the demo band plays.
  public var isDemo = false
  /// What each unit of the surface sends, in the order of the mapping's units.
  public var performances: [StandardMIDIFile] = []
  /// The WAV file to write.
  public var output: String
  public var format = OutputFormat.float
  /// The MIDI files to write what each unit would have been sent.
  public var feedback: [String] = []
  /// Frames between two looks at the performance, 16…2048.
  public var block = 64
  /// Frames a second when no input file says so.
  public var rate = 48000
  /// Seconds to render when nothing that plays says so, and beyond what plays.
  public var tail = 0.0
  public var instructionSet: InstructionSet
  /// Channels to write; nil for the highest output that a bus is patched to.
  public var outputs: Int?

  /// How samples are written.
  public enum OutputFormat: String, CaseIterable, Sendable {
    case s16, s24, s32, float
  }

  /// Describes a rendering with everything else as usual.
  public init(console: Console, output: String, instructionSet: InstructionSet) {
    self.console = console
    self.output = output
    self.instructionSet = instructionSet
  }
}

/// What came of a rendering.
public struct RenderResult: Sendable {
  public var frames = 0
  public var rate = 0
  public var outputs = 0
  /// Messages taken from the performances, and sent to the surface.
  public var messagesIn = 0
  public var messagesOut = 0
  /// Edits that the console refused, and why.
  public var refusals: [String] = []
  /// The loudness of main.
  public var loudness = LoudnessMeter()
}

extension RenderJob {
  /// Renders everything and writes the files; on failure none of them is left behind.
  public func run() throws(Failure) -> RenderResult {
    let source = try RenderSource(self)
    let outputs = outputs ?? console.highestOutput
    guard (1...256).contains(outputs) else {
      throw Failure(.badFile, "no bus is patched to an output, so there is nothing to write")
    }
    let desk = OfflineDesk(
      console: console, rate: source.rate, block: block, inputs: source.channels,
      outputs: outputs, instructionSet: instructionSet)
    let format = WAVFormat(channels: outputs, rate: source.rate, sample: format.sample)
    let writer: WAVWriter
    do { writer = try WAVWriter(path: output, format: format) } catch {
      throw Failure(.cannotCreate, error.description)
    }
    var performer = Performer(self, rate: source.rate)
    let tail = Int(tail * Double(source.rate))
    var end = max(source.frames ?? 0, performer.frames) + tail
    var frame = 0
    while true {
      if source.frames == nil && !source.hasEnded { end = max(end, frame + block + tail) }
      guard frame < end else { break }
      let frames = min(block, end - frame)
      performer.perform(until: frame, on: desk.engine)
      try source.fill(desk, frames)
      desk.render(frames)
      desk.engine.collectMeters()
      do { try writer.write(desk.output, frames: frames) } catch {
        throw Failure(.inputOutput, error.description)
      }
      frame += frames
    }
    // What was due in the last block is no longer heard, but answered.
    performer.perform(until: end, on: desk.engine)
    let staged = try performer.stageFeedback(for: feedback)
    do { try writer.finish() } catch { throw Failure(.inputOutput, error.description) }
    for file in staged { try file.place() }
    var result = RenderResult(frames: frame, rate: source.rate, outputs: outputs)
    performer.count(into: &result)
    result.loudness = desk.engine.loudness
    return result
  }
}

extension RenderJob.OutputFormat {
  var sample: SampleFormat {
    switch self {
    case .s16: .int16
    case .s24: .int24
    case .s32: .int32
    case .float: .float32
    }
  }
}

extension RenderJob {
  /// The strips whose inserts are on and patched, for which nothing comes back offline.
  public var passedInserts: [StripID] { console.stripIDs.filter(console.isInserted) }
}

extension Console {
  /// Whether a strip hears what comes back to its insert, on a device that has all its plugs.
  func isInserted(_ id: StripID) -> Bool {
    guard let strip = strip(id) else { return false }
    return strip[.insertOn] == 1 && !strip.insert.outputs.isEmpty && !strip.insert.inputs.isEmpty
  }

  /// The highest device output that a bus or a direct out is patched to; 0 for none.
  var highestOutput: Int {
    (buses.flatMap(\.outputs) + channels.flatMap(\.strip.directOutputs)).max() ?? 0
  }
}
