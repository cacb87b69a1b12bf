import DSP
import Engine

/// The memory of one processor on one bank, as the engine lays it out.
final class Rows {
  let parameters: UnsafeMutablePointer<Ramp>
  let state: UnsafeMutablePointer<Lanes>
  let samples: UnsafeMutablePointer<Lanes>
  let key: UnsafeMutablePointer<Lanes>
  let scratch: UnsafeMutablePointer<Lanes>
  private let parameterRows: Int

  /// Reserves silent memory for these numbers of rows and blocks of up to `LaneLayout.chunk` frames.
  init(parameterRows: Int, stateRows: Int) {
    self.parameterRows = parameterRows
    parameters = Self.memory(of: Ramp.self, max(1, parameterRows))
    parameters.initialize(repeating: Ramp(restingAt: Lanes()), count: max(1, parameterRows))
    state = Self.memory(of: Lanes.self, max(1, stateRows))
    state.initialize(repeating: Lanes(), count: max(1, stateRows))
    samples = Self.memory(of: Lanes.self, LaneLayout.chunk)
    samples.initialize(repeating: Lanes(), count: LaneLayout.chunk)
    key = Self.memory(of: Lanes.self, LaneLayout.chunk)
    key.initialize(repeating: Lanes(), count: LaneLayout.chunk)
    scratch = Self.memory(of: Lanes.self, SaturationRow.scratchFrames)
    scratch.initialize(repeating: Lanes(), count: SaturationRow.scratchFrames)
  }

  /// Reserves silent memory for filter sections.
  convenience init(sections: Int) {
    self.init(
      parameterRows: sections * FilterSection.parameterRows,
      stateRows: sections * FilterSection.stateRows)
  }

  deinit {
    parameters.deallocate()
    state.deallocate()
    samples.deallocate()
    key.deallocate()
    scratch.deallocate()
  }

  private static func memory<Element>(
    of type: Element.Type, _ count: Int
  ) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: type, capacity: count)
  }

  /// Sends one lane of every row to a target, where it arrives in `frames`; at once when 0.
  func send(lane: Int, to targets: [Float], in frames: Int32 = 0) {
    precondition(targets.count == parameterRows)
    for (row, target) in targets.enumerated() {
      parameters[row].move(lane: lane, to: target, in: frames)
    }
  }

  /// Sends every lane of every row to the same targets.
  func send(to targets: [Float], in frames: Int32 = 0) {
    for lane in 0..<LaneLayout.lanes { send(lane: lane, to: targets, in: frames) }
  }

  /// What a kernel is called with for the next frames of `samples`.
  func block(frames: Int = LaneLayout.chunk, isKeyed: Bool = false) -> ProcessorBlock {
    ProcessorBlock(
      samples: samples, parameters: parameters, state: state,
      key: UnsafePointer(isKeyed ? key : samples), frames: frames)
  }

  /// Saturates a block of these rows.
  func saturate(_ block: ProcessorBlock, _ kernels: Kernels) {
    kernels.saturate(block, scratch: scratch)
  }

  /// Runs equally long signals, one a lane, through a kernel in blocks; missing lanes are silent.
  ///
  /// `body` may send parameters and must run the kernel; it gets the frame that the block starts at.
  func render(
    _ inputs: [[Float]], keys: [[Float]] = [], block frames: Int = LaneLayout.chunk,
    _ body: (Int, ProcessorBlock) -> Void
  ) -> [[Float]] {
    var outputs = inputs.map { _ in [Float]() }
    var start = 0
    while start < inputs[0].count {
      let count = min(frames, inputs[0].count - start)
      for frame in 0..<count {
        var lanes = Lanes()
        for lane in inputs.indices { lanes[lane] = inputs[lane][start + frame] }
        samples[frame] = lanes
        for lane in keys.indices { key[frame][lane] = keys[lane][start + frame] }
      }
      body(start, block(frames: count, isKeyed: !keys.isEmpty))
      for lane in inputs.indices {
        for frame in 0..<count { outputs[lane].append(samples[frame][lane]) }
      }
      start += count
    }
    return outputs
  }
}

/// Runs `body` with the kernels of each instruction set that this machine has.
func withEachInstructionSet(_ body: (Kernels) throws -> Void) rethrows {
  for set in InstructionSet.available { try body(Kernels(instructionSet: set)) }
}
