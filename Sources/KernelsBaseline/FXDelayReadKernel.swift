internal import CLanes
import DSP

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
func readEchoPair(
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
