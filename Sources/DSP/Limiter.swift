/// The rows of a limiter: one row whose sixteen values are the numbers below, in this order.
public enum LimiterParameter {
  /// Rows of parameters.
  public static let rows = 1
  /// The gain that no peak may exceed, above 0.
  public static let ceiling = 0
  /// What is left of the fast reduction from one frame to the next: 0..<1.
  public static let release = 1
  /// The part of the fast reduction that the slow one takes on in sixteen frames; 0 when the
  /// release does not adapt.
  public static let slowAttack = 2
  /// What is left of the slow reduction after sixteen frames: 0..<1.
  public static let slowRelease = 3
}

/// How a limiter's memory is divided, and how long it looks ahead.
///
/// All frames that it keeps lie in lines: stretches of memory that are written from left to right.
/// At the end of a line the last `history` frames are copied to its start. The order of the lines:
/// left and right input, the values halfway between their frames, and then one for each pass.
public struct LimiterLayout: Sendable {
  /// Frames of the longer of the two averages that smooth the gain.
  ///
  /// The largest power of two within 0.75 ms, 32 at least: where the gain moves faster it makes
  /// peaks of its own. The other average is half as long.
  public let smoothing: Int
  /// Frames between a sample going in and coming out: 78 at 44.1 and 48 kHz.
  public let latency: Int
  /// Frames that stay readable before the position: a multiple of 16.
  public let history: Int
  /// Frames from the start of one line to that of the next.
  public let lineLength: Int
  /// Floats that a limiter needs: its tables, then its lines.
  public let floats: Int

  /// Frames on both sides of a peak whose gain is held with it: a peak between frames is a sum over
  /// many of them.
  public static let guardFrames = 6
  /// Frames that are written before a line starts again; at least `history`, so that copying
  /// does not overlap.
  public static let run = 256
  /// Lines that the longest look-ahead needs.
  public static let lines = 24
  /// Lays out a limiter for frames at `rate` a second: 8000…192000.
  public init(rate: Int) {
    var smoothing = 32
    while smoothing * 2 * 4000 <= rate * 3 { smoothing *= 2 }
    self.smoothing = smoothing
    // The length of both averages in a row, less one, what finding the peak takes, and the guard.
    latency = smoothing * 3 / 2 - 2 + TruePeakFilter.delay + Self.guardFrames
    history = (max(latency, 2 * smoothing, LaneLayout.chunk) + 15) & ~15
    // The last vectors of a block may reach beyond its end.
    lineLength = history + Self.run + LaneLayout.chunk
    floats = TruePeakFilter.tableFloats + Self.lines * lineLength
  }
}

/// A limiter for a stereo pair or one channel.
///
/// Lives in raw memory; belongs to the audio thread once it is published.
public struct LimiterUnit {
  /// `layout.floats` floats aligned to 64 bytes: the tables (`Processors.TruePeakTables`), then
  /// zeroes.
  public let memory: UnsafeMutablePointer<Float>
  public let layout: LimiterLayout
  /// Where the next frame goes in every line.
  public var position: Int
  /// The largest reduction since a meter set this to 0: the gain was 1 less this.
  public var deepest: Float = 0

  /// Makes a limiter over memory that holds its tables and is silent otherwise.
  public init(memory: UnsafeMutablePointer<Float>, layout: LimiterLayout) {
    self.memory = memory
    self.layout = layout
    position = layout.history
  }

  /// The start of a line.
  @_noLocks
  @inlinable
  public func line(_ index: Int) -> UnsafeMutablePointer<Float> {
    memory + (TruePeakFilter.tableFloats &+ index &* layout.lineLength)
  }
}
