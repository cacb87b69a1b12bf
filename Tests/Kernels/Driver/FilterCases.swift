import DSP
import KernelsBaseline

/// Sections at rest, some of them bypassed, in whole blocks and in odd ones.
func filterAtRest() {
  let resting = Case(kernel: "renderFilter", detail: "resting")
  var noise = Noise(seed: 21)
  for (sections, bypassed) in [(6, 0), (6, 0b100100), (4, 0), (1, 0)] {
    let chain = Chain(&noise, sections, bypassed)
    for frames in [64, 61, 1] { chain.render(&noise, frames, resting) }
  }
}

/// Sections whose rows set off and arrive at different times, beside some at rest.
func filterInMotion() {
  let moving = Case(kernel: "renderFilter", detail: "moving")
  var noise = Noise(seed: 22)
  for (sections, moved) in [(6, 0b111111), (6, 0b010010), (3, 0b100)] {
    let chain = Chain(&noise, sections, 0)
    for section in 0..<sections where moved >> section & 1 == 1 { chain.setOff(&noise, section) }
    for frames in [64, 61, 33] {
      chain.render(&noise, frames, moving)
      for row in 0..<sections * 6 { moving.write(chain.parameters[row].value) }
    }
  }
}

/// One bank's filter sections.
private struct Chain {
  let parameters: UnsafeMutablePointer<Ramp>
  let state: UnsafeMutablePointer<Lanes>
  let sections: Int

  /// Makes sections with random corners; the bits of `bypassed` say which pass their input.
  init(_ noise: inout Noise, _ sections: Int, _ bypassed: Int) {
    self.sections = sections
    parameters = memory(of: Ramp.self, sections * FilterSection.parameterRows)
    state = memory(of: Lanes.self, sections * FilterSection.stateRows)
    state.initialize(repeating: Lanes(), count: sections * FilterSection.stateRows)
    for section in 0..<sections {
      let rows = parameters + section * 6
      for row in 0..<6 { (rows + row).initialize(to: Ramp(restingAt: Lanes())) }
      for lane in 0..<16 {
        send(&noise, section, lane, in: 0, isBypassed: bypassed >> section & 1 == 1)
      }
    }
  }

  func setOff(_ noise: inout Noise, _ section: Int) {
    for lane in 0..<15 {
      let frames = Int32(truncatingIfNeeded: noise.bits() & 7) * 16
      send(&noise, section, lane, in: frames, isBypassed: false)
    }
  }

  /// A bell: the input and some of the band-pass of a state-variable filter.
  private func send(
    _ noise: inout Noise, _ section: Int, _ lane: Int, in frames: Int32, isBypassed: Bool
  ) {
    let g = 0.3 + 0.25 * noise.next()
    let k = 1 + 0.5 * noise.next()
    let c = 1 / (1 + g * (g + k))
    let band: Float = isBypassed ? 0 : 0.5 * noise.next()
    let rows = parameters + section * 6
    rows[0].move(lane: lane, to: 2 * c - 2, in: frames)
    rows[1].move(lane: lane, to: 2 * g * c, in: frames)
    rows[2].move(lane: lane, to: 2 * g * g * c, in: frames)
    rows[3].move(lane: lane, to: 1 + band * g * c, in: frames)
    rows[4].move(lane: lane, to: band * c, in: frames)
    rows[5].move(lane: lane, to: -band * g * c, in: frames)
  }

  func render(_ noise: inout Noise, _ frames: Int, _ filter: Case) {
    let samples = noise.bank(frames, 0.25)
    renderFilter(
      ProcessorBlock(
        samples: samples, parameters: parameters, state: state, key: UnsafePointer(samples),
        frames: frames), sections: sections)
    filter.write(scalars(samples), frames * 16)
  }
}
