public import DSP

/// Lets one signal take another's place in a straight line; the ramp itself stays as it is.
///
/// Audio thread. At the ends of the ramp one of the two is passed bit for bit.
@_noLocks
public func blendLane(_ block: BlendBlock) {
  let ramp = block.mix
  let step = ramp.pointee.step[0]
  let target = ramp.pointee.target[0]
  var left = Int(ramp.pointee.left[0])
  var frame = 0
  while frame < block.frames {
    if frame >= block.wait && left > 0 { left &-= 1 }
    let mix = target - step * Float(left)
    let dry = block.dry[frame]
    let wet = block.wet[frame &* 16]
    block.wet[frame &* 16] = mix == 1 ? wet : dry + (wet - dry) * mix
    frame &+= 1
  }
}

/// Lets sixteen lanes of one signal take another's place in a straight line; the ramp itself stays as
/// it is.
///
/// Audio thread. The same sums as `blendLane`, so that what both have blended is in step.
///
/// - Parameters:
///   - dry: `frames` frames of the signal that goes.
///   - wet: As many of the signal that comes.
///   - mix: How much of it is heard: lane 0, 0…1.
///   - blend: Receives `frames` frames.
///   - frames: 1…`LaneLayout.chunk`.
@_noLocks
public func blendBanks(
  _ dry: UnsafePointer<Lanes>, _ wet: UnsafePointer<Lanes>, _ mix: UnsafePointer<Ramp>,
  into blend: UnsafeMutablePointer<Lanes>, _ frames: Int
) {
  let step = mix.pointee.step[0]
  let target = mix.pointee.target[0]
  var left = Int(mix.pointee.left[0])
  var frame = 0
  while frame < frames {
    if left > 0 { left &-= 1 }
    let mix = target - step * Float(left)
    blend[frame] = mix == 1 ? wet[frame] : dry[frame] + (wet[frame] - dry[frame]) * mix
    frame &+= 1
  }
}

/// Moves a ramp on by some frames; audio thread.
@_noLocks
public func advance(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
  arrive(ramp, frames)
}
