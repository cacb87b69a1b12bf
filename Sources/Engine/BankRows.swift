import DSP

/// Where the rows of each processor start in a bank's memory, in the order of the signal.
///
/// Channels and buses have the same rows; what a kind of strip does not have stays off. The
/// equaliser is there twice, before and after the compressor: a strip uses one of them, and the
/// other passes its lanes as they are, so that changing the order is a crossfade.
enum BankRows {
  static var image: Int {
    @_noLocks get { 0 }
  }
  /// All rows of parameters.
  static var parameters: Int {
    @_noLocks get { image + Image.parameterRows }
  }
  /// All rows of state.
  static var state: Int {
    @_noLocks get { 0 }
  }
}

/// The processors of a bank as bits of `ProcessorMemory.active`.
enum BankStage {
  static var image: UInt32 {
    @_noLocks get { 1 << 6 }
  }
}
