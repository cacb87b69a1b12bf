import CLanes
import DSP

// The processors of a bank, in the order of the signal.
extension EngineCore {
  /// Runs what is on of a bank's processors, in place; audio thread.
  @_noLocks
  func process(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    let memory = bank.pointee.processors
    if !memory.pointee.isSettled { settle(memory) }
    let active = memory.pointee.active
    if let tap = bank.pointee.preEQTap { lanes_copy(tap, bank.pointee.input, frames) }
    if let tap = bank.pointee.postEQTap { lanes_copy(tap, bank.pointee.input, frames) }
    if active & BankStage.image != 0 {
      kernels.renderImage(block(bank, row: BankRows.image, state: 0, frames))
    }
  }

  /// Looks at which processors have anything to do.
  @_noLocks
  private func settle(_ memory: UnsafeMutablePointer<ProcessorMemory>) {
    let parameters = memory.pointee.parameters
    var active: UInt32 = 0
    if !kernels.isImageIdle(parameters + BankRows.image) { active |= BankStage.image }
    memory.pointee.active = active
    memory.pointee.isSettled = !memory.pointee.isMoving
  }

  @_noLocks
  private func block(
    _ bank: UnsafeMutablePointer<Bank>, row: Int, state: Int, _ frames: Int
  ) -> ProcessorBlock {
    let memory = bank.pointee.processors
    return ProcessorBlock(
      samples: bank.pointee.input, parameters: memory.pointee.parameters + row,
      state: memory.pointee.state + state, key: UnsafePointer(bank.pointee.input), frames: frames)
  }
}
