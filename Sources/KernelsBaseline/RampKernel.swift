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

/// Points every moving gain at its target, for the next `frames` frames.
@inline(__always)
@_noLocks
func aim(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
  guard ramp.pointee.isMoving else { return }
  var step = Lanes()
  for lane in 0..<16 {
    let left = ramp.pointee.left[lane]
    guard left > 0 else { continue }
    let way = ramp.pointee.target[lane] - ramp.pointee.value[lane]
    step[lane] = way / Float(max(left, Int32(truncatingIfNeeded: frames)))
  }
  ramp.pointee.step = step
}

/// Takes note that `frames` frames went by; gains that arrived rest exactly on their targets.
@inline(__always)
@_noLocks
func arrive(_ ramp: UnsafeMutablePointer<Ramp>, _ value: Lanes, _ frames: Int) {
  guard ramp.pointee.isMoving else { return }
  let left = ramp.pointee.left &- SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: frames))
  let isThere = left .<= 0
  ramp.pointee.value = value.replacing(with: ramp.pointee.target, where: isThere)
  ramp.pointee.step = ramp.pointee.step.replacing(with: 0, where: isThere)
  ramp.pointee.left = left.replacing(with: 0, where: isThere)
  ramp.pointee.isMoving = lanes_any(unsafeBitCast(.!isThere, to: SIMD16<Int32>.self))
}
