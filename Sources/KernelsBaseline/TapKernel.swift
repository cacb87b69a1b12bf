internal import CLanes
public import DSP

/// Lets a kept tap go over to another place of the strip, lane by lane; the ramp stays as it is.
///
/// - Parameters:
///   - tap: What was kept, in place.
///   - samples: The signal at the other place.
///   - share: How much of it each lane takes, 0…1.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func blendTap(
  _ tap: UnsafeMutablePointer<Lanes>, _ samples: UnsafePointer<Lanes>,
  _ share: UnsafePointer<Ramp>, _ frames: Int
) {
  let step = share.pointee.step
  let target = share.pointee.target
  var left = lanes_from_int(share.pointee.left)
  var frame = 0
  while frame < frames {
    left = lanes_max(left - 1, Lanes())
    let part = target - step * left
    let blended = sum(tap[frame], samples[frame] - tap[frame], part)
    tap[frame] = blended.replacing(with: samples[frame], where: part .== 1)
    frame &+= 1
  }
}
