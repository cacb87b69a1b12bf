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
  let pace = Lanes(repeating: 1 / Float(frames))
  var (sine, cosine) = state.pointee.turn
  let (nextSine, nextCosine) = turnModulation(block, frames)
  let (sineStep, cosineStep) = ((nextSine - sine) * pace, (nextCosine - cosine) * pace)
  let low = block.parameters + ReverbRow.lowSection
  let high = block.parameters + ReverbRow.highSection
  var (lowKeep, lowIn, lowOut, lowDirect) =
    (low[0].value, low[1].value, low[2].value, low[3].value)
  var (highKeep, highIn, highOut, highDirect) =
    (high[0].value, high[1].value, high[2].value, high[3].value)
  var (held, lowState, highState) = (state.pointee.held, state.pointee.low, state.pointee.high)
  for frame in 0..<frames {
    sine += sineStep
    cosine += cosineStep
    if isMoving {
      lowKeep += low[0].step
      lowIn += low[1].step
      lowOut += low[2].step
      lowDirect += low[3].step
      highKeep += high[0].step
      highIn += high[1].step
      highOut += high[2].step
      highDirect += high[3].step
    }
    let source = rows[frame]
    let turned = sum(sine * source, cosine, held)
    held = lanes_less(cosine * source, sine, held)
    let leveled = sum(lowDirect * turned, lowOut, lowState)
    lowState = sum(lowIn * turned, lowKeep, lowState)
    rows[frame] = sum(highDirect * leveled, highOut, highState)
    highState = sum(highIn * leveled, highKeep, highState)
  }
  state.pointee.turn = (nextSine, nextCosine)
  (state.pointee.held, state.pointee.low, state.pointee.high) = (held, lowState, highState)
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

/// Cuts the low and the high end of the input in rows 0 and 1 and writes it to the input's lines.
@inline(__always)
@_noLocks
func colorInput(
  _ state: UnsafeMutablePointer<ReverbState>, _ mix: UnsafePointer<Ramp>,
  _ work: UnsafeMutablePointer<Lanes>, _ frames: Int, isMoving: Bool
) {
  let gain = course(mix, ReverbMix.input, isMoving: isMoving)
  let input = state.pointee.input
  let lowKeep = mix.pointee.value[ReverbMix.lowCut]
  let highKeep = mix.pointee.value[ReverbMix.highCut]
  let (lowPowers, highPowers) = (powers(lowKeep), powers(highKeep))
  let (lowFeed, highFeed) = (Lanes(repeating: 1 - lowKeep), Lanes(repeating: 1 - highKeep))
  for side in 0..<2 {
    var signal = work[side] * gain
    for pass in 0..<2 {
      signal -= smooth(signal * lowFeed, lowPowers, state, 4 &* side &+ pass, work, frames)
    }
    for pass in 0..<2 {
      signal = smooth(signal * highFeed, highPowers, state, 4 &* side &+ 2 &+ pass, work, frames)
    }
    lanes_store_float(input.memory + (input.write &+ side &* input.stride), signal)
  }
  closeRing(input)
}

/// The first to sixteenth power of a number.
@inline(__always)
@_noLocks
private func powers(_ number: Float) -> Lanes {
  let (second, one) = (number * number, Float(1))
  let (fourth, eighth) = (second * second, second * second * second * second)
  let ones = Lanes(
    number, second, number, second, number, second, number, second, number, second, number, second,
    number, second, number, second)
  let twos = Lanes(
    one, one, second, second, one, one, second, second, one, one, second, second, one, one, second,
    second)
  let fours = Lanes(
    one, one, one, one, fourth, fourth, fourth, fourth, one, one, one, one, fourth, fourth, fourth,
    fourth)
  let eights = Lanes(lowHalf: SIMD8(repeating: one), highHalf: SIMD8(repeating: eighth))
  return (ones * twos) * (fours * eights)
}

/// Runs a one-pole filter over sixteen frames of one signal at once, by doubling what is summed.
@inline(__always)
@_noLocks
private func smooth(
  _ signal: Lanes, _ powers: Lanes, _ state: UnsafeMutablePointer<ReverbState>, _ slot: Int,
  _ work: UnsafeMutablePointer<Lanes>, _ frames: Int
) -> Lanes {
  var result = signal
  result = sum(result, Lanes(repeating: powers[0]), lanes_later_1(result))
  result = sum(result, Lanes(repeating: powers[1]), lanes_later_2(result))
  result = sum(result, Lanes(repeating: powers[3]), lanes_later_4(result))
  result = sum(result, Lanes(repeating: powers[7]), lanes_later_8(result))
  let states = UnsafeMutableRawPointer(state.pointee.tone).assumingMemoryBound(to: Float.self)
  result = sum(result, powers, Lanes(repeating: states[slot]))
  let kept = state.pointee.work + (4 &+ slot)
  kept.pointee = result
  states[slot] = UnsafeRawPointer(kept).assumingMemoryBound(to: Float.self)[frames &- 1]
  return result
}
