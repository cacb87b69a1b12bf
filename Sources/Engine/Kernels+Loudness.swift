import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Weighs a stereo pair or one channel and adds up its energy.
  @_noLocks
  package func measureLoudness(
    _ unit: UnsafeMutablePointer<LoudnessUnit>, _ left: UnsafePointer<Float>, isStereo: Bool,
    _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.measureLoudness(unit, left, isStereo: isStereo, frames)
    case .avx2: KernelsAVX2.measureLoudness(unit, left, isStereo: isStereo, frames)
    case .avx512: KernelsAVX512.measureLoudness(unit, left, isStereo: isStereo, frames)
    }
  }
}
