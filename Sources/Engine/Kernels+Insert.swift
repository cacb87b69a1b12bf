import DSP
import KernelsBaseline
import Realtime

// One lane at a time: wider vectors have nothing to add.
extension Kernels {
  @_noLocks
  package func insertLane(_ block: InsertBlock) -> Bool { KernelsBaseline.insertLane(block) }

  @_noLocks
  func loadLane(
    _ area: ChannelArea, _ format: SampleFormat, _ destination: UnsafeMutablePointer<Float>,
    _ frames: Int
  ) {
    KernelsBaseline.loadLane(area, format, destination, frames)
  }
}
