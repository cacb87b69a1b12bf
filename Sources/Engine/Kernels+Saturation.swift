import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Saturates the lanes in use in place; `DSP.SaturationRow` has the law.
  ///
  /// Audio thread.
  @_noLocks
  package func saturate(_ block: ProcessorBlock, scratch: UnsafeMutablePointer<Lanes>) {
    switch instructionSet {
    case .baseline: KernelsBaseline.saturate(block, scratch: scratch)
    case .avx2: KernelsAVX2.saturate(block, scratch: scratch)
    case .avx512: KernelsAVX512.saturate(block, scratch: scratch)
    }
  }

  /// Whether every lane's saturation is off and at rest, so that it need not run.
  ///
  /// Audio thread.
  @_noLocks
  package func isSaturationIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
    KernelsBaseline.isSaturationIdle(parameters)
  }
}
