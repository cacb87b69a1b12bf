import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Keeps the peaks of a stereo pair or of one channel below a ceiling.
  @_noLocks
  package func limitPeaks(
    _ unit: UnsafeMutablePointer<LimiterUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>?, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.limitPeaks(unit, parameters, left, right, frames)
    case .avx2: KernelsAVX2.limitPeaks(unit, parameters, left, right, frames)
    case .avx512: KernelsAVX512.limitPeaks(unit, parameters, left, right, frames)
    }
  }
  /// Holds the largest true peak of a stereo pair or of one channel.
  @_noLocks
  package func measureTruePeak(
    _ unit: UnsafeMutablePointer<TruePeakUnit>, _ left: UnsafePointer<Float>,
    _ right: UnsafePointer<Float>?, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.measureTruePeak(unit, left, right, frames)
    case .avx2: KernelsAVX2.measureTruePeak(unit, left, right, frames)
    case .avx512: KernelsAVX512.measureTruePeak(unit, left, right, frames)
    }
  }
}
