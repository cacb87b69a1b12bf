internal import CLanes
import DSP

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
  guard ramp.pointee.isMoving else { return frames }
  return min(frames, min(LaneLayout.grain, Int(lanes_least_left(ramp.pointee.left))))
}

/// Takes note that `frames` frames went by; gains that arrived rest exactly on their targets.
///
/// The rest of the way is taken from the target, so that the rounding of many frames' steps does
/// not add up.
@inline(__always)
@_noLocks
func arrive(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
  guard ramp.pointee.isMoving else { return }
  // In C, as masks of Swift's vectors go lane by lane with AVX2.
  ramp.pointee.isMoving = lanes_approach(ramp, Int32(truncatingIfNeeded: frames))
}
