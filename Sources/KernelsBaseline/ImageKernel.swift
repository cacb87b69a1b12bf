internal import CLanes
public import DSP

/// Mixes the sides of stereo strips into each other, in place.
///
/// Audio thread.
@_noLocks
public func renderImage(_ block: ProcessorBlock) {
  var start = 0
  while start < block.frames {
    var frames = block.frames &- start
    frames = span(block.parameters, span(block.parameters + 1, span(block.parameters + 2, frames)))
    var (own, next, previous) = (
      block.parameters[0].value, block.parameters[1].value, block.parameters[2].value
    )
    let (ownStep, nextStep, previousStep) = (
      block.parameters[0].step, block.parameters[1].step, block.parameters[2].step
    )
    for frame in start..<(start &+ frames) {
      own += ownStep
      next += nextStep
      previous += previousStep
      let lanes = block.samples[frame]
      let sides = sum(own * lanes, lanes_next(lanes), next)
      block.samples[frame] = sum(sides, lanes_previous(lanes), previous)
    }
    for row in 0..<Image.parameterRows { arrive(block.parameters + row, frames) }
    start &+= frames
  }
}

/// Whether every lane passes as it is, and none is about to change.
///
/// Audio thread.
@_noLocks
public func isImageIdle(_ parameters: UnsafeMutablePointer<Ramp>) -> Bool {
  if parameters[0].isMoving || parameters[1].isMoving || parameters[2].isMoving { return false }
  let isAway =
    (parameters[0].value .!= 1) .| (parameters[1].value .!= 0) .| (parameters[2].value .!= 0)
  return !lanes_any(unsafeBitCast(isAway, to: SIMD16<Int32>.self))
}
