import DSP
import Realtime

// Inserts: a strip's way out of the desk and back.
extension EngineCore {
  /// Sends a strip's lanes out and takes in what comes back, between processors and fader.
  ///
  /// Audio thread.
  @_noLocks
  func insert(
    _ unit: UnsafeMutablePointer<UnitCore>, _ bank: UnsafeMutablePointer<Bank>, _ lane: Int,
    _ device: DeviceBlock, _ start: Int, _ frames: Int
  ) {
    let rows = unit.pointee.memory.parameters
    let share = rows + InsertRow.share
    let isHeard = share.pointee.isMoving || share.pointee.value[0] != 0
    let isReturning = isHeard && isPatched(unit, device)
    let samples =
      UnsafeMutableRawPointer(bank.pointee.input).assumingMemoryBound(to: Float.self) + lane
    var side = 0
    while side < Int(unit.pointee.sides) {
      let returned = unit.pointee.dry + (2 &+ side)
      if isReturning { load(unit, side, into: returned, device, start, frames) }
      let isBroken = kernels.insertLane(
        InsertBlock(
          samples: samples + side, sent: unit.pointee.dry + side,
          returned: isReturning ? UnsafePointer(returned) : nil, parameters: UnsafePointer(rows),
          frames: frames))
      if isBroken { bank.pointee.meter.pointee.brokenBlocks[lane &+ side] &+= 1 }
      side &+= 1
    }
    kernels.advance(share, frames)
    kernels.advance(rows + InsertRow.level, frames)
  }

  /// Whether the device has every output and input that an insert is patched to.
  @_noLocks
  private func isPatched(_ unit: UnsafeMutablePointer<UnitCore>, _ device: DeviceBlock) -> Bool {
    let plugs = unit.pointee.body.assumingMemoryBound(to: InsertPlugs.self)
    var side = 0
    while side < Int(unit.pointee.sides) {
      let input = Int(plugs.pointee.inputs[side])
      let output = Int(plugs.pointee.outputs[side])
      guard input >= 0, input < device.returnCount, device.returns[input].base != nil, output >= 0,
        output < min(device.outputCount, plan.pointee.outputCount)
      else { return false }
      side &+= 1
    }
    return true
  }

  @_noLocks
  private func load(
    _ unit: UnsafeMutablePointer<UnitCore>, _ side: Int, into returned: UnsafeMutablePointer<Float>,
    _ device: DeviceBlock, _ start: Int, _ frames: Int
  ) {
    let plugs = unit.pointee.body.assumingMemoryBound(to: InsertPlugs.self)
    let area = device.returns[Int(plugs.pointee.inputs[side])]
    kernels.loadLane(
      ChannelArea(base: area.base.map { $0 + start &* area.stride }, stride: area.stride),
      device.returnFormat, returned, frames)
  }
}
