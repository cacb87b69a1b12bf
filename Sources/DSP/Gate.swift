/// The rows of a gate, expander or ducker.
///
/// Levels are log2 of energies: 1 is 3.01 dB. Reductions are log2 of amplitudes: 1 is 6.02 dB. `Processors.GateSettings` states the law.
public enum Gate {
  /// 0 off, 1 on, and the mixture in between; the first row after `LevelDetector`'s.
  public static let engaged = 6
  /// The level that opens.
  public static let threshold = 7
  /// How far below the threshold an open gate closes.
  public static let hysteresis = 8
  /// Reduction for each unit below the threshold while closed.
  public static let slope = 9
  /// The largest reduction while closed.
  public static let closedReduction = 10
  /// The reduction while open.
  public static let openReduction = 11
  /// The part of its way that a growing reduction goes in a frame.
  public static let rise = 12
  /// The part of its way that a shrinking reduction goes in a frame.
  public static let fall = 13
  /// Frames that the gate stays open, 1 or more.
  public static let hold = 14
  /// Rows of parameters.
  public static let parameterRows = 15

  /// A state row: the deepest reduction in dB, 0 or more, since the reader last set it to 0.
  public static let meter = 8
  /// The reduction as it is.
  public static let reduction = 9
  /// What rounding took from the reduction.
  public static let remainder = 10
  /// Frames until the gate closes.
  public static let left = 11
  /// Rows of state.
  public static let stateRows = 12
}
