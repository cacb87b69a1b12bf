import DSP

/// All that the control thread can tell the audio thread; taken at the start of a block.
enum EngineCommand: BitwiseCopyable {
  /// Sends one gain of the plan in force to a target in a straight line.
  case ramp(slot: UInt32, target: Float, frames: Int32)
  /// Sends one lane of a processor's row to a target in a straight line; the memory is that of the
  /// plan in force.
  case parameter(
    UnsafeMutablePointer<ProcessorMemory>, row: Int32, lane: Int32, target: Float, frames: Int32)
  /// Sends up to six rows of one lane that follow each other to targets, all in straight lines.
  case parameters(
    UnsafeMutablePointer<ProcessorMemory>, row: Int32, lane: Int32, RowTargets, frames: Int32)
  /// Puts a plan in force; gains that it shares with the plan before go on from where they are.
  case plan(UnsafeMutableRawPointer)
  /// Lets all waits of the plan in force go from what they were before to what they are after.
  case shift(frames: Int32)
  /// Sets the delay of one delay line.
  case delay(UnsafeMutablePointer<DelayLine>, frames: Int32)
}

/// The targets of rows that follow each other.
///
/// A section of a filter has six rows: told one by one, an equaliser that is swept would cost the
/// audio thread more for taking the commands than for filtering.
struct RowTargets: BitwiseCopyable {
  /// The most rows.
  static let capacity = 6

  private var first = SIMD4<Float>()
  private var rest = SIMD2<Float>()
  private(set) var count: Int32 = 0

  init() {}

  /// Adds the next row's target; there must be room.
  mutating func append(_ target: Float) {
    if count < 4 { first[Int(count)] = target } else { rest[Int(count) - 4] = target }
    count += 1
  }

  /// The target of a row, counting from 0; control thread.
  subscript(row: Int) -> Float { row < 4 ? first[row] : rest[row - 4] }

  /// Calls back with each target, counting from 0; audio thread.
  @_noLocks
  @inline(__always)
  func forEach(_ body: (_ row: Int32, _ target: Float) -> Void) {
    if count > 0 { body(0, first[0]) }
    if count > 1 { body(1, first[1]) }
    if count > 2 { body(2, first[2]) }
    if count > 3 { body(3, first[3]) }
    if count > 4 { body(4, rest[0]) }
    if count > 5 { body(5, rest[1]) }
  }
}

/// All that the audio thread tells the control thread besides meters and counters.
enum EngineReport: BitwiseCopyable {
  /// This plan is no longer used and may be freed.
  case retired(UnsafeMutableRawPointer)
}
