import DSP
import KernelsBaseline
import Realtime

// One lane at a time: wider vectors have nothing to add.
extension Kernels {
  @_noLocks
  package func insertLane(_ block: InsertBlock) -> Bool { KernelsBaseline.insertLane(block) }

  @_noLocks
  func sendLane(
    _ samples: UnsafePointer<Float>, to sent: UnsafeMutablePointer<Float>,
    _ level: UnsafePointer<Ramp>, _ frames: Int
  ) {
    KernelsBaseline.sendLane(samples, to: sent, level, frames)
  }

  @_noLocks
  func loadLane(
    _ area: ChannelArea, _ format: SampleFormat, _ destination: UnsafeMutablePointer<Float>,
    _ frames: Int
  ) {
    KernelsBaseline.loadLane(area, format, destination, frames)
  }
}
