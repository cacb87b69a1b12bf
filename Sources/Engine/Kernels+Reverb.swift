package import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Runs a reverb on one stereo pair in place.
  ///
  /// Audio thread.
  @_noLocks
  package func renderReverb(_ block: ReverbBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.renderReverb(block)
    case .avx2: KernelsAVX2.renderReverb(block)
    case .avx512: KernelsAVX512.renderReverb(block)
    }
  }

  /// Whether a reverb is off, at rest and wiped, so that it need not be run.
  ///
  /// Audio thread.
  @_noLocks
  package func isReverbIdle(
    _ parameters: UnsafePointer<Ramp>, _ state: UnsafePointer<ReverbState>
  ) -> Bool {
    KernelsBaseline.isReverbIdle(parameters, state)
  }
}
