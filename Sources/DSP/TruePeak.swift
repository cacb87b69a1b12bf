/// The sizes of the filters that find peaks between frames.
public enum TruePeakFilter {
  /// Taps of the filter that finds the values halfway between frames.
  public static let halfwayTaps = 48
  /// Taps of the filter that finds the values between those and the frames.
  public static let betweenTaps = 8
  /// The parts that each stretch of the doubled rate is divided into: with both filters, the
  /// signal is looked at twelve times a frame.
  public static let parts = 6
  /// Floats of half of each filter (they are symmetrical), in whole cache lines.
  public static let tableFloats = 64
  /// Frames until the peak after a frame is known: half the taps of the first filter, and what the
  /// second reaches ahead.
  public static let delay = 26
}

/// A meter of the true peak of a stereo pair or one channel.
///
/// Lives in raw memory; belongs to the audio thread once it is published.
public struct TruePeakUnit {
  /// `floats` floats aligned to 64 bytes: the tables (`Processors.TruePeakTables`), then zeroes.
  public let memory: UnsafeMutablePointer<Float>
  /// Where the next frame goes in every line.
  public var position = TruePeakUnit.history
  /// The largest magnitude since this was set to 0, full scale 1.
  public var peak: Float = 0

  /// Frames that stay readable before the position.
  public static let history = 64
  /// Frames that are written before a line starts again.
  public static let run = 256
  /// Frames from the start of one line to that of the next.
  public static let lineLength = history + run + LaneLayout.chunk
  /// Floats that a meter needs: tables, the two inputs, what lies halfway between their frames.
  public static let floats = TruePeakFilter.tableFloats + 4 * lineLength

  /// Makes a meter over memory that holds its tables and is silent otherwise.
  public init(memory: UnsafeMutablePointer<Float>) { self.memory = memory }

  /// The start of a line.
  @_noLocks
  @inlinable
  public func line(_ index: Int) -> UnsafeMutablePointer<Float> {
    memory + (TruePeakFilter.tableFloats &+ index &* Self.lineLength)
  }
}
