import CLanes
import DSP
import Engine
import Processors

/// Which of the three kernels runs.
enum DynamicsKernel: CaseIterable {
  case gate, compress, glue

  func run(_ kernels: Kernels, _ block: ProcessorBlock) {
    switch self {
    case .gate: kernels.gate(block)
    case .compress: kernels.compress(block)
    case .glue: kernels.glue(block)
    }
  }
}

/// A bank of gates or compressors under test.
///
/// What it renders are frames of sixteen lanes, one after the other.
final class DynamicsBank {
  let kernel: DynamicsKernel
  let kernels: Kernels
  let rows: Rows
  private var start = 0

  init(_ kernel: DynamicsKernel, _ kernels: Kernels) {
    self.kernel = kernel
    self.kernels = kernels
    rows =
      kernel == .gate
      ? Rows(parameterRows: Gate.parameterRows, stateRows: Gate.stateRows)
      : Rows(parameterRows: Compressor.parameterRows, stateRows: Compressor.stateRows)
  }

  /// Renders `frames` more frames of what `input` and `key` say for a frame and a lane.
  ///
  /// Frames are counted from the first call on; `before` is told the frame of each block.
  func render(
    _ frames: Int, block size: Int = 64, key: ((Int, Int) -> Float)? = nil,
    before: (Int) -> Void = { _ in }, _ input: (Int, Int) -> Float
  ) -> [Float] {
    let old = machine_flush_denormals()
    defer { machine_restore_denormals(old) }
    var output: [Float] = []
    output.reserveCapacity(frames * 16)
    let end = start + frames
    while start < end {
      let count = min(size, end - start)
      for frame in 0..<count {
        for lane in 0..<16 { rows.samples[frame][lane] = input(start + frame, lane) }
        if let key { for lane in 0..<16 { rows.key[frame][lane] = key(start + frame, lane) } }
      }
      before(start)
      kernel.run(kernels, rows.block(frames: count, isKeyed: key != nil))
      for frame in 0..<count { for lane in 0..<16 { output.append(rows.samples[frame][lane]) } }
      start += count
    }
    return output
  }

  /// The gains in dB that keys of one constant level a lane end with, after `frames` frames.
  func gains(after frames: Int, _ key: @escaping (Int, Int) -> Float) -> [Double] {
    let output = render(frames, key: key) { _, _ in 1 }
    return output.suffix(16).map { decibels(Double($0)) }
  }
}
