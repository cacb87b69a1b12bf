import DSP
import KernelsBaseline

/// A reverb whose every row moves, whose places change, and that is switched off.
func reverberate() {
  let moving = Case(kernel: "renderReverb", detail: "moving")
  var noise = Noise(seed: 8)
  let bytes = ReverbState.bytes(rate: 8000)
  let bank = memory(of: UInt64.self, bytes / 8)
  for word in 0..<bytes / 8 { (bank + word).initialize(to: 0) }
  let state = ReverbState.prepare(in: UnsafeMutableRawPointer(bank), rate: 8000)
  let parameters = memory(of: Ramp.self, ReverbRow.count)
  for row in 0..<ReverbRow.count { (parameters + row).initialize(to: Ramp(restingAt: Lanes())) }
  for round in 0..<24 {
    if round % 6 == 0 { sendReverb(parameters, round / 6, &noise) }
    let lanes = noise.bank(64)
    let left = scalars(lanes) + 5
    renderReverb(
      ReverbBlock(
        left: left, right: left + 1, parameters: parameters, state: state, frames: 64 - round))
    for frame in 0..<64 - round {
      moving.write(Double(lanes[frame][5]))
      moving.write(Double(lanes[frame][6]))
    }
  }
}

/// Sends the rows of a reverb to made-up targets; switches it off at the last turn.
private func sendReverb(
  _ parameters: UnsafeMutablePointer<Ramp>, _ turn: Int, _ noise: inout Noise
) {
  for lane in 0..<LaneLayout.lanes {
    for row in 0..<ReverbRow.places {
      let place = Float(20 + 11 * lane + 3 * row + 7 * turn)
      parameters[row].move(lane: lane, to: place, in: 0)
    }
    for row in ReverbRow.places..<ReverbRow.lowSection {
      parameters[row].move(lane: lane, to: noise.next(0.2), in: 64)
    }
    for row in ReverbRow.lowSection..<ReverbRow.mix {
      let (isDirect, isKept) = (row % 4 == 3, row % 4 == 0)
      let target = isDirect ? 0.2 : isKept ? 0.5 : 0.05 * Float(turn)
      parameters[row].move(lane: lane, to: target, in: 48)
    }
    parameters[ReverbRow.sweep].move(lane: lane, to: 0.001 * Float(lane), in: 48)
    parameters[ReverbRow.depth].move(lane: lane, to: 0.2 * Float(turn), in: 48)
  }
  let mix = parameters + ReverbRow.mix
  let isOff = turn == 3
  mix.pointee.move(lane: ReverbMix.dry, to: isOff ? 1 : 0, in: 48)
  mix.pointee.move(lane: ReverbMix.straight, to: isOff ? 0 : 0.9, in: 48)
  mix.pointee.move(lane: ReverbMix.cross, to: isOff ? 0 : 0.1, in: 48)
  mix.pointee.move(lane: ReverbMix.late, to: 0.7, in: 48)
  mix.pointee.move(lane: ReverbMix.cluster, to: 0.3, in: 48)
  mix.pointee.move(lane: ReverbMix.input, to: 1, in: 48)
  mix.pointee.move(lane: ReverbMix.diffusion, to: 0.3 * Float(turn), in: 48)
  mix.pointee.move(lane: ReverbMix.lowCut, to: 0.97, in: 48)
  mix.pointee.move(lane: ReverbMix.highCut, to: 0.1 * Float(turn), in: 48)
}
