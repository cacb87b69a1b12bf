import DSP
import KernelsBaseline

/// Gains that rest: all rows and whole fours of frames, then some rows and a remainder.
func mixRestingTiles() {
  let resting = Case(kernel: "mixTile", detail: "resting")
  var noise = Noise(seed: 3)
  for (rows, frames) in [(16, 64), (11, 61)] {
    let tile = makeTile(&noise, rows, frames)
    mixTile(tile)
    resting.write(scalars(tile.destination), frames * 16)
  }
}

/// Gains that set off and arrive at different times, over two blocks.
func mixMovingTiles() {
  let moving = Case(kernel: "mixTile", detail: "moving")
  var noise = Noise(seed: 4)
  for (rows, frames) in [(16, 64), (11, 61)] {
    let tile = makeTile(&noise, rows, frames)
    for row in 0..<rows where row != 5 { setOff(tile.rows + row, &noise) }
    for _ in 0..<2 {
      var tile = tile
      tile.activity = tileActivity(tile.rows, rows)
      mixTile(tile)
      moving.write(scalars(tile.destination), frames * 16)
      for row in 0..<rows { moving.write(tile.rows[row].value) }
    }
  }
}

private func makeTile(_ noise: inout Noise, _ count: Int, _ frames: Int) -> TileBlock {
  let rows = memory(of: Ramp.self, count)
  for row in 0..<count { (rows + row).initialize(to: Ramp(restingAt: noise.lanes(0.25))) }
  return TileBlock(
    source: UnsafePointer(noise.bank(frames)), destination: noise.bank(frames, 0.25), rows: rows,
    activity: tileActivity(rows, count), frames: frames)
}
