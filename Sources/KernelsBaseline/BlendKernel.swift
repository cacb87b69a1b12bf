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
/// Audio thread. As much of both in each frame as in `blendLane`, so that what both have blended is in
/// step.
///
/// - Parameters:
///   - dry: `frames` frames of the signal that goes.
///   - wet: As many of the signal that comes.
///   - mix: How much of it is heard: lane 0, on its way to 1.
///   - blend: Receives `frames` frames.
///   - frames: 1…`LaneLayout.chunk`.
@_noLocks
public func blendBanks(
  _ dry: UnsafePointer<Lanes>, _ wet: UnsafePointer<Lanes>, _ mix: UnsafePointer<Ramp>,
  into blend: UnsafeMutablePointer<Lanes>, _ frames: Int
) {
  let step = mix.pointee.step[0]
  let moving = min(frames, max(0, Int(mix.pointee.left[0]) &- 1))
  var left = Float(mix.pointee.left[0])
  for frame in 0..<moving {
    left -= 1
    let share = Lanes(repeating: 1 - step * left)
    blend[frame] = sum(dry[frame], wet[frame] - dry[frame], share)
  }
  for frame in moving..<frames { blend[frame] = wet[frame] }
}

/// Moves a ramp on by some frames; audio thread.
@_noLocks
public func advance(_ ramp: UnsafeMutablePointer<Ramp>, _ frames: Int) {
  arrive(ramp, frames)
}
