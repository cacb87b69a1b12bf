import ConsoleModel
import DSP
import Engine
import Realtime
import Units

/// An engine on a device of plain floats: blocks go in and come out as arrays, one a channel.
final class Rig {
  let engine: Engine
  let inputCount: Int
  let outputCount: Int
  /// Whether the control side is serviced after every block, as offline.
  var isServiced = true
  /// The frames that the control side has not been told of yet.
  private var uncounted = 0

  init(
    _ console: Console, inputs: Int, outputs: Int, rate: Int = 48000, block: Int = 64,
    instructionSet: InstructionSet = .best
  ) {
    inputCount = inputs
    outputCount = outputs
    engine = Engine(
      console: console, rate: rate, largestBlock: block, outputCount: outputs,
      instructionSet: instructionSet)
    engine.core.pointee.riseFromSilence(over: 0)
  }

  /// Renders one block of equally long inputs.
  func render(_ inputs: [[Float]]) -> [[Float]] {
    let frames = inputs[0].count
    let source = DeviceMemory(channels: inputCount, frames: frames, format: .float)
    for (channel, samples) in inputs.enumerated() { source.write(samples, to: channel) }
    let result = DeviceMemory(channels: outputCount, frames: frames, format: .float)
    render(source, result)
    return (0..<outputCount).map { result.floats(of: $0) }
  }

  /// Renders one block from one device memory into another.
  func render(_ source: DeviceMemory, _ result: DeviceMemory) {
    engine.core.pointee.render(
      DeviceBlock(
        inputs: UnsafePointer(source.areas), inputCount: source.channels,
        inputFormat: source.format, outputs: UnsafePointer(result.areas),
        outputCount: result.channels, outputFormat: result.format, frames: result.frames))
    uncounted += result.frames
    if isServiced { service() }
  }

  /// What a control loop does in one turn: edits first, the engine's own affairs afterwards.
  func turn(_ console: Console) {
    engine.follow(console)
    service()
  }

  private func service() {
    engine.service(framesRendered: uncounted)
    uncounted = 0
  }

  /// Renders a longer stretch in blocks of one size.
  func render(_ inputs: [[Float]], block: Int) -> [[Float]] {
    render(inputs) { _ in block }
  }

  /// Renders a longer stretch in blocks whose sizes are asked for; may edit before each.
  ///
  /// - Parameters:
  ///   - inputs: Equally long signals, one an input.
  ///   - nextBlock: Gets the frame that the block starts at, returns the block's size.
  /// - Returns: What was heard, one signal an output.
  func render(_ inputs: [[Float]], _ nextBlock: (Int) -> Int) -> [[Float]] {
    var result = [[Float]](repeating: [], count: outputCount)
    var start = 0
    while start < inputs[0].count {
      let end = min(start + nextBlock(start), inputs[0].count)
      for (channel, samples) in render(inputs.map { Array($0[start..<end]) }).enumerated() {
        result[channel] += samples
      }
      start = end
    }
    return result
  }

  /// Renders silence until every gain rests and every plan is in force.
  func settle(frames: Int = 4800) {
    let silence = [Float](repeating: 0, count: frames)
    _ = render(Array(repeating: silence, count: inputCount), block: 64)
  }
}

extension Console {
  /// A desk with the given numbers of channels and groups, two auxes and two fx buses.
  static func small(channels: Int = 4, groups: Int = 2) -> Console {
    var size = ConsoleSize()
    size.channels = channels
    size.groups = groups
    size.auxes = 2
    size.fxs = 2
    size.vcas = 4
    size.muteGroups = 2
    var console = Console(name: "Test", size: size)
    console.make(.fader(.main, .unity))
    return console
  }

  /// Makes edits that must not be refused.
  mutating func make(_ edits: ConsoleEdit...) {
    for edit in edits {
      do { try apply(edit) } catch { fatalError("\(edit): \(error)") }
    }
  }

  /// Makes an edit unless the console refuses it; whether it was made.
  @discardableResult
  mutating func attempt(_ edit: ConsoleEdit) -> Bool {
    do {
      try apply(edit)
      return true
    } catch { return false }
  }
}
