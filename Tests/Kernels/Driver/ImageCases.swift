import DSP
import KernelsBaseline

/// Sides that set off into each other, over three blocks.
func widenAndNarrow() {
  let image = Case(kernel: "renderImage", detail: "moving")
  var noise = Noise(seed: 9)
  let rows = memory(of: Ramp.self, Image.parameterRows)
  for row in 0..<Image.parameterRows { (rows + row).initialize(to: Ramp(restingAt: noise.lanes())) }
  for frames in [64, 61, 64] {
    for row in 0..<Image.parameterRows { setOff(rows + row, &noise) }
    let bank = noise.bank(frames)
    renderImage(
      ProcessorBlock(
        samples: bank, parameters: rows, state: bank, key: UnsafePointer(bank), frames: frames))
    image.write(scalars(bank), frames * 16)
  }
}
