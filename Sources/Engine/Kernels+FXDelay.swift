import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Delays one stereo pair in place, with feedback; `DSP.FXDelayRow` has the law.
  ///
  /// Audio thread. The pointers are the two lanes' first samples, which are sixteen apart.
  @_noLocks
  package func delayStereo(
    _ state: UnsafeMutablePointer<FXDelayState>, _ rows: UnsafeMutablePointer<Ramp>,
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int
  ) {
    switch instructionSet {
    case .baseline: KernelsBaseline.delayStereo(state, rows, left, right, frames)
    case .avx2: KernelsAVX2.delayStereo(state, rows, left, right, frames)
    case .avx512: KernelsAVX512.delayStereo(state, rows, left, right, frames)
    }
  }

  /// Whether the delay is off and at rest, so that it need not run.
  ///
  /// Audio thread.
  @_noLocks
  package func isFXDelayIdle(_ rows: UnsafePointer<Ramp>) -> Bool {
    KernelsBaseline.isFXDelayIdle(rows)
  }
}
