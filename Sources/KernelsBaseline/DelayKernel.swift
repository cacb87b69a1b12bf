public import DSP

/// Delays one lane of a bank in place by a whole number of frames.
///
/// When the delay changes, the old and the new time are heard together for the length of the
/// fade, one turned down in a straight line as the other is turned up. Audio thread.
@_noLocks
public func delayLane(
  _ line: UnsafeMutablePointer<DelayLine>, _ samples: UnsafeMutablePointer<Float>,
  _ frames: Int
) {
  line.pointee.followWanted()
  let mask = line.pointee.capacity &- 1
  let memory = line.pointee.memory
  let (delay, oldDelay) = (line.pointee.delay, line.pointee.oldDelay)
  var write = line.pointee.write
  var fade = line.pointee.fade
  for frame in 0..<frames {
    memory[write & mask] = samples[frame &* 16]
    let new = memory[(write &- delay) & mask]
    if fade > 0 {
      let old = memory[(write &- oldDelay) & mask]
      samples[frame &* 16] = new + (old - new) * fade
      fade = max(0, fade - line.pointee.fadeStep)
    } else {
      samples[frame &* 16] = new
    }
    write &+= 1
  }
  line.pointee.write = write
  line.pointee.fade = fade
}
