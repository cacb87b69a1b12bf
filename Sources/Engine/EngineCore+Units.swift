import CLanes
import DSP

// Units: what serves one strip alone.
extension EngineCore {
  /// Runs a unit over its strip's lanes; audio thread.
  @_noLocks
  func run(
    _ unit: UnsafeMutablePointer<UnitCore>, _ samples: UnsafeMutablePointer<Lanes>, _ lane: Int32,
    _ frames: Int
  ) {
    let left = UnsafeMutableRawPointer(samples).assumingMemoryBound(to: Float.self) + Int(lane)
    let right = unit.pointee.sides == 2 ? left + 1 : nil
    switch unit.pointee.kind {
    case .delay:
      let lines = unit.pointee.body.assumingMemoryBound(to: DelayLine.self)
      kernels.delayLane(lines, left, frames)
      if let right { kernels.delayLane(lines + 1, right, frames) }
    case .echo: echo(unit, left, right, frames)
    case .loudness:
      let meters = unit.pointee.body.assumingMemoryBound(to: LoudnessUnits.self)
      let isStereo = right != nil
      kernels.measureLoudness(&meters.pointee.loudness, left, isStereo: isStereo, frames)
      kernels.measureTruePeak(
        &meters.pointee.truePeak, left, right.map { UnsafePointer($0) }, frames)
    case .reverb: reverberate(unit, left, right, frames)
    case .limiter: limit(unit, left, right, frames)
    // Its step is another, for it needs the device.
    case .insert: break
    case .direct:
      let level = unit.pointee.memory.parameters
      let sent = unit.pointee.dry
      kernels.sendLane(UnsafePointer(left), to: sent, UnsafePointer(level), frames)
      if let right {
        kernels.sendLane(UnsafePointer(right), to: sent + 1, UnsafePointer(level), frames)
      }
      kernels.advance(level, frames)
    case .oscillator:
      kernels.oscillate(
        unit.pointee.body.assumingMemoryBound(to: OscillatorUnit.self),
        unit.pointee.memory.parameters, left, stride: LaneLayout.lanes, frames)
    }
  }

  /// A mono bus has its repeats on the left.
  @_noLocks
  private func echo(
    _ unit: UnsafeMutablePointer<UnitCore>, _ left: UnsafeMutablePointer<Float>,
    _ right: UnsafeMutablePointer<Float>?, _ frames: Int
  ) {
    let other = right ?? unit.pointee.dry
    var frame = 0
    while right == nil && frame < frames {
      other[frame &* 16] = left[frame &* 16]
      frame &+= 1
    }
    kernels.delayStereo(
      unit.pointee.body.assumingMemoryBound(to: FXDelayState.self),
      unit.pointee.memory.parameters, left, other, frames)
  }

  /// A mono bus sends both sides of the space the same and hears their sum, each at -3 dB.
  @_noLocks
  private func reverberate(
    _ unit: UnsafeMutablePointer<UnitCore>, _ left: UnsafeMutablePointer<Float>,
    _ right: UnsafeMutablePointer<Float>?, _ frames: Int
  ) {
    let other = right ?? unit.pointee.dry
    var frame = 0
    while right == nil && frame < frames {
      other[frame &* 16] = left[frame &* 16]
      frame &+= 1
    }
    kernels.renderReverb(
      ReverbBlock(
        left: left, right: other, parameters: unit.pointee.memory.parameters,
        state: unit.pointee.body.assumingMemoryBound(to: ReverbState.self), frames: frames))
    frame = 0
    while right == nil && frame < frames {
      left[frame &* 16] = (left[frame &* 16] + other[frame &* 16]) * 0.70710678
      frame &+= 1
    }
  }

  @_noLocks
  private func limit(
    _ unit: UnsafeMutablePointer<UnitCore>, _ left: UnsafeMutablePointer<Float>,
    _ right: UnsafeMutablePointer<Float>?, _ frames: Int
  ) {
    let parameters = unit.pointee.memory.parameters
    let mix = parameters + LimiterParameter.rows
    let limiter = unit.pointee.body.assumingMemoryBound(to: LimiterUnit.self)
    if unit.pointee.wait <= 0 && !mix.pointee.isMoving && mix.pointee.value[0] == 1 {
      kernels.limitPeaks(limiter, parameters, left, right, frames)
      return
    }
    let dry = unit.pointee.dry
    var frame = 0
    while frame < frames {
      dry[frame] = left[frame &* 16]
      if let right { dry[LaneLayout.chunk &+ frame] = right[frame &* 16] }
      frame &+= 1
    }
    kernels.limitPeaks(limiter, parameters, left, right, frames)
    let wait = min(frames, max(0, Int(unit.pointee.wait)))
    kernels.blendLane(
      BlendBlock(
        dry: UnsafePointer(dry), wet: left, mix: UnsafePointer(mix), wait: wait, frames: frames))
    if let right {
      kernels.blendLane(
        BlendBlock(
          dry: UnsafePointer(dry + LaneLayout.chunk), wet: right, mix: UnsafePointer(mix),
          wait: wait, frames: frames))
    }
    kernels.advance(mix, frames &- wait)
    unit.pointee.wait &-= Int32(truncatingIfNeeded: wait)
  }
}
