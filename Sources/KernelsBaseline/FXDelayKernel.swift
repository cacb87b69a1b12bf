internal import CLanes
public import DSP

/// Delays one stereo pair in place, with feedback; `DSP.FXDelayRow` has the law.
///
/// - Parameters:
///   - state: The pair's memory.
///   - rows: Its parameters.
///   - left: The left lane's first sample; its samples are sixteen apart.
///   - right: The right lane's.
///   - frames: How many, 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func delayStereo(
  _ state: UnsafeMutablePointer<FXDelayState>, _ rows: UnsafeMutablePointer<Ramp>,
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int
) {
  guard !isFXDelayIdle(rows) else { return }
  follow(state, rows[0].target)
  var start = 0
  while start < frames {
    let count = span(rows + 1, min(LaneLayout.grain, min(frames &- start, nearest(state))))
    readEchoes(state, modulate(state, rows[0].target, count), count)
    filterEchoes(state, rows + 1, count)
    passOn(state, rows + 1, left + start &* 16, right + start &* 16, count)
    arrive(rows + 1, count)
    start &+= count
  }
  if isFXDelayIdle(rows) { forget(state) }
}

/// Whether the delay is off and at rest, so that `delayStereo` would change no sample.
///
/// Audio thread.
@_noLocks
public func isFXDelayIdle(_ rows: UnsafePointer<Ramp>) -> Bool {
  guard !rows[1].isMoving else { return false }
  let values = rows[1].value
  return values[FXDelayRow.cut] == 0 && values[FXDelayRow.same] == 0
    && values[FXDelayRow.other] == 0
}

/// Leaves nothing behind that would be heard when the delay is switched on again.
@inline(__always)
@_noLocks
private func forget(_ state: UnsafeMutablePointer<FXDelayState>) {
  state.pointee.filled = 0
  state.pointee.depth = 0
  state.pointee.time = FXDelayTime(left: 0, right: 0)
  state.pointee.fade = 0
  state.pointee.added = SIMD2()
  state.pointee.low = SIMD2()
  state.pointee.high = SIMD2()
}

/// Starts the fade to the times that are asked for, unless one is under way.
@inline(__always)
@_noLocks
private func follow(_ state: UnsafeMutablePointer<FXDelayState>, _ targets: Lanes) {
  let left = wholeTime(targets[FXDelayRow.leftTime], state)
  let right = wholeTime(targets[FXDelayRow.rightTime], state)
  let time = state.pointee.time
  if time.left == 0 {
    state.pointee.time.left = left
    state.pointee.time.right = right
    state.pointee.oldTime = state.pointee.time
  } else if (left != time.left || right != time.right) && state.pointee.fade == 0 {
    state.pointee.oldTime = time
    state.pointee.time.left = left
    state.pointee.time.right = right
    state.pointee.fade = 1
  }
}

@inline(__always)
@_noLocks
private func wholeTime(_ time: Float, _ state: UnsafePointer<FXDelayState>) -> Int {
  lanes_whole(min(max(time, Float(FXDelayState.shortest)), state.pointee.longest))
}

/// How many frames may be read before one is written that is read.
@inline(__always)
@_noLocks
private func nearest(_ state: UnsafePointer<FXDelayState>) -> Int {
  let time = state.pointee.time
  var nearest = min(time.left, time.right)
  if state.pointee.fade > 0 {
    nearest = min(nearest, min(state.pointee.oldTime.left, state.pointee.oldTime.right))
  }
  // The youngest of the four samples that a place between two is made of is a frame younger.
  return nearest &- 2
}

/// Moves the modulation on by `count` frames; returns what it will add to the times then.
@inline(__always)
@_noLocks
private func modulate(
  _ state: UnsafeMutablePointer<FXDelayState>, _ targets: Lanes, _ count: Int
) -> SIMD2<Float> {
  let goal = min(max(targets[FXDelayRow.depth], 0), state.pointee.deepest)
  guard goal > 0 || state.pointee.depth > 0 else { return SIMD2() }
  let way = (goal - state.pointee.depth) * state.pointee.glide * Float(count)
  state.pointee.depth += way
  // So near to none that the step to none is below -80 dB of the steepest sound.
  if goal == 0 && state.pointee.depth < 1e-4 { state.pointee.depth = 0 }
  // Counted in 2^-32 of a cycle, of which a frame takes 2^24 at most.
  let cycles = min(max(targets[FXDelayRow.cycles], 0), 0x1p-8) * 0x1p32
  state.pointee.phase &+= UInt32(truncatingIfNeeded: lanes_whole(cycles) &* count)
  // A quarter of a cycle apart, so that the sides differ.
  let phase = state.pointee.phase
  return SIMD2(swing(phase), swing(phase &+ 0x4000_0000)) * state.pointee.depth
}

/// The sine of a phase, moved up and scaled to 0…1, within 0.0006.
///
/// A parabola, corrected by its square so that the slope fits too.
@inline(__always)
@_noLocks
private func swing(_ phase: UInt32) -> Float {
  let turn = Float(Int32(bitPattern: phase)) * 0x1p-31
  let parabola = 4 * turn * (1 - abs(turn))
  return 0.5 + 0.5 * parabola * (0.775 + 0.225 * abs(parabola))
}

/// Reads the next pairs of echoes.
@inline(__always)
@_noLocks
private func readEchoes(
  _ state: UnsafeMutablePointer<FXDelayState>, _ added: SIMD2<Float>, _ count: Int
) {
  let time = state.pointee.time
  let oldTime = state.pointee.oldTime
  let longest = max(max(time.left, time.right), max(oldTime.left, oldTime.right))
  let isFull = state.pointee.filled >= longest &+ lanes_whole(state.pointee.deepest) &+ 4
  if added == SIMD2() && state.pointee.added == SIMD2() {
    if isFull {
      readEchoes(state, added, count, isModulated: false, isFull: true)
    } else {
      readEchoes(state, added, count, isModulated: false, isFull: false)
    }
  } else if isFull {
    readEchoes(state, added, count, isModulated: true, isFull: true)
  } else {
    readEchoes(state, added, count, isModulated: true, isFull: false)
  }
}

/// Reads the next pairs of echoes; where not all of the lines is full, what is not is silence.
@inline(__always)
@_noLocks
private func readEchoes(
  _ state: UnsafeMutablePointer<FXDelayState>, _ added: SIMD2<Float>, _ count: Int,
  isModulated: Bool, isFull: Bool
) {
  let echoes = echoPairs(state)
  let (time, oldTime) = (state.pointee.time, state.pointee.oldTime)
  let addedStep = isModulated ? (added - state.pointee.added) * (1 / Float(count)) : SIMD2()
  var now = state.pointee.write
  let oldest = isFull ? Int.min : now &- state.pointee.filled
  var addedNow = state.pointee.added
  var fade = state.pointee.fade
  var frame = 0
  while frame < count {
    if isModulated { addedNow += addedStep }
    var echo = readEchoPair(state, time, now, addedNow, oldest, isModulated)
    if fade > 0 {
      echo += (readEchoPair(state, oldTime, now, addedNow, oldest, isModulated) - echo) * fade
      fade = max(0, fade - state.pointee.fadeStep)
    }
    echoes[frame] = echo
    now &+= 1
    frame &+= 1
  }
  state.pointee.fade = fade
  state.pointee.added = added
}

/// Writes what goes into the lines, and puts the echoes into the place of the input.
@inline(__always)
@_noLocks
private func passOn(
  _ state: UnsafeMutablePointer<FXDelayState>, _ row: UnsafePointer<Ramp>,
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int
) {
  if row.pointee.isMoving {
    passOn(state, row, left, right, count, isMoving: true)
  } else {
    passOn(state, row, left, right, count, isMoving: false)
  }
}

@inline(__always)
@_noLocks
private func passOn(
  _ state: UnsafeMutablePointer<FXDelayState>, _ row: UnsafePointer<Ramp>,
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int,
  isMoving: Bool
) {
  let (capacity, memory) = (state.pointee.capacity, state.pointee.memory)
  let echoes = echoPairs(state)
  let step = row.pointee.step
  var value = row.pointee.value
  var write = state.pointee.write
  var frame = 0
  while frame < count {
    if isMoving { value += step }
    let input = SIMD2(left[frame &* 16], right[frame &* 16])
    let echo = echoes[frame]
    let crossed = SIMD2(echo.y, echo.x)
    let own = SIMD2(value[FXDelayRow.leftFromLeft], value[FXDelayRow.rightFromRight])
    let into = input * own + SIMD2(input.y * value[FXDelayRow.leftFromRight], 0)
    let back = echo * value[FXDelayRow.feedback] + crossed * value[FXDelayRow.cross]
    let line = into + back
    let place = write & (capacity &- 1)
    memory[place] = held(line.x)
    memory[place &+ capacity] = held(line.y)
    let heard = echo * value[FXDelayRow.same] + crossed * value[FXDelayRow.other]
    let output = input - input * value[FXDelayRow.cut] + heard
    left[frame &* 16] = output.x
    right[frame &* 16] = output.y
    write &+= 1
    frame &+= 1
  }
  state.pointee.write = write
  state.pointee.filled = min(state.pointee.filled &+ count, capacity)
}

/// A sample that goes into a line; endless feedback of endless sound stays a number.
@inline(__always)
@_noLocks
private func held(_ sample: Float) -> Float {
  min(max(sample, -LaneLayout.brokenAbove), LaneLayout.brokenAbove)
}
