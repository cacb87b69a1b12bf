import DSP

/// Where the rows of each processor start in a bank's memory, in the order of the signal.
///
/// Channels and buses have the same rows; what a kind of strip does not have stays off. The
/// equaliser is there twice, before and after the compressor: a strip uses one of them, and the
/// other passes its lanes as they are, so that changing the order is a crossfade.
struct BankRows {
  /// The first row of parameters, and of state.
  var parameter: Int
  var state: Int
}

extension BankRows {
  /// Sections of the high-pass, and of an equaliser: those of its bands, then its top section.
  static var highPassSections: Int { @_noLocks get { 2 } }
  static var eqBands: Int { @_noLocks get { 6 } }
  static var eqSections: Int { @_noLocks get { eqBands &+ 1 } }

  static var highPass: BankRows { @_noLocks get { BankRows(parameter: 0, state: 0) } }
  static var gate: BankRows {
    @_noLocks get { highPass.after(FilterSection.self, highPassSections) }
  }
  static var equaliser: BankRows {
    @_noLocks get {
      BankRows(
        parameter: gate.parameter &+ Gate.parameterRows, state: gate.state &+ Gate.stateRows)
    }
  }
  /// The compressor of channels, the glue compressor of buses.
  static var compressor: BankRows {
    @_noLocks get { equaliser.after(FilterSection.self, eqSections) }
  }
  static var lateEqualiser: BankRows {
    @_noLocks get {
      BankRows(
        parameter: compressor.parameter &+ Compressor.parameterRows,
        state: compressor.state &+ Compressor.stateRows)
    }
  }
  static var saturation: BankRows {
    @_noLocks get { lateEqualiser.after(FilterSection.self, eqSections) }
  }
  static var image: BankRows {
    @_noLocks get {
      BankRows(
        parameter: saturation.parameter &+ SaturationRow.count,
        state: saturation.state &+ SaturationState.rows)
    }
  }
  /// The row that says which equaliser a lane uses: 0 the first, 1 the late one.
  static var order: BankRows {
    @_noLocks get {
      BankRows(parameter: image.parameter &+ Image.parameterRows, state: image.state)
    }
  }
  /// One beyond the last row.
  static var end: BankRows {
    @_noLocks get { BankRows(parameter: order.parameter &+ 1, state: order.state) }
  }

  /// The place behind some filter sections.
  @_noLocks
  private func after(_: FilterSection.Type, _ sections: Int) -> BankRows {
    BankRows(
      parameter: parameter &+ sections &* FilterSection.parameterRows,
      state: state &+ sections &* FilterSection.stateRows)
  }
}

/// The processors of a bank as bits of `ProcessorMemory.active`.
enum BankStage {
  static var highPass: UInt32 { @_noLocks get { 1 << 0 } }
  static var gate: UInt32 { @_noLocks get { 1 << 1 } }
  static var equaliser: UInt32 { @_noLocks get { 1 << 2 } }
  static var compressor: UInt32 { @_noLocks get { 1 << 3 } }
  static var lateEqualiser: UInt32 { @_noLocks get { 1 << 4 } }
  static var saturation: UInt32 { @_noLocks get { 1 << 5 } }
  static var image: UInt32 { @_noLocks get { 1 << 6 } }
  /// Some lane uses, or begins or ceases to use, its late equaliser.
  static var order: UInt32 { @_noLocks get { 1 << 7 } }
}
