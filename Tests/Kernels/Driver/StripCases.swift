import DSP
import KernelsBaseline

/// Gains that rest, metered before the fader, in a whole and in an odd number of frames.
func renderStillStrips() {
  let still = Case(kernel: "strips", detail: "still")
  var noise = Noise(seed: 1)
  for frames in [64, 61] {
    let strips = Strips(&noise, frames)
    strips.render(.preFader)
    strips.write(still)
  }
}

/// Lanes that are metered at different points, while gains rest and while they move.
func renderMixedMeters() {
  let mixed = Case(kernel: "strips", detail: "metered")
  var noise = Noise(seed: 3)
  for isMoving in [false, true] {
    let strips = Strips(&noise, 61)
    for lane in 0..<16 {
      strips.meter.pointee.atInput[lane] = lane % 3 == 0 ? -1 : 0
      strips.meter.pointee.beforeFader[lane] = lane % 3 == 1 ? -1 : 0
      strips.meter.pointee.afterFader[lane] = lane % 3 == 2 ? -1 : 0
    }
    if isMoving { setOff(strips.fader, &noise) }
    strips.render(.mixed)
    strips.write(mixed)
  }
}

/// Gains that set off and arrive at different times over four blocks, metered after the fader.
func renderMovingStrips() {
  let moving = Case(kernel: "strips", detail: "moving")
  var noise = Noise(seed: 2)
  for _ in 0..<4 {
    let strips = Strips(&noise, 64)
    setOff(strips.trim, &noise)
    setOff(strips.fader, &noise)
    strips.render(.postFader)
    strips.write(moving)
    strips.render(.preFader)
    strips.write(moving)
  }
}

/// Sends most lanes somewhere else, over 0…112 frames.
func setOff(_ ramp: UnsafeMutablePointer<Ramp>, _ noise: inout Noise) {
  for lane in 0..<15 {
    let frames = Int32(truncatingIfNeeded: noise.bits() & 7) * 16
    ramp.pointee.move(lane: lane, to: noise.next(), in: frames)
  }
}

/// One bank's memory; a few of its samples are no numbers.
private struct Strips {
  let input: UnsafeMutablePointer<Lanes>
  let output: UnsafeMutablePointer<Lanes>
  let trim = memory(of: Ramp.self, 1)
  let fader = memory(of: Ramp.self, 1)
  let meter = memory(of: MeterLanes.self, 1)
  let frames: Int

  init(_ noise: inout Noise, _ frames: Int) {
    self.frames = frames
    input = noise.bank(frames)
    output = noise.bank(frames)
    input[7][3] = .infinity
    input[20][4] = .nan
    input[20][5] = -2e9
    trim.initialize(to: Ramp(restingAt: noise.lanes()))
    fader.initialize(to: Ramp(restingAt: noise.lanes()))
    meter.initialize(to: MeterLanes())
  }

  func render(_ metering: StripMetering) {
    let block = StripBlock(
      signal: input, output: output, trim: trim, fader: fader, meter: meter,
      metering: metering, frames: frames)
    trimStrips(block)
    if case .mixed = metering { meterInputs(block) }
    fadeStrips(block)
  }

  func write(_ strip: Case) {
    strip.write(scalars(input), frames * 16)
    strip.write(scalars(output), frames * 16)
    strip.write(meter.pointee.peak)
    strip.write(meter.pointee.energy)
    for lane in 0..<16 { strip.write(Double(meter.pointee.brokenBlocks[lane])) }
    strip.write(trim.pointee.value)
    strip.write(fader.pointee.value)
  }
}
