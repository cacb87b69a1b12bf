/// The rows of a compressor.
///
/// Levels are log2 of energies: 1 is 3.01 dB. Reductions are log2 of amplitudes: 1 is 6.02 dB. `Processors.CompressorSettings` and
/// `Processors.GlueSettings` state the law.
public enum Compressor {
  /// 0 off, 1 on, on its way when switched; the first row after `LevelDetector`'s.
  public static let engaged = 6
  /// What is missing of the dry signal: 0...1.
  public static let dryCut = 7
  /// The factor of the compressed signal, make-up included.
  public static let wet = 8
  /// The level at the middle of the knee.
  public static let threshold = 9
  /// Reduction for each unit above the threshold.
  public static let slope = 10
  /// The width of the knee, 0 or more.
  public static let knee = 11
  /// The part of its way that a growing reduction goes in a frame.
  public static let rise = 12
  /// The part of its way that a shrinking reduction goes in a frame.
  public static let fall = 13
  /// Frames that a reduction stays, 1 or more.
  public static let hold = 14
  /// The part of its way that the sustained reduction goes in a frame while there is reduction.
  public static let charge = 15
  /// The part of its way that the sustained reduction goes in a frame of release.
  public static let discharge = 16
  /// Rows of parameters.
  public static let parameterRows = 17

  /// A state row: the deepest reduction in dB, 0 or more, since the reader last set it to 0.
  public static let meter = 8
  /// The reduction as it is.
  public static let reduction = 9
  /// What rounding took from the reduction.
  public static let remainder = 10
  /// Frames until release may start.
  public static let left = 11
  /// The sustained reduction, which releases slowly.
  public static let sustained = 12
  /// What rounding took from the sustained reduction.
  public static let sustainedRemainder = 13
  /// Rows of state.
  public static let stateRows = 14
}
