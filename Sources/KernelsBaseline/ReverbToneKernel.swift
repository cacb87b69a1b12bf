internal import CLanes
import DSP

// The input's tone filters: two of 6 dB per octave for the low end and two for the high end. Run one
// frame after the other they would wait for themselves most of the time. But a grain's sixteen
// frames are sums of its inputs and of the states before it, with factors that only change when the
// filters do.

/// Cuts the low and the high end of the input in rows 0 and 1 and writes it to the input's lines.
@inline(__always)
@_noLocks
func colorInput(
  _ state: UnsafeMutablePointer<ReverbState>, _ mix: UnsafePointer<Ramp>,
  _ work: UnsafeMutablePointer<Lanes>, _ frames: Int, isMoving: Bool
) {
  let gain = course(mix, ReverbMix.input, isMoving: isMoving)
  let input = state.pointee.input
  let low = mix.pointee.value[ReverbMix.lowCut]
  let high = mix.pointee.value[ReverbMix.highCut]
  if state.pointee.toneKeeps.low != low || state.pointee.toneKeeps.high != high {
    tabulateTone(state, low, high)
  }
  work[4] = work[0] * gain
  work[5] = work[1] * gain
  for side in 0..<2 {
    let colored = color(state, work + (4 &+ side), side, frames)
    lanes_store_float(input.memory + (input.write &+ side &* input.stride), colored)
  }
  closeRing(input)
}

/// Runs one side's filters over a grain; of the result, `frames` frames count.
@inline(__always)
@_noLocks
private func color(
  _ state: UnsafeMutablePointer<ReverbState>, _ signal: UnsafePointer<Lanes>, _ side: Int,
  _ frames: Int
) -> Lanes {
  let input = floats(signal)
  let table = floats(state.pointee.toneTable)
  let states =
    UnsafeMutableRawPointer(state.pointee.tone)
    .assumingMemoryBound(to: SIMD4<Float>.self) + side
  let before = floats(states)
  var (a, b) = (Lanes(), Lanes())
  var (c, d) = (Lanes(), Lanes())
  var frame = 0
  while frame < 16 {
    // The response, begun as many frames later.
    let response = table + (ReverbTone.impulse &- frame)
    a = sum(a, Lanes(repeating: input[frame]), lanes_load_float(response))
    b = sum(b, Lanes(repeating: input[frame &+ 1]), lanes_load_float(response - 1))
    c = sum(c, Lanes(repeating: input[frame &+ 2]), lanes_load_float(response - 2))
    d = sum(d, Lanes(repeating: input[frame &+ 3]), lanes_load_float(response - 3))
    frame &+= 4
  }
  let answers = table + ReverbTone.states
  a = sum(a, Lanes(repeating: before[0]), lanes_load_float(answers))
  b = sum(b, Lanes(repeating: before[1]), lanes_load_float(answers + 16))
  c = sum(c, Lanes(repeating: before[2]), lanes_load_float(answers + 32))
  d = sum(d, Lanes(repeating: before[3]), lanes_load_float(answers + 48))
  states.pointee = following(state, input, before, frames)
  return (a + b) + (c + d)
}

/// The four states of a side after some frames of input.
@inline(__always)
@_noLocks
private func following(
  _ state: UnsafeMutablePointer<ReverbState>, _ input: UnsafePointer<Float>,
  _ before: UnsafePointer<Float>, _ frames: Int
) -> SIMD4<Float> {
  let courses =
    UnsafeRawPointer(floats(state.pointee.toneTable) + ReverbTone.courses)
    .assumingMemoryBound(to: SIMD4<Float>.self) + (frames &- 1)
  var (odd, even) = (SIMD4<Float>(), SIMD4<Float>())
  for part in 0..<4 {
    even += courses[16 &* (part &+ 1)] * SIMD4(repeating: before[part])
  }
  var frame = 0
  while frame &+ 1 < frames {
    even += courses[0 &- frame] * SIMD4(repeating: input[frame])
    odd += courses[-1 &- frame] * SIMD4(repeating: input[frame &+ 1])
    frame &+= 2
  }
  if frame < frames { even += courses[0 &- frame] * SIMD4(repeating: input[frame]) }
  return even + odd
}

@inline(__always)
@_noLocks
private func floats(_ memory: UnsafeRawPointer) -> UnsafePointer<Float> {
  memory.assumingMemoryBound(to: Float.self)
}

/// Writes down the five responses of filters whose states keep `low` and `high` of themselves in a
/// frame; each lane runs one.
@inline(never)
@_noLocks
private func tabulateTone(
  _ state: UnsafeMutablePointer<ReverbState>, _ low: Float, _ high: Float
) {
  let table = UnsafeMutableRawPointer(state.pointee.toneTable)
    .assumingMemoryBound(to: Float.self)
  let lane = UnsafeMutableRawPointer(state.pointee.work + 6)
  let states = lane.assumingMemoryBound(to: Lanes.self)
  let numbers = lane.assumingMemoryBound(to: Float.self)
  // The fifth row is the input: 1 in the first frame of the first lane.
  for part in 0..<5 { states[part] = Lanes() }
  for part in 0..<4 { numbers[16 &* part &+ part &+ 1] = 1 }
  numbers[64] = 1
  for frame in 0..<16 {
    states[0] = sum((1 - low) * states[4], Lanes(repeating: low), states[0])
    let once = states[4] - states[0]
    states[1] = sum((1 - low) * once, Lanes(repeating: low), states[1])
    let twice = once - states[1]
    states[2] = sum((1 - high) * twice, Lanes(repeating: high), states[2])
    states[3] = sum((1 - high) * states[2], Lanes(repeating: high), states[3])
    states[4] = Lanes()
    for response in 0..<5 {
      table[ReverbTone.impulse &+ 16 &* response &+ frame] = numbers[48 &+ response]
      let course = table + (ReverbTone.courses &+ 64 &* response &+ 4 &* frame)
      for part in 0..<4 { course[part] = numbers[16 &* part &+ response] }
    }
  }
  state.pointee.toneKeeps = (low, high)
}
