import DSP
import KernelsBaseline

/// Curves that rest, then move to others, on loud and quiet noise.
func saturateAndMove() {
  let moving = Case(kernel: "saturate", detail: "moving")
  var noise = Noise(seed: 8)
  let rows = memory(of: Ramp.self, SaturationRow.count)
  for row in 0..<SaturationRow.count {
    (rows + row).initialize(to: Ramp(restingAt: saturationRow(row, &noise)))
  }
  let state = memory(of: Lanes.self, SaturationState.rows)
  for row in 0..<SaturationState.rows { (state + row).initialize(to: Lanes()) }
  let scratch = memory(of: Lanes.self, SaturationRow.scratchFrames)
  for block in 0..<6 {
    if block > 1 {
      for row in 0..<SaturationRow.count where block < 4 || row == SaturationRow.amount {
        let targets = saturationRow(row, &noise)
        for lane in 0..<15 {
          rows[row].move(lane: lane, to: targets[lane], in: Int32(lane & 7) * 16)
        }
      }
    }
    let lanes = noise.bank(block == 3 ? 61 : 64, block.isMultiple(of: 2) ? 1 : 0.25)
    saturate(
      ProcessorBlock(
        samples: lanes, parameters: rows, state: state, key: UnsafePointer(lanes),
        frames: block == 3 ? 61 : 64), scratch: scratch)
    moving.write(scalars(lanes), (block == 3 ? 61 : 64) * 16)
  }
}

/// Values of a row as settings have them.
private func saturationRow(_ row: Int, _ noise: inout Noise) -> SIMD16<Float> {
  var values = SIMD16<Float>()
  for lane in 0..<16 {
    let random = noise.next()
    values[lane] =
      switch row {
      case SaturationRow.amount: random < 0 ? 0 : random
      case SaturationRow.drive: 0.6 + 0.4 * random
      case SaturationRow.emphasis: 1 + random
      case SaturationRow.corner: 0.01
      case SaturationRow.restore: 0.01 + 0.005 * random
      case SaturationRow.restoreDecay: 0.98
      case SaturationRow.constantCorner: 0.0007
      case SaturationRow.curve: 1
      default: 0.3 * random
      }
  }
  return values
}
