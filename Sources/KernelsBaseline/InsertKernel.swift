public import DSP

/// Sends a lane out and lets what comes back take its place in a straight line.
///
/// Audio thread. Where the share rests at 0 or 1 one of the two signals is passed bit for bit.
///
/// - Returns: Whether what came back held samples that are not numbers, or beyond
///   `LaneLayout.brokenAbove`; they are taken for silence.
@_noLocks
public func insertLane(_ block: InsertBlock) -> Bool {
  sendLane(
    UnsafePointer(block.samples), to: block.sent, block.parameters + InsertRow.level, block.frames)
  guard let returned = block.returned else { return false }
  let ramp = block.parameters + InsertRow.share
  let target = ramp.pointee.target[0]
  let step = ramp.pointee.step[0]
  var left = Int(ramp.pointee.left[0])
  var isBroken = false
  var frame = 0
  while frame < block.frames {
    if left > 0 { left &-= 1 }
    let share = target - step * Float(left)
    var wet = returned[frame &* 16]
    // False for what is not a number, too.
    if !(wet.magnitude <= LaneLayout.brokenAbove) {
      wet = 0
      isBroken = true
    }
    let dry = block.samples[frame &* 16]
    block.samples[frame &* 16] = share == 1 ? wet : dry + (wet - dry) * share
    frame &+= 1
  }
  return isBroken
}

/// Sends a lane out at a level; samples of both are sixteen apart.
///
/// Audio thread. Only lane 0 of the level is used; it stays as it is.
@_noLocks
public func sendLane(
  _ samples: UnsafePointer<Float>, to sent: UnsafeMutablePointer<Float>,
  _ ramp: UnsafePointer<Ramp>, _ frames: Int
) {
  let target = ramp.pointee.target[0]
  let step = ramp.pointee.step[0]
  var left = Int(ramp.pointee.left[0])
  var frame = 0
  while frame < frames {
    if left > 0 { left &-= 1 }
    sent[frame &* 16] = samples[frame &* 16] * (target - step * Float(left))
    frame &+= 1
  }
}
