import DSP
import KernelsBaseline

/// Echoes with everything on, then with other times, factors and no modulation.
func echoAndMove() {
  let moving = Case(kernel: "delayStereo", detail: "moving")
  var noise = Noise(seed: 9)
  let count = FXDelayState.samples(rate: 8000)
  let samples = memory(of: Float.self, count)
  for index in 0..<count { (samples + index).initialize(to: 3) }
  let state = memory(of: FXDelayState.self, 1)
  state.initialize(to: FXDelayState(memory: samples, rate: 8000, fadeFrames: 100))
  let rows = memory(of: Ramp.self, FXDelayRow.count)
  (rows + 0).initialize(
    to: Ramp(restingAt: SIMD16(8, 37, 20, 0.0005, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
  (rows + 1).initialize(
    to: Ramp(
      restingAt: SIMD16(
        0.9, 0.7, 0.2, 0.75, 0.25, 0.5, 0.4, 0.3, 1, 0.02, 1, 0.4, 0.5, 0, 0, 0)))
  for block in 0..<16 {
    if block == 8 {
      rows[0].move(lane: FXDelayRow.leftTime, to: 120, in: 0)
      rows[0].move(lane: FXDelayRow.depth, to: 0, in: 0)
      for lane in 0..<13 {
        rows[1].move(lane: lane, to: (1 + noise.next()) * 0.25, in: Int32(lane) * 16)
      }
    }
    let lanes = noise.bank(64)
    delayStereo(state, rows, scalars(lanes) + 4, scalars(lanes) + 5, 64)
    for frame in 0..<64 {
      moving.write(Double(lanes[frame][4]))
      moving.write(Double(lanes[frame][5]))
    }
  }
}
