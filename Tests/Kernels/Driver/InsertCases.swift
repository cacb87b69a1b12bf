import DSP
import KernelsBaseline

/// A lane that goes out and comes back, while both gains move and at rest; some of it is broken.
func sendAndReturn() {
  let insert = Case(kernel: "insertLane", detail: "moving")
  var noise = Noise(seed: 21)
  let rows = memory(of: Ramp.self, InsertRow.count)
  for row in 0..<InsertRow.count { (rows + row).initialize(to: Ramp(restingAt: SIMD16<Float>())) }
  for row in 0..<InsertRow.count { rows[row].move(lane: 0, to: 1, in: 96) }
  for frames in [64, 61, 64] {
    let bank = noise.bank(frames)
    let sides = noise.bank(frames)
    sides[frames / 2][2] = .nan
    let isBroken = insertLane(
      InsertBlock(
        samples: scalars(bank) + 9, sent: scalars(sides), returned: scalars(sides) + 2,
        parameters: rows, frames: frames))
    for row in 0..<InsertRow.count { advance(rows + row, frames) }
    insert.write(isBroken ? 1 : 0)
    insert.write(scalars(bank), frames * 16)
    for frame in 0..<frames { insert.write(Double(sides[frame][0])) }
  }
}
