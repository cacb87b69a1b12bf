internal import CLanes
public import DSP

/// Whether a reverb is off and at rest, and its delay lines are silent: the pair passes as it is.
///
/// Off are the rows in which `ReverbMix.dry` is 1, `straight` and `cross` are 0. After they came to
/// rest the kernel wants to be called some blocks more, in which it wipes the delay lines.
@_noLocks
public func isReverbIdle(
  _ parameters: UnsafePointer<Ramp>, _ state: UnsafePointer<ReverbState>
) -> Bool {
  isReverbOff(parameters) && state.pointee.soundingRows == 0
}

@inline(__always)
@_noLocks
private func isReverbOff(_ parameters: UnsafePointer<Ramp>) -> Bool {
  let mix = parameters[ReverbRow.mix]
  return !mix.isMoving && mix.value[ReverbMix.dry] == 1 && mix.value[ReverbMix.straight] == 0
    && mix.value[ReverbMix.cross] == 0
}

/// Runs a reverb on one stereo pair in place: sixteen feedback lines behind a diffuser.
///
/// Off, the pair passes bit for bit. Audio thread.
@_noLocks
public func renderReverb(_ block: ReverbBlock) {
  if isReverbOff(block.parameters) { return wipeReverb(block) }
  if block.state.pointee.soundingRows != block.state.pointee.rows { startReverb(block.state) }
  followPlaces(block)
  let work = block.state.pointee.work
  var isMoving = false
  for row in ReverbRow.places..<ReverbRow.count where block.parameters[row].isMoving {
    isMoving = true
  }
  var start = 0
  while start < block.frames {
    let frames = min(LaneLayout.grain, block.frames &- start)
    if isMoving {
      let still = shortestSpan(block.parameters, frames)
      renderGrain(block, work, start, still, isMoving: true)
      isMoving = passFrames(block.parameters, still)
      start &+= still
    } else {
      renderGrain(block, work, start, frames, isMoving: false)
      start &+= frames
    }
  }
}

/// Frames for which every ramp goes on in a straight line: 1…`frames`.
@inline(never)
@_noLocks
private func shortestSpan(_ parameters: UnsafeMutablePointer<Ramp>, _ frames: Int) -> Int {
  var shortest = frames
  for row in ReverbRow.places..<ReverbRow.count { shortest = span(parameters + row, shortest) }
  return shortest
}

/// Takes note that frames went by; says whether any row still moves.
@inline(never)
@_noLocks
private func passFrames(_ parameters: UnsafeMutablePointer<Ramp>, _ frames: Int) -> Bool {
  var isMoving = false
  for row in ReverbRow.places..<ReverbRow.count {
    arrive(parameters + row, frames)
    isMoving = isMoving || parameters[row].isMoving
  }
  return isMoving
}

/// Wipes some of the delay lines of a reverb that is off: 64 KiB a block.
@inline(never)
@_noLocks
private func wipeReverb(_ block: ReverbBlock) {
  let state = block.state
  let sounding = state.pointee.soundingRows
  guard sounding > 0 else { return }
  let rows = min(sounding, 1024)
  lanes_clear(state.pointee.samples + (sounding &- rows), rows)
  state.pointee.soundingRows = sounding &- rows
}

/// Starts from silence, whatever the wiping has left.
@inline(never)
@_noLocks
private func startReverb(_ state: UnsafeMutablePointer<ReverbState>) {
  lanes_clear(state.pointee.samples, state.pointee.soundingRows)
  state.pointee.soundingRows = state.pointee.rows
  state.pointee.held = Lanes()
  state.pointee.low = Lanes()
  state.pointee.high = Lanes()
  state.pointee.tone.pointee = Lanes()
  state.pointee.isPlaced = false
  (state.pointee.fadeAge, state.pointee.fadeEnd) = (0, 0)
}

/// Renders up to a grain of frames in which every ramp is a straight line.
@inline(__always)
@_noLocks
private func renderGrain(
  _ block: ReverbBlock, _ work: UnsafeMutablePointer<Lanes>, _ start: Int, _ frames: Int,
  isMoving: Bool
) {
  let state = block.state
  let left = block.left + start &* LaneLayout.lanes
  let right = block.right + start &* LaneLayout.lanes
  let mix = block.parameters + ReverbRow.mix
  // Rows of work: 0 and 1 the input, 16… the diffuser's output, 32… the lines.
  takeFrames(left, right, work, frames)
  colorInput(state, mix, work, frames, isMoving: isMoving)
  findPlaces(state)
  if state.pointee.fadeAge < state.pointee.fadeEnd {
    renderLines(block, work, frames, isMoving: isMoving, isFading: true)
    state.pointee.fadeAge &+= frames
  } else {
    renderLines(block, work, frames, isMoving: isMoving, isFading: false)
  }
  giveFrames(left, right, mix, work, frames, isMoving: isMoving)
}

/// Diffuses the input into rows 16… and runs the feedback lines in rows 32…; leaves the two sides
/// of the reverb in rows 2 and 3.
@inline(__always)
@_noLocks
private func renderLines(
  _ block: ReverbBlock, _ work: UnsafeMutablePointer<Lanes>, _ frames: Int, isMoving: Bool,
  isFading: Bool
) {
  let state = block.state
  let mix = block.parameters + ReverbRow.mix
  // The lines first, as they do not wait for the input's filters.
  let from = tapped(state, ReverbRow.lines, isFading: isFading)
  lanes_transpose(from.memory, from.places, work + 32)
  dampLines(block, work + 32, frames, isMoving: isMoving)
  let damped = workRows(state, 32)
  lanes_transpose(damped.memory, damped.places, work + 32)
  reflectEarly(block, work, isMoving: isMoving, isFading: isFading)
  let scale = diffuse(block, work + 16, isMoving: isMoving, isFading: isFading)
  gatherSides(
    mix, work, diffused: work + 16, lines: work + 32, scale, isMoving: isMoving)
  feedBack(state, work + 16, scale)
  state.pointee.input.advance(frames)
  state.pointee.second.advance(frames)
  state.pointee.third.advance(frames)
  state.pointee.tank.advance(frames)
}
