import DSP
import Engine
import Processors

/// One limiter and the memory that the engine would give it.
final class LimiterRig {
  let unit: UnsafeMutablePointer<LimiterUnit>
  let row: UnsafeMutablePointer<Ramp>
  let layout: LimiterLayout
  private let kernels: Kernels
  private let bank: UnsafeMutablePointer<Float>

  init(_ kernels: Kernels, _ settings: LimiterSettings, rate: Int = 48000) {
    self.kernels = kernels
    layout = LimiterLayout(rate: rate)
    let memory = Self.memory(of: Float.self, layout.floats)
    memory.initialize(repeating: 0, count: layout.floats)
    for (index, weight) in TruePeakTables.make().enumerated() { memory[index] = weight }
    unit = Self.memory(of: LimiterUnit.self, 1)
    unit.initialize(to: LimiterUnit(memory: memory, layout: layout))
    row = Self.memory(of: Ramp.self, 1)
    row.initialize(to: Ramp(restingAt: Lanes()))
    bank = Self.memory(of: Float.self, LaneLayout.chunk * LaneLayout.lanes)
    bank.initialize(repeating: 0, count: LaneLayout.chunk * LaneLayout.lanes)
    send(settings, rate: rate)
  }

  deinit {
    unit.pointee.memory.deallocate()
    unit.deallocate()
    row.deallocate()
    bank.deallocate()
  }

  private static func memory<Element>(
    of type: Element.Type, _ count: Int
  ) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: type, capacity: count)
  }

  /// Sends the row to what the settings say, where it arrives in `frames`.
  func send(_ settings: LimiterSettings, rate: Int = 48000, in frames: Int32 = 0) {
    for (lane, target) in settings.rows(rate: rate).enumerated() {
      row.pointee.move(lane: lane, to: target, in: frames)
    }
  }

  /// Limits a pair in blocks whose sizes `block` gives; a right channel of nil is a mono limiter.
  func render(
    _ left: [Float], _ right: [Float]?, block: () -> Int = { LaneLayout.chunk }
  ) -> (left: [Float], right: [Float]) {
    var (outLeft, outRight) = ([Float](), [Float]())
    var start = 0
    // An odd lane, as a pair may start at one.
    let (first, second) = (bank + 5, bank + 6)
    while start < left.count {
      let frames = min(block(), left.count - start)
      for frame in 0..<frames {
        first[frame * 16] = left[start + frame]
        second[frame * 16] = right?[start + frame] ?? -7
      }
      kernels.limitPeaks(unit, row, first, right == nil ? nil : second, frames)
      for frame in 0..<frames {
        outLeft.append(first[frame * 16])
        outRight.append(second[frame * 16])
      }
      start += frames
    }
    return (outLeft, outRight)
  }
}
