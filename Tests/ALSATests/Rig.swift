import ALSA
import Realtime

/// What a test's audio thread works on: the loop is the one that a desk composes.
struct Rig: ~Copyable {
  var pcm: PCMPair
  /// Periods to render before the loop ends by itself.
  var left: Int
  /// The next frame's number, written into every channel.
  var frame: UInt32 = 0
  var rendered = 0
  var last = WaitResult.ready
  var silentCaptures = 0

  init(_ pcm: consuming PCMPair, periods: Int) {
    self.pcm = pcm
    left = periods
  }
}

/// The audio thread's root: one function that the compiler has checked for locks and allocations.
@_noLocks func runLoop(_ rig: UnsafeMutablePointer<Rig>) {
  guard case .running = rig.pointee.pcm.start() else { return }
  while rig.pointee.left > 0 {
    rig.pointee.last = rig.pointee.pcm.wait()
    switch rig.pointee.last {
    case .ready:
      guard rig.pointee.pcm.begin() else { continue }
      render(rig)
      rig.pointee.pcm.commit()
      rig.pointee.left -= 1
    case .xrun, .suspended, .timeout:
      guard case .running = rig.pointee.pcm.recover() else { return }
    case .disconnected, .stop:
      return
    }
  }
}

/// Numbers the frames in 32-bit samples, the channel's number in the top byte.
@_noLocks private func render(_ rig: UnsafeMutablePointer<Rig>) {
  let outputs = rig.pointee.pcm.playbackAreas
  let frames = rig.pointee.pcm.period
  var channel = 0
  while channel < outputs.count {
    let area = outputs[channel]
    var frame = 0
    while frame < frames {
      let value = (rig.pointee.frame &+ UInt32(truncatingIfNeeded: frame)) & 0xFF_FFFF
      let sample = value | UInt32(truncatingIfNeeded: channel) << 24
      area.base?.storeBytes(of: sample, toByteOffset: frame &* area.stride, as: UInt32.self)
      frame += 1
    }
    channel += 1
  }
  let inputs = rig.pointee.pcm.captureAreas
  if inputs.count > 0, inputs[0].base?.loadUnaligned(as: UInt32.self) == 0 {
    rig.pointee.silentCaptures += 1
  }
  rig.pointee.frame &+= UInt32(truncatingIfNeeded: frames)
  rig.pointee.rendered += 1
}

/// The same root as a thread's body.
@c func runRig(_ context: UnsafeMutableRawPointer) {
  runLoop(context.assumingMemoryBound(to: Rig.self))
}

/// Holds a rig at a fixed address.
final class RigHolder {
  let rig: UnsafeMutablePointer<Rig>

  init(_ wanted: PCMConfiguration, stop: StopSignal, periods: Int) throws(ALSAError) {
    let pcm = try PCMPair(wanted, stop: stop)
    rig = .allocate(capacity: 1)
    rig.initialize(to: Rig(pcm, periods: periods))
  }

  deinit {
    rig.deinitialize(count: 1)
    rig.deallocate()
  }
}
