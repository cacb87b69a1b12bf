import CLanes
import DSP

// The processors of a bank, in the order of the signal.
extension EngineCore {
  /// Runs what is on of a bank's processors before its inserts, in place; audio thread.
  @_noLocks
  func process(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    guard !bank.pointee.isSilent else { return }
    let memory = bank.pointee.processors
    if !memory.pointee.isSettled { settle(memory) }
    let active = memory.pointee.active
    if active & BankStage.highPass != 0 {
      kernels.renderFilter(
        block(bank, .highPass, frames), sections: BankRows.highPassSections)
    }
    if active & BankStage.gate != 0 {
      kernels.gate(block(bank, .gate, key: bank.pointee.gateKey, frames))
    }
    keep(bank.pointee.preEQTap, bank, frames)
    if active & BankStage.equaliser != 0 {
      kernels.renderFilter(
        block(bank, .equaliser, frames), sections: memory.pointee.eqSections.early)
    }
    keep(bank.pointee.postEQTap, bank, frames)
    if active & BankStage.compressor != 0 {
      let block = block(bank, .compressor, key: bank.pointee.compressorKey, frames)
      if bank.pointee.sources == nil { kernels.glue(block) } else { kernels.compress(block) }
    }
    if active & BankStage.order != 0 { keepLate(bank.pointee.preEQTap, bank, frames) }
    if active & BankStage.lateEqualiser != 0 {
      kernels.renderFilter(
        block(bank, .lateEqualiser, frames), sections: memory.pointee.eqSections.late)
    }
    if active & BankStage.order != 0 {
      keepLate(bank.pointee.postEQTap, bank, frames)
      kernels.advance(memory.pointee.parameters + BankRows.order.parameter, frames)
    }
    if active & BankStage.saturation != 0 {
      kernels.saturate(block(bank, .saturation, frames), scratch: scratch)
    }
  }

  /// Gives stereo buses their width and balance, in place; audio thread, after `process`.
  @_noLocks
  func place(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    guard bank.pointee.processors.pointee.active & BankStage.image != 0 else { return }
    kernels.renderImage(block(bank, .image, frames))
  }

  /// Looks at which processors have anything to do.
  @_noLocks
  private func settle(_ memory: UnsafeMutablePointer<ProcessorMemory>) {
    let rows = memory.pointee.parameters
    var active: UInt32 = 0
    let highPass = rows + BankRows.highPass.parameter
    if !kernels.isFilterIdle(highPass, sections: BankRows.highPassSections) {
      active |= BankStage.highPass
    }
    if !kernels.isGateIdle(rows + BankRows.gate.parameter) { active |= BankStage.gate }
    if !kernels.isCompressorIdle(rows + BankRows.compressor.parameter) {
      active |= BankStage.compressor
    }
    let (early, late) = (eqSections(rows, .equaliser), eqSections(rows, .lateEqualiser))
    memory.pointee.eqSections = (early, late)
    if early > 0 { active |= BankStage.equaliser }
    if late > 0 { active |= BankStage.lateEqualiser }
    if !kernels.isSaturationIdle(rows + BankRows.saturation.parameter) {
      active |= BankStage.saturation
    }
    if !kernels.isImageIdle(rows + BankRows.image.parameter) { active |= BankStage.image }
    let order = rows + BankRows.order.parameter
    let isLate = unsafeBitCast(order.pointee.value .!= 0, to: SIMD16<Int32>.self)
    if order.pointee.isMoving || lanes_any(isLate) { active |= BankStage.order }
    memory.pointee.active = active
    memory.pointee.isSettled = !memory.pointee.isMoving
  }

  /// How many sections of an equaliser there are up to the last that has anything to do.
  @_noLocks
  private func eqSections(_ rows: UnsafeMutablePointer<Ramp>, _ place: BankRows) -> Int {
    let first = rows + place.parameter
    var count = BankRows.eqSections
    while count > 0,
      kernels.isFilterIdle(first + (count &- 1) &* FilterSection.parameterRows, sections: 1)
    {
      count &-= 1
    }
    return count
  }

  /// Keeps the signal for the sends that take it here.
  @_noLocks
  private func keep(
    _ tap: UnsafeMutablePointer<Lanes>?, _ bank: UnsafeMutablePointer<Bank>, _ frames: Int
  ) {
    if let tap { lanes_copy(tap, bank.pointee.input, frames) }
  }

  /// Keeps the signal of the lanes whose equaliser is the late one.
  @_noLocks
  private func keepLate(
    _ tap: UnsafeMutablePointer<Lanes>?, _ bank: UnsafeMutablePointer<Bank>, _ frames: Int
  ) {
    guard let tap else { return }
    let order = bank.pointee.processors.pointee.parameters + BankRows.order.parameter
    kernels.blendTap(tap, UnsafePointer(bank.pointee.input), UnsafePointer(order), frames)
  }

  @_noLocks
  private func block(
    _ bank: UnsafeMutablePointer<Bank>, _ rows: BankRows, key: Key? = nil, _ frames: Int
  ) -> ProcessorBlock {
    let memory = bank.pointee.processors
    var listening = UnsafePointer(bank.pointee.input)
    if let key {
      kernels.fillKey(key.samples, listening, key.isOwn, frames)
      listening = UnsafePointer(key.samples)
    }
    return ProcessorBlock(
      samples: bank.pointee.input, parameters: memory.pointee.parameters + rows.parameter,
      state: memory.pointee.state + rows.state, key: listening,
      lanes: Int(bank.pointee.laneCount), frames: frames)
  }
}
