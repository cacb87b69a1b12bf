import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Gates, expands or ducks sixteen strips.
  ///
  /// The rows are those of `DSP.Gate`. Audio thread.
  @_noLocks
  package func gate(_ block: ProcessorBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.gate(block)
    case .avx2: KernelsAVX2.gate(block)
    case .avx512: KernelsAVX512.gate(block)
    }
  }

  /// Compresses sixteen strips.
  ///
  /// The rows are those of `DSP.Compressor`. Audio thread.
  @_noLocks
  package func compress(_ block: ProcessorBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.compress(block)
    case .avx2: KernelsAVX2.compress(block)
    case .avx512: KernelsAVX512.compress(block)
    }
  }

  /// Compresses sixteen buses with a program-dependent release.
  ///
  /// The rows are those of `DSP.Compressor`. Audio thread.
  @_noLocks
  package func glue(_ block: ProcessorBlock) {
    switch instructionSet {
    case .baseline: KernelsBaseline.glue(block)
    case .avx2: KernelsAVX2.glue(block)
    case .avx512: KernelsAVX512.glue(block)
    }
  }

  /// Whether no lane of a gate's rows would change its samples, so that its kernel can be skipped.
  ///
  /// Audio thread.
  @_noLocks
  package func isGateIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
    KernelsBaseline.isGateIdle(parameters)
  }

  /// Whether no lane of a compressor's or glue compressor's rows would change its samples.
  ///
  /// Audio thread.
  @_noLocks
  package func isCompressorIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
    KernelsBaseline.isCompressorIdle(parameters)
  }
}
