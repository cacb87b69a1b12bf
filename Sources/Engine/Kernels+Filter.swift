import DSP
import KernelsAVX2
import KernelsAVX512
import KernelsBaseline

extension Kernels {
  /// Runs `sections` (1…7) consecutive filter sections over the block, in place.
  @_noLocks
  package func renderFilter(_ block: ProcessorBlock, sections: Int) {
    switch instructionSet {
    case .baseline: KernelsBaseline.renderFilter(block, sections: sections)
    case .avx2: KernelsAVX2.renderFilter(block, sections: sections)
    case .avx512: KernelsAVX512.renderFilter(block, sections: sections)
    }
  }

  /// Whether `sections` filter sections pass their input in every lane and rest.
  @_noLocks
  package func isFilterIdle(_ parameters: UnsafeMutablePointer<Ramp>, sections: Int) -> Bool {
    switch instructionSet {
    case .baseline: KernelsBaseline.isFilterIdle(parameters, sections: sections)
    case .avx2: KernelsAVX2.isFilterIdle(parameters, sections: sections)
    case .avx512: KernelsAVX512.isFilterIdle(parameters, sections: sections)
    }
  }
}
