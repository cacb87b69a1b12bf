import CLanes
import DSP
import Engine
import Processors

/// A kernel to be measured by itself.
///
/// Those of lanes run over one bank of sixteen strips and are told per channel, the others over one
/// stereo pair and are told per pair.
public enum BenchmarkKernel: String, CaseIterable, Sendable {
  case filter
  case gate
  case compressor
  case glue
  case saturation
  case reverb
  case limiter
  /// One that is switched in, without reading what comes back from a device.
  case insert

  /// The strips that a run's time is shared by.
  var channels: Int {
    switch self {
    case .reverb, .limiter, .insert: 1
    default: LaneLayout.lanes
    }
  }

  /// The parameter rows at rest, with everything at work.
  func rows(rate: Int) -> [Float] {
    switch self {
    case .filter:
      let highPass = HighPassSettings(frequency: 80, slope: .twentyFour).rows(rate: rate)
      let bands = [200.0, 800, 2500, 8000].flatMap {
        EQBandSettings(.peaking, frequency: $0, gain: 3, q: 1).rows(rate: rate)
      }
      return highPass + bands
    case .gate:
      var settings = GateSettings()
      settings.isOn = true
      return settings.rows(rate: rate)
    case .compressor:
      var settings = CompressorSettings()
      settings.isOn = true
      return settings.rows(rate: rate)
    case .glue:
      var settings = GlueSettings()
      settings.isOn = true
      return settings.rows(rate: rate)
    case .saturation:
      return SaturationSettings(character: .tape, drive: 12).rows(rate: rate)
    case .reverb:
      var settings = ReverbSettings()
      settings.isOn = true
      return settings.rows(rate: rate)
    case .limiter:
      var settings = LimiterSettings()
      settings.isOn = true
      settings.ceiling = -20
      return settings.rows(rate: rate)
    case .insert:
      return [Float](repeating: 1, count: InsertRow.count * LaneLayout.lanes)
    }
  }

  /// Rows of state, or as many as the memory of a unit fills.
  func stateRows(rate: Int) -> Int {
    switch self {
    case .filter: 6 * FilterSection.stateRows
    case .gate: Gate.stateRows
    case .compressor, .glue: Compressor.stateRows
    case .saturation: SaturationState.rows
    case .reverb: ReverbState.bytes(rate: rate) / MemoryLayout<Lanes>.stride + 1
    case .limiter: LimiterLayout(rate: rate).floats / LaneLayout.lanes + 1
    case .insert: LaneLayout.chunk
    }
  }
}

/// The memory that a kernel is measured over.
final class KernelBench {
  private let kernel: BenchmarkKernel
  private let kernels: Kernels
  private let parameters: UnsafeMutablePointer<Ramp>
  private let state: UnsafeMutablePointer<Lanes>
  private let samples: UnsafeMutablePointer<Lanes>
  private let scratch: UnsafeMutablePointer<Lanes>
  private var limiter: LimiterUnit?
  private var reverb: UnsafeMutablePointer<ReverbState>?
  private let noise: [Lanes]

  init(_ kernel: BenchmarkKernel, _ set: InstructionSet, rate: Int = 48000) {
    self.kernel = kernel
    kernels = Kernels(instructionSet: set)
    let rows = kernel.rows(rate: rate)
    let isUnit = kernel.channels == 1
    let rowCount = isUnit ? rows.count / LaneLayout.lanes : rows.count
    parameters = Self.memory(of: Ramp.self, rowCount)
    for row in 0..<rowCount {
      var value = Lanes(repeating: rows[row])
      if isUnit {
        for lane in 0..<LaneLayout.lanes { value[lane] = rows[row * LaneLayout.lanes + lane] }
      }
      (parameters + row).initialize(to: Ramp(restingAt: value))
    }
    let stateRows = kernel.stateRows(rate: rate)
    state = Self.memory(of: Lanes.self, stateRows)
    state.initialize(repeating: Lanes(), count: stateRows)
    samples = Self.memory(of: Lanes.self, LaneLayout.chunk)
    samples.initialize(repeating: Lanes(), count: LaneLayout.chunk)
    scratch = Self.memory(of: Lanes.self, SaturationRow.scratchFrames)
    scratch.initialize(repeating: Lanes(), count: SaturationRow.scratchFrames)
    var random = BenchmarkNoise()
    noise = (0..<LaneLayout.chunk * 16).map { _ in
      var lanes = Lanes()
      for lane in 0..<LaneLayout.lanes { lanes[lane] = random.next() }
      return lanes
    }
    if kernel == .reverb {
      reverb = ReverbState.prepare(in: UnsafeMutableRawPointer(state), rate: rate)
    }
    if kernel == .limiter {
      let memory = UnsafeMutableRawPointer(state).assumingMemoryBound(to: Float.self)
      for (index, number) in TruePeakTables.make().enumerated() { memory[index] = number }
      limiter = LimiterUnit(memory: memory, layout: LimiterLayout(rate: rate))
    }
  }

  deinit {
    parameters.deallocate()
    state.deallocate()
    samples.deallocate()
    scratch.deallocate()
  }

  private static func memory<Element>(
    of type: Element.Type, _ count: Int
  ) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: type, capacity: count)
  }

  /// Runs some blocks of noise; returns the nanoseconds that the kernel took.
  func run(blocks: Int, frames: Int) -> UInt64 {
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    var spent: UInt64 = 0
    for block in 0..<blocks {
      let first = block * frames % (noise.count - frames)
      for frame in 0..<frames { samples[frame] = noise[first + frame] }
      let began = UInt64.now
      render(frames)
      spent += UInt64.now - began
    }
    return spent
  }

  private func render(_ frames: Int) {
    let block = ProcessorBlock(
      samples: samples, parameters: parameters, state: state, key: UnsafePointer(samples),
      frames: frames)
    let left = UnsafeMutableRawPointer(samples).assumingMemoryBound(to: Float.self)
    switch kernel {
    case .filter: kernels.renderFilter(block, sections: 6)
    case .gate: kernels.gate(block)
    case .compressor: kernels.compress(block)
    case .glue: kernels.glue(block)
    case .saturation: kernels.saturate(block, scratch: scratch)
    case .reverb:
      guard let reverb else { return }
      kernels.renderReverb(
        ReverbBlock(
          left: left, right: left + 1, parameters: parameters, state: reverb, frames: frames))
    case .limiter:
      if limiter != nil {
        withUnsafeMutablePointer(to: &self.limiter) { unit in
          unit.withMemoryRebound(to: LimiterUnit.self, capacity: 1) {
            kernels.limitPeaks($0, parameters, left, left + 1, frames)
          }
        }
      }
    case .insert:
      let outside = UnsafeMutableRawPointer(state).assumingMemoryBound(to: Float.self)
      for side in 0..<2 {
        _ = kernels.insertLane(
          InsertBlock(
            samples: left + side, sent: outside + side, returned: outside + 2 + side,
            parameters: parameters, frames: frames))
      }
    }
  }
}

/// White noise of -20 dBFS: its peaks are at 0.1732.
struct BenchmarkNoise {
  private var state: UInt32 = 1

  mutating func next() -> Float {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(Int32(bitPattern: state)) * 0x1p-31 * 0.17320508
  }
}
