import DSP

/// All that the control thread can tell the audio thread; taken at the start of a block.
enum EngineCommand: BitwiseCopyable {
  /// Sends one gain of the plan in force to a target in a straight line.
  case ramp(slot: UInt32, target: Float, frames: Int32)
  /// Sends one lane of a processor's row to a target in a straight line; the memory is that of the
  /// plan in force.
  case parameter(
    UnsafeMutablePointer<ProcessorMemory>, row: Int32, lane: Int32, target: Float, frames: Int32)
  /// Puts a plan in force; gains that it shares with the plan before go on from where they are.
  case plan(UnsafeMutableRawPointer)
  /// Sets the delay of one delay line.
  case delay(UnsafeMutablePointer<DelayLine>, frames: Int32)
}

/// All that the audio thread tells the control thread besides meters and counters.
enum EngineReport: BitwiseCopyable {
  /// This plan is no longer used and may be freed.
  case retired(UnsafeMutableRawPointer)
}
