import DSP
import KernelsBaseline

/// A delay that changes twice, the second time while the first change still fades.
func delayAndChange() {
  let changing = Case(kernel: "delayLane", detail: "changing")
  var noise = Noise(seed: 7)
  let ring = memory(of: Float.self, 256)
  for index in 0..<256 { (ring + index).initialize(to: 0) }
  let line = memory(of: DelayLine.self, 1)
  line.initialize(to: DelayLine(memory: ring, capacity: 256, delay: 0, fadeFrames: 100))
  for delay in [0, 37, 200, 200, 5, 5] {
    line.pointee.wanted = delay
    let lanes = noise.bank(64)
    delayLane(line, scalars(lanes) + 9, 64)
    for frame in 0..<64 { changing.write(Double(lanes[frame][9])) }
  }
}
