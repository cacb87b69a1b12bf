internal import CLanes
import DSP

/// Reads the next pairs of echoes.
@inline(__always)
@_noLocks
func readEchoes(
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
    var echo = read(state, time, now, addedNow, oldest, isModulated)
    if fade > 0 {
      echo += (read(state, oldTime, now, addedNow, oldest, isModulated) - echo) * fade
      fade = max(0, fade - state.pointee.fadeStep)
    }
    echoes[frame] = echo
    now &+= 1
    frame &+= 1
  }
  state.pointee.fade = fade
  state.pointee.added = added
}

/// Where the echoes are on their way through the filters: pairs of left and right.
@inline(__always)
@_noLocks
func echoPairs(
  _ state: UnsafePointer<FXDelayState>
) -> UnsafeMutablePointer<SIMD2<Float>> {
  UnsafeMutableRawPointer(state.pointee.memory + 2 &* state.pointee.capacity)
    .assumingMemoryBound(to: SIMD2<Float>.self)
}

/// Reads one pair, `time` before `now`.
@inline(__always)
@_noLocks
private func read(
  _ state: UnsafePointer<FXDelayState>, _ time: FXDelayTime, _ now: Int, _ added: SIMD2<Float>,
  _ oldest: Int, _ isModulated: Bool
) -> SIMD2<Float> {
  let (left, right) = (now &- time.left, now &- time.right)
  guard isModulated else { return pair(state, left, right, oldest) }
  // Never below 0; rounding may take it there by the last bit.
  let wholeLeft = lanes_whole(max(added.x, 0))
  let wholeRight = lanes_whole(max(added.y, 0))
  let rest = added - SIMD2(Float(wholeLeft), Float(wholeRight))
  return between(state, left &- wholeLeft, right &- wholeRight, rest, oldest)
}

@inline(__always)
@_noLocks
private func pair(
  _ state: UnsafePointer<FXDelayState>, _ left: Int, _ right: Int, _ oldest: Int
) -> SIMD2<Float> {
  let mask = state.pointee.capacity &- 1
  let memory = state.pointee.memory
  return SIMD2(
    left >= oldest ? memory[left & mask] : 0,
    right >= oldest ? memory[(right & mask) &+ state.pointee.capacity] : 0)
}

/// The lines `rest` of a frame before these places, on the cubics through the four samples around
/// that have their slopes (Hermite's; a spline of Catmull and Rom).
///
/// Whatever lies between two samples, this never makes a sine louder, so that echoes do not grow.
@inline(__always)
@_noLocks
private func between(
  _ state: UnsafePointer<FXDelayState>, _ left: Int, _ right: Int, _ rest: SIMD2<Float>,
  _ oldest: Int
) -> SIMD2<Float> {
  let later = pair(state, left &+ 1, right &+ 1, oldest)
  let here = pair(state, left, right, oldest)
  let before = pair(state, left &- 1, right &- 1, oldest)
  let earlier = pair(state, left &- 2, right &- 2, oldest)
  let half = SIMD2<Float>(repeating: 0.5)
  let slope = (before - later) * half
  let nextSlope = (earlier - here) * half
  let rise = before - here
  // here + slope t + (rise - slope - cubic) t² + cubic t³, with the next slope at t = 1
  let cubic = (slope - rise) + (nextSlope - rise)
  return here + rest * (slope + rest * ((rise - slope - cubic) + rest * cubic))
}
