import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Whether an oscillator makes silence and will go on to; the same for every instruction set.
  @_noLocks
  package func isOscillatorIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
    KernelsBaseline.isOscillatorIdle(parameters)
  }

  /// Fills a lane with a sine, pink noise and white noise, each with its gain.
  @_noLocks
  package func oscillate(
    _ unit: UnsafeMutablePointer<OscillatorUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
    _ samples: UnsafeMutablePointer<Float>, stride: Int, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.oscillate(unit, parameters, samples, stride: stride, frames)
    case .avx2: KernelsAVX2.oscillate(unit, parameters, samples, stride: stride, frames)
    case .avx512: KernelsAVX512.oscillate(unit, parameters, samples, stride: stride, frames)
    }
  }
}
