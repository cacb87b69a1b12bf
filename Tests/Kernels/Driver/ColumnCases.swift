import DSP
import KernelsBaseline
import Realtime

/// Four columns: gains that rest, then some that move, added up in odd numbers of frames.
func mixColumnsAndSum() {
  let mixed = Case(kernel: "columns", detail: "mixed")
  var noise = Noise(seed: 40)
  for isMoving in [false, true] {
    let (frames, bank) = (61, noise.bank(64))
    for isFirst in [true, false] {
      let block = makeColumns(&noise, 4, frames, isFirst: isFirst, isMoving: isMoving)
      mixColumns(block)
      let isSound = sumColumns(UnsafePointer(block.sums), 4, bank, frames)
      mixed.write(isSound ? 1 : 0)
      for frame in 0..<frames { mixed.write(scalars(bank + frame), 4) }
    }
  }
}

/// A bank that goes through trim, fader and meter into two columns; one sample is no number.
func passBanksStraight() {
  let straight = Case(kernel: "straight", detail: "float")
  var noise = Noise(seed: 41)
  let (frames, gains) = (61, memory(of: Ramp.self, 2))
  for row in 0..<2 { (gains + row).initialize(to: Ramp(restingAt: noise.lanes())) }
  for isFirst in [true, false] {
    let (device, meter) = (noise.bank(frames), memory(of: MeterLanes.self, 1))
    meter.initialize(to: MeterLanes())
    device[9][2] = .nan
    let columns = makeColumns(&noise, 2, frames, isFirst: isFirst, isMoving: false)
    passStraight(
      ChannelArea(base: device, stride: 64), .float,
      StripBlock(
        signal: device, output: device, trim: gains, fader: gains + 1, meter: meter,
        metering: isFirst ? .postFader : .preFader, frames: frames), columns)
    for column in 0..<2 {
      straight.write(scalars(columns.sums + column * ColumnBlock.length), frames * 16)
    }
    straight.write(meter.pointee.peak)
    straight.write(meter.pointee.energy)
    for lane in 0..<16 { straight.write(Double(meter.pointee.brokenBlocks[lane])) }
  }
}

private func makeColumns(
  _ noise: inout Noise, _ count: Int, _ frames: Int, isFirst: Bool, isMoving: Bool
) -> ColumnBlock {
  let rows = memory(of: Ramp.self, 16)
  for row in 0..<16 { (rows + row).initialize(to: Ramp(restingAt: noise.lanes(0.25))) }
  if isMoving { for row in 0..<16 where row != 5 { setOff(rows + row, &noise) } }
  let block = ColumnBlock(
    source: UnsafePointer(noise.bank(frames)),
    sums: noise.bank(ColumnBlock.length * ColumnBlock.mostColumns, 0.25), rows: rows,
    gains: noise.bank(ColumnBlock.mostColumns), columnCount: count,
    isFirst: isFirst, isMoving: isMoving, frames: frames)
  gatherColumns(block)
  return block
}
