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
    var source = [Float](repeating: 0, count: frames * inputCount)
    for channel in 0..<inputCount {
      for frame in 0..<frames { source[frame * inputCount + channel] = inputs[channel][frame] }
    }
    var result = [Float](repeating: .nan, count: frames * outputCount)
    source.withUnsafeMutableBytes { source in
      result.withUnsafeMutableBytes { result in
        let inputAreas = areas(source, inputCount)
        let outputAreas = areas(result, outputCount)
        engine.core.pointee.render(
          DeviceBlock(
            inputs: inputAreas, inputCount: inputCount, inputFormat: .float,
            outputs: outputAreas, outputCount: outputCount, outputFormat: .float,
            frames: frames))
      }
    }
    engine.service(framesRendered: frames)
    return (0..<outputCount).map { channel in
      (0..<frames).map { result[$0 * outputCount + channel] }
    }
  }

  /// Renders a longer stretch in blocks.
  func render(_ inputs: [[Float]], block: Int) -> [[Float]] {
    var result = [[Float]](repeating: [], count: outputCount)
    var start = 0
    while start < inputs[0].count {
      let end = min(start + block, inputs[0].count)
      for (channel, samples) in render(inputs.map { Array($0[start..<end]) }).enumerated() {
        result[channel] += samples
      }
      start = end
    }
    return result
  }

  private func areas(_ memory: UnsafeMutableRawBufferPointer, _ count: Int)
    -> UnsafePointer<ChannelArea>
  {
    let areas = UnsafeMutablePointer<ChannelArea>.allocate(capacity: max(count, 1))
    for channel in 0..<count {
      areas[channel] = ChannelArea(
        base: memory.baseAddress.map { $0 + 4 * channel }, stride: 4 * count)
    }
    return UnsafePointer(areas)
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
      do { try apply(edit) } catch { preconditionFailure("\(edit): \(error)") }
    }
  }
}

/// A repeatable stream of random numbers: SplitMix64 of Steele, Lea and Flood, 2014.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Noise of full scale 0.5.
  mutating func noise(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float.random(in: -0.5...0.5, using: &self) }
  }
}
