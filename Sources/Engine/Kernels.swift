import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline
import Realtime

/// The kernels of one instruction set, chosen at start; each call is one well-predicted branch.
package struct Kernels {
  package let instructionSet: InstructionSet

  package init(instructionSet: InstructionSet) { self.instructionSet = instructionSet }

  @_noLocks
  func trimStrips(_ block: StripBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.trimStrips(block)
    case .avx2: KernelsAVX2.trimStrips(block)
    case .avx512: KernelsAVX512.trimStrips(block)
    }
  }

  @_noLocks
  func fadeStrips(_ block: StripBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.fadeStrips(block)
    case .avx2: KernelsAVX2.fadeStrips(block)
    case .avx512: KernelsAVX512.fadeStrips(block)
    }
  }

  @_noLocks
  func meterInputs(_ block: StripBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.meterInputs(block)
    case .avx2: KernelsAVX2.meterInputs(block)
    case .avx512: KernelsAVX512.meterInputs(block)
    }
  }

  @_noLocks
  func renderImage(_ block: ProcessorBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.renderImage(block)
    case .avx2: KernelsAVX2.renderImage(block)
    case .avx512: KernelsAVX512.renderImage(block)
    }
  }

  @_noLocks
  func isImageIdle(_ parameters: UnsafeMutablePointer<Ramp>) -> Bool {
    KernelsBaseline.isImageIdle(parameters)
  }

  @_noLocks
  func blendTap(
    _ tap: UnsafeMutablePointer<Lanes>, _ samples: UnsafePointer<Lanes>,
    _ share: UnsafePointer<Ramp>, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.blendTap(tap, samples, share, frames)
    case .avx2: KernelsAVX2.blendTap(tap, samples, share, frames)
    case .avx512: KernelsAVX512.blendTap(tap, samples, share, frames)
    }
  }

  @_noLocks
  func fillKey(
    _ key: UnsafeMutablePointer<Lanes>, _ samples: UnsafePointer<Lanes>, _ isOwn: SIMD16<Int32>,
    _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.fillKey(key, samples, isOwn, frames)
    case .avx2: KernelsAVX2.fillKey(key, samples, isOwn, frames)
    case .avx512: KernelsAVX512.fillKey(key, samples, isOwn, frames)
    }
  }

  @_noLocks
  func mixColumns(_ block: ColumnBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.mixColumns(block)
    case .avx2: KernelsAVX2.mixColumns(block)
    case .avx512: KernelsAVX512.mixColumns(block)
    }
  }

  @_noLocks
  func gatherColumns(_ block: ColumnBlock) { KernelsBaseline.gatherColumns(block) }

  @_noLocks
  func sumColumns(
    _ sums: UnsafePointer<Lanes>, _ columns: Int, _ bank: UnsafeMutablePointer<Lanes>,
    _ frames: Int
  ) -> Bool {
    switch instructionSet {
    case .baseline: KernelsBaseline.sumColumns(sums, columns, bank, frames)
    case .avx2: KernelsAVX2.sumColumns(sums, columns, bank, frames)
    case .avx512: KernelsAVX512.sumColumns(sums, columns, bank, frames)
    }
  }

  @_noLocks
  func headForTargets(_ ramps: UnsafeMutablePointer<Ramp>, _ count: Int, in frames: Int32) {
    switch instructionSet {
    case .baseline: KernelsBaseline.headForTargets(ramps, count, in: frames)
    case .avx2: KernelsAVX2.headForTargets(ramps, count, in: frames)
    case .avx512: KernelsAVX512.headForTargets(ramps, count, in: frames)
    }
  }

  @_noLocks
  func tileActivity(_ rows: UnsafeMutablePointer<Ramp>, _ count: Int) -> TileActivity {
    switch instructionSet {
    case .baseline: KernelsBaseline.tileActivity(rows, count)
    case .avx2: KernelsAVX2.tileActivity(rows, count)
    case .avx512: KernelsAVX512.tileActivity(rows, count)
    }
  }

  @_noLocks
  func mixTile(_ block: TileBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.mixTile(block)
    case .avx2: KernelsAVX2.mixTile(block)
    case .avx512: KernelsAVX512.mixTile(block)
    }
  }

  @_noLocks
  func loadLanes(
    _ areas: UnsafePointer<ChannelArea>, _ format: SampleFormat,
    into destination: UnsafeMutablePointer<Lanes>, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.loadLanes(areas, format, into: destination, frames)
    case .avx2: KernelsAVX2.loadLanes(areas, format, into: destination, frames)
    case .avx512: KernelsAVX512.loadLanes(areas, format, into: destination, frames)
    }
  }

  @_noLocks
  func loadRow(
    _ area: ChannelArea, _ format: SampleFormat, into destination: UnsafeMutablePointer<Lanes>,
    _ frames: Int
  ) -> Bool {
    switch instructionSet {
    case .baseline: KernelsBaseline.loadRow(area, format, into: destination, frames)
    case .avx2: KernelsAVX2.loadRow(area, format, into: destination, frames)
    case .avx512: KernelsAVX512.loadRow(area, format, into: destination, frames)
    }
  }

  @_noLocks
  func passStraight(
    _ area: ChannelArea, _ format: SampleFormat, _ strip: StripBlock, _ columns: ColumnBlock
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.passStraight(area, format, strip, columns)
    case .avx2: KernelsAVX2.passStraight(area, format, strip, columns)
    case .avx512: KernelsAVX512.passStraight(area, format, strip, columns)
    }
  }

  // One lane at a time: wider vectors have nothing to add to these.

  @_noLocks
  func copyLane(
    _ from: UnsafePointer<Lanes>, _ fromLane: Int, _ to: UnsafeMutablePointer<Lanes>,
    _ toLane: Int, _ frames: Int
  ) {
    KernelsBaseline.copyLane(from, fromLane, to, toLane, frames)
  }

  @_noLocks
  func blendLane(_ block: BlendBlock) { KernelsBaseline.blendLane(block) }

  @_noLocks
  func blendBanks(
    _ dry: UnsafePointer<Lanes>, _ wet: UnsafePointer<Lanes>, _ mix: UnsafePointer<Ramp>,
    into blend: UnsafeMutablePointer<Lanes>, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.blendBanks(dry, wet, mix, into: blend, frames)
    case .avx2: KernelsAVX2.blendBanks(dry, wet, mix, into: blend, frames)
    case .avx512: KernelsAVX512.blendBanks(dry, wet, mix, into: blend, frames)
    }
  }

  @_noLocks
  func advance(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
    KernelsBaseline.advance(ramp, frames)
  }

  @_noLocks
  func storeLane(
    _ source: UnsafePointer<Float>?, _ area: ChannelArea, _ format: SampleFormat, gain: Float,
    gainStep: Float, _ frames: Int
  ) {
    KernelsBaseline.storeLane(source, area, format, gain: gain, gainStep: gainStep, frames)
  }

  @_noLocks
  func delayLane(
    _ line: UnsafeMutablePointer<DelayLine>, _ samples: UnsafeMutablePointer<Float>, _ frames: Int
  ) {
    KernelsBaseline.delayLane(line, samples, frames)
  }
}
