import ALSA
import CALSA
import Engine
import Realtime
import Synchronization

/// The audio thread's first function: runs until it is told to stop or the card is gone.
@c func runAudio(_ context: UnsafeMutableRawPointer) {
  audioLoop(context.assumingMemoryBound(to: AudioContext.self))
}

/// The root of everything that happens on the audio thread.
///
/// The compiler proves that nothing below it takes a lock or memory: the annotation reaches all
/// that it calls.
@_noLocks
package func audioLoop(_ context: UnsafeMutablePointer<AudioContext>) {
  context.pointee.core.pointee.riseFromSilence(over: context.pointee.riseFrames)
  let end: AudioEnd
  if let card = context.pointee.card {
    end = cardLoop(context, card)
  } else if let clock = context.pointee.clock {
    end = clockLoop(context, clock)
  } else {
    end = .failed
  }
  context.pointee.status.pointee.end.store(end.rawValue, ordering: .releasing)
}

/// The times in a row that a card may stop without having played a period.
private let mostFailures = 20

/// Renders whenever the card has room for a period and holds one.
@_noLocks
private func cardLoop(
  _ context: UnsafeMutablePointer<AudioContext>, _ card: UnsafeMutablePointer<PCMPair>
) -> AudioEnd {
  var started = card.pointee.start()
  var failures = 0
  while true {
    switch started {
    case .running: break
    case .disconnected: return .disconnected
    case .failed: return .failed
    }
    switch card.pointee.wait() {
    case .ready:
      renderPeriod(context, card)
      failures = 0
    case .stop:
      card.pointee.halt()
      return .stopped
    case .disconnected: return .disconnected
    case .xrun, .suspended, .timeout:
      // A card that fails again and again is given up: at this thread's priority, trying for ever
      // could take the machine away from everybody else.
      failures &+= 1
      if failures > mostFailures { return .failed }
      // What comes next joins no more to what was last heard.
      context.pointee.core.pointee.riseFromSilence(over: context.pointee.riseFrames)
      started = card.pointee.recover()
    }
    context.pointee.status.pointee.note(card.pointee.counters)
  }
}

@_noLocks
private func renderPeriod(
  _ context: UnsafeMutablePointer<AudioContext>, _ card: UnsafeMutablePointer<PCMPair>
) {
  let began = calsa_now()
  guard card.pointee.begin() else { return }
  let played = card.pointee.playbackAreas
  let captured = card.pointee.captureAreas
  let spare = UnsafePointer(context.pointee.sink.areas)
  render(
    context,
    DeviceBlock(
      inputs: captured.baseAddress ?? spare, inputCount: captured.count,
      inputFormat: context.pointee.inputFormat, outputs: played.baseAddress ?? spare,
      outputCount: played.count, outputFormat: context.pointee.outputFormat,
      frames: context.pointee.period))
  card.pointee.commit()
  context.pointee.status.pointee.blockTimes.record(nanoseconds: UInt64(calsa_now() &- began))
}

/// Renders whenever the built-in clock says that a period has gone by; nobody hears it.
@_noLocks
private func clockLoop(
  _ context: UnsafeMutablePointer<AudioContext>, _ clock: UnsafeMutablePointer<PeriodClock>
) -> AudioEnd {
  while true {
    var due = clock.pointee.wait()
    if due == 0 { return .stopped }
    if due > 1 { context.pointee.status.pointee.counters.lateWakes.increment() }
    while due > 0 {
      let began = calsa_now()
      let sink = context.pointee.sink
      render(
        context,
        DeviceBlock(
          inputs: UnsafePointer(sink.areas), inputCount: 0, inputFormat: .float,
          outputs: UnsafePointer(sink.areas), outputCount: sink.channels, outputFormat: .float,
          frames: context.pointee.period))
      context.pointee.status.pointee.blockTimes.record(nanoseconds: UInt64(calsa_now() &- began))
      due &-= 1
    }
  }
}

/// Renders one block, from the player in place of the inputs if there is one.
///
/// What comes back to inserts is the device's own in either case.
@_noLocks
private func render(_ context: UnsafeMutablePointer<AudioContext>, _ device: DeviceBlock) {
  var block = device
  if context.pointee.player != nil {
    context.pointee.player?.advance(block.frames)
    if let player = context.pointee.player {
      block.inputs = UnsafePointer(player.block.areas)
      block.inputCount = player.block.channels
      block.inputFormat = .float
    }
  }
  context.pointee.core.pointee.render(block)
  context.pointee.status.pointee.counters.blocks.increment()
  context.pointee.status.pointee.frames.add(UInt64(block.frames), ordering: .releasing)
}
