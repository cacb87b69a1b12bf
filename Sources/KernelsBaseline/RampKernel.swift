internal import CLanes
public import DSP

/// A product added to a sum, fused where the instruction set can.
@_transparent
@_noLocks
func sum(_ c: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if NO_FMA
    c + a * b
  #else
    c.addingProduct(a, b)
  #endif
}

/// How many of the next `frames` frames every gain goes on in one straight line.
///
/// A grain at most while gains move, and never beyond the arrival of any of them: blocks of odd
/// sizes would bend the last stretch of a ramp otherwise.
@inline(__always)
@_noLocks
func span(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) -> Int {
  ramp.pointee.isMoving ? min(LaneLayout.grain, framesToArrival(ramp, frames)) : frames
}

/// How many of the next `frames` frames go by until the first gain arrives.
@inline(__always)
@_noLocks
func framesToArrival(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) -> Int {
  guard ramp.pointee.isMoving else { return frames }
  let left = ramp.pointee.left
  // Shifts make masks, -1 where a number is below 0: replacing by a mask goes lane by lane on AVX2.
  let rests = (left &- 1) &>> 31
  let next = lanes_least(left | (rests & SIMD16<Int32>(repeating: .max)))
  return min(frames, Int(next))
}

/// Takes note that `frames` frames went by; gains that arrived rest exactly on their targets.
///
/// The rest of the way is taken from the target, so that the rounding of many frames' steps does
/// not add up.
@inline(__always)
@_noLocks
func arrive(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
  guard ramp.pointee.isMoving else { return }
  let passed = ramp.pointee.left &- SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: frames))
  let left = passed & ~(passed &>> 31)
  let isOnItsWay = (0 &- left) &>> 31
  ramp.pointee.value = ramp.pointee.target - ramp.pointee.step * lanes_from_int(left)
  ramp.pointee.step = unsafeBitCast(
    unsafeBitCast(ramp.pointee.step, to: SIMD16<Int32>.self) & isOnItsWay, to: Lanes.self)
  ramp.pointee.left = left
  ramp.pointee.isMoving = lanes_any(isOnItsWay)
}

/// Sends every gain that is not on its way to its target, where it arrives in `frames`.
///
/// What `Ramp.move` does for one lane, for all of them: a new plan has thousands of ramps. Audio
/// thread.
///
/// - Parameters:
///   - ramps: The first of those of a new plan, or of processors that are new in it.
///   - count: How many.
///   - frames: 1 at least: nothing can be added in no time.
@_noLocks
public func headForTargets(_ ramps: UnsafeMutablePointer<Ramp>, _ count: Int, in frames: Int32) {
  // Most rest where they are to be: several are looked at together.
  var index = 0
  while index &+ 8 <= count {
    var differs = SIMD16<Int32>()
    for ramp in index..<index &+ 8 { differs |= difference(ramps + ramp) }
    if lanes_any(differs) {
      for ramp in index..<index &+ 8 { headForTarget(ramps + ramp, in: frames) }
    }
    index &+= 8
  }
  while index < count {
    headForTarget(ramps + index, in: frames)
    index &+= 1
  }
}

/// Bits that are not 0 in every lane that is on its way, or not at its target.
@inline(__always)
@_noLocks
private func difference(_ ramp: UnsafeMutablePointer<Ramp>) -> SIMD16<Int32> {
  let value = unsafeBitCast(ramp.pointee.value, to: SIMD16<Int32>.self)
  return (value ^ unsafeBitCast(ramp.pointee.target, to: SIMD16<Int32>.self)) | ramp.pointee.left
}

@inline(__always)
@_noLocks
private func headForTarget(_ ramp: UnsafeMutablePointer<Ramp>, in frames: Int32) {
  // Masks: -1 where a gain rests, where it is to start.
  let rests = (ramp.pointee.left &- 1) &>> 31
  let way = ramp.pointee.target - ramp.pointee.value
  let starts = unsafeBitCast(way .!= 0, to: SIMD16<Int32>.self) & rests
  guard lanes_any(starts | ~rests) else { return }
  let steps = unsafeBitCast(way / Float(frames), to: SIMD16<Int32>.self) & starts
  let kept = unsafeBitCast(ramp.pointee.step, to: SIMD16<Int32>.self) & ~rests
  ramp.pointee.step = unsafeBitCast(steps | kept, to: Lanes.self)
  ramp.pointee.left |= starts & SIMD16<Int32>(repeating: frames)
  ramp.pointee.isMoving = true
}
