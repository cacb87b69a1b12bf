import ConsoleModel
import DSP
import Engine
import Realtime
import Units

/// The desk without a clock: blocks are rendered as fast as they are asked for, into memory.
///
/// The same engine as on a card, driven by whoever has the inputs.
package final class OfflineDesk {
  package let engine: Engine
  package let block: Int
  private let inputs: SampleBlock
  private let outputs: SampleBlock

  /// Makes a desk whose outputs are open from the first frame.
  package init(
    console: Console, rate: Int, block: Int, inputs: Int, outputs: Int,
    instructionSet: InstructionSet
  ) {
    self.block = block
    self.inputs = SampleBlock(channels: inputs, frames: block)
    self.outputs = SampleBlock(channels: outputs, frames: block)
    engine = Engine(
      console: console, rate: rate, largestBlock: block, outputCount: outputs,
      instructionSet: instructionSet)
    engine.core.pointee.riseFromSilence(over: 0)
  }

  deinit {
    inputs.deallocate()
    outputs.deallocate()
  }

  /// The memory of the inputs' next block: `block` frames of every channel, interleaved.
  package var input: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: inputs.samples, count: inputs.channels * block)
  }

  /// What the outputs played in the last block, interleaved.
  package var output: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: outputs.samples, count: outputs.channels * block)
  }

  /// Renders the first `frames` frames of the block that the inputs hold, and does the control
  /// side's share.
  package func render(_ frames: Int) {
    renderBlock(frames)
    engine.service(framesRendered: frames)
  }

  /// Does what the audio thread does for a block, and nothing else.
  func renderBlock(_ frames: Int) {
    let denormals = DenormalGuard()
    var block = DeviceBlock(
      inputs: UnsafePointer(inputs.areas), inputCount: inputs.channels, inputFormat: .float,
      outputs: UnsafePointer(outputs.areas), outputCount: outputs.channels,
      outputFormat: .float, frames: frames)
    // Nothing stands outside that could send anything back: inserts pass their signal as it is.
    block.returnCount = 0
    engine.core.pointee.render(block)
    denormals.end()
  }
}
