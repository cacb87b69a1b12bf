import DSP
import Engine
import Processors

/// Loudness and true peak of one pair, with the memory that the engine would give them.
final class LoudnessRig {
  var meter = LoudnessMeter()
  /// Whether steps are collected after every block.
  var isCollecting = true
  let unit: UnsafeMutablePointer<LoudnessUnit>
  private let peak: UnsafeMutablePointer<TruePeakUnit>
  private let bank: UnsafeMutablePointer<Float>
  private let letter: UnsafeMutablePointer<Float>

  init(rate: Int) {
    unit = .allocate(capacity: 1)
    unit.initialize(
      to: LoudnessUnit(
        weighting: KWeighting.sections(rate: rate), rate: rate,
        steps: .allocate(capacity: LoudnessUnit.capacity)))
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: TruePeakUnit.floats)
    memory.initialize(repeating: 0, count: TruePeakUnit.floats)
    for (index, weight) in TruePeakTables.make().enumerated() { memory[index] = weight }
    peak = .allocate(capacity: 1)
    peak.initialize(to: TruePeakUnit(memory: memory))
    bank = .allocate(capacity: LaneLayout.chunk * LaneLayout.lanes)
    bank.initialize(repeating: 1000, count: LaneLayout.chunk * LaneLayout.lanes)
    letter = .allocate(capacity: LoudnessUnit.capacity)
  }

  deinit {
    unit.pointee.steps.deallocate()
    unit.deallocate()
    peak.pointee.memory.deallocate()
    peak.deallocate()
    bank.deallocate()
    letter.deallocate()
  }

  /// Measures a pair, or one channel where `right` is nil.
  func play(_ kernels: Kernels, _ left: [Float], _ right: [Float]?) {
    // An odd lane, as a pair may start at one.
    let (first, second) = (bank + 3, bank + 4)
    var start = 0
    while start < left.count {
      let frames = min(start % 3 == 0 ? 64 : 47, left.count - start)
      for frame in 0..<frames {
        first[frame * 16] = left[start + frame]
        if let right { second[frame * 16] = right[start + frame] }
      }
      kernels.measureLoudness(unit, first, isStereo: right != nil, frames)
      kernels.measureTruePeak(peak, first, right == nil ? nil : UnsafePointer(second), frames)
      if isCollecting { collect() }
      start += frames
    }
    meter.add(truePeak: Double(peak.pointee.peak))
  }

  private func collect() {
    for step in 0..<unit.pointee.collect(into: letter) {
      meter.add(meanSquare: Double(letter[step]))
    }
  }
}
