internal import CLanes
import DSP

/// Turns each line's phase by its modulation and damps its low and high frequencies.
///
/// `rows` are frames with one line a lane. Every step from a line's sample and a filter's state to
/// the next ones is a matrix that makes nothing longer: a turn for the allpass, whose straight way
/// from one angle to another stays inside the circle; and for each section one whose singular values
/// are 1 or less, as are those of every mixture of two. So no move of a parameter adds energy.
@inline(__always)
@_noLocks
func dampLines(
  _ block: ReverbBlock, _ rows: UnsafeMutablePointer<Lanes>, _ frames: Int, isMoving: Bool
) {
  let state = block.state
  let work = state.pointee.work
  let pace = Lanes(repeating: 1 / Float(frames))
  let (sine, cosine) = state.pointee.turn
  let (nextSine, nextCosine) = turnModulation(block, frames)
  (work[6], work[7]) = (sine, cosine)
  (work[8], work[9]) = ((nextSine - sine) * pace, (nextCosine - cosine) * pace)
  (work[10], work[11], work[12]) = (
    state.pointee.held, state.pointee.low, state.pointee.high
  )
  for part in 0..<(LaneLayout.lanes / lanes_part.scalarCount) {
    dampPart(block, rows, part, frames, isMoving: isMoving)
  }
  state.pointee.turn = (nextSine, nextCosine)
  (state.pointee.held, state.pointee.low, state.pointee.high) = (work[10], work[11], work[12])
}

/// Damps as many lines as fit into a register: the turns lie in working rows 6…9, the states in
/// rows 10…12.
@inline(__always)
@_noLocks
private func dampPart(
  _ block: ReverbBlock, _ rows: UnsafeMutablePointer<Lanes>, _ part: Int, _ frames: Int,
  isMoving: Bool
) {
  let parts = LaneLayout.lanes / lanes_part.scalarCount
  let samples = partPointer(rows) + part
  let kept = partPointer(block.state.pointee.work + 6) + part
  var (sine, cosine) = (kept[0], kept[parts])
  let (sineStep, cosineStep) = (kept[2 &* parts], kept[3 &* parts])
  var (held, lowState, highState) = (kept[4 &* parts], kept[5 &* parts], kept[6 &* parts])
  let low = partPointer(block.parameters + ReverbRow.lowSection) + part
  let high = partPointer(block.parameters + ReverbRow.highSection) + part
  var (lowKeep, lowIn) = (low.pointee, row(low, 1).pointee)
  var (lowOut, lowDirect) = (row(low, 2).pointee, row(low, 3).pointee)
  var (highKeep, highIn) = (high.pointee, row(high, 1).pointee)
  var (highOut, highDirect) = (row(high, 2).pointee, row(high, 3).pointee)
  var frame = 0
  while frame < frames {
    sine += sineStep
    cosine += cosineStep
    if isMoving {
      // A ramp's steps follow its values.
      lowKeep += low[parts]
      lowIn += row(low, 1)[parts]
      lowOut += row(low, 2)[parts]
      lowDirect += row(low, 3)[parts]
      highKeep += high[parts]
      highIn += row(high, 1)[parts]
      highOut += row(high, 2)[parts]
      highDirect += row(high, 3)[parts]
    }
    let source = samples[frame &* parts]
    let turned = plus(sine * source, cosine, held)
    held = plus(cosine * source, -sine, held)
    let leveled = plus(lowDirect * turned, lowOut, lowState)
    lowState = plus(lowIn * turned, lowKeep, lowState)
    samples[frame &* parts] = plus(highDirect * leveled, highOut, highState)
    highState = plus(highIn * leveled, highKeep, highState)
    frame &+= 1
  }
  (kept[4 &* parts], kept[5 &* parts], kept[6 &* parts]) = (held, lowState, highState)
}

/// Moves the modulation on by some frames; returns the sines and cosines of the lines' turns there.
@inline(__always)
@_noLocks
private func turnModulation(_ block: ReverbBlock, _ frames: Int) -> (Lanes, Lanes) {
  let state = block.state
  let sweep = block.parameters + ReverbRow.sweep
  let depth = block.parameters + ReverbRow.depth
  let count = Lanes(repeating: Float(frames))
  let angle = sum(sweep.pointee.value, sweep.pointee.step, count) * count
  // The first terms of the series are enough for angles of a grain; the last line holds the length.
  let across = sum(Lanes(repeating: 1), angle * angle, Lanes(repeating: -0.5))
  let (x, y) = state.pointee.phase
  let (nextX, nextY) = (lanes_less(x * across, angle, y), sum(y * across, angle, x))
  let length = sum(nextX * nextX, nextY, nextY)
  let correction = sum(Lanes(repeating: 1.5), Lanes(repeating: -0.5), length)
  state.pointee.phase = (nextX * correction, nextY * correction)
  let sine = sum(depth.pointee.value, depth.pointee.step, count) * state.pointee.phase.sine
  return (sine, lanes_root(lanes_less(Lanes(repeating: 1), sine, sine)))
}

/// Copies the frames of both sides into rows 0 and 1.
@inline(__always)
@_noLocks
func takeFrames(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ work: UnsafeMutablePointer<Lanes>, _ frames: Int
) {
  let sides = UnsafeMutableRawPointer(work).assumingMemoryBound(to: Float.self)
  lanes_take(left, sides, frames)
  lanes_take(right, sides + 16, frames)
}

/// Writes the output of both sides: the input in rows 0 and 1 if it is let through, and rows 2, 3.
@inline(__always)
@_noLocks
func giveFrames(
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
  _ mix: UnsafePointer<Ramp>, _ work: UnsafeMutablePointer<Lanes>, _ frames: Int, isMoving: Bool
) {
  let dry = course(mix, ReverbMix.dry, isMoving: isMoving)
  let straight = course(mix, ReverbMix.straight, isMoving: isMoving)
  let cross = course(mix, ReverbMix.cross, isMoving: isMoving)
  let (wetLeft, wetRight) = (work[2], work[3])
  work[2] = sum(sum(work[0] * dry, straight, wetLeft), cross, wetRight)
  work[3] = sum(sum(work[1] * dry, straight, wetRight), cross, wetLeft)
  let sides = UnsafeMutableRawPointer(work + 2).assumingMemoryBound(to: Float.self)
  lanes_give(sides, left, frames)
  lanes_give(sides + 16, right, frames)
}
