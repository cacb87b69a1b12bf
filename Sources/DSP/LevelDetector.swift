/// The first rows of a gate or compressor: the key's filters and the level that its law goes by.
///
/// In each frame the key passes two equal one-pole low-passes and two equal one-pole high-passes,
///
///     l' = l + highCut * (x - l)                       twice
///     h' = h + lowCut * (x - h)
///     y = x - lowCutAmount * h'                        twice
///
/// and gives its energy y². Laws look at groups of four frames (fewer at the end of a block). Where
/// `window` is 0 the level is an average of the groups' mean energies m, a' = a + c * (m - a),
/// c being `averaging` for as many frames. Elsewhere it is the largest energy of this window and the
/// one before, so that a peak counts for 1...2 windows. Windows end where blocks and grains do.
public enum LevelDetector {
  /// Coefficient of the low-passes; 1 passes everything.
  public static let highCut = 0
  /// Coefficient of the high-passes, whatever their amount.
  public static let lowCut = 1
  /// 0 without high-passes, 1 with them.
  public static let lowCutAmount = 2
  /// The part of its way that an average goes in a frame.
  public static let averaging = 3
  /// Frames that a peak counts for at least; 0 for the average.
  public static let window = 4
  /// +1: the strip in the next lane shares this one's level, the larger of both; -1: the strip in
  /// the lane before; 0: a strip of its own.
  public static let link = 5
  /// Rows of parameters.
  public static let parameterRows = 6

  /// The four states of the filters.
  public static let filters = 0
  /// The average energy.
  public static let average = 4
  /// The largest energy of this window.
  public static let peak = 5
  /// The largest energy of the window before.
  public static let earlierPeak = 6
  /// Frames left of this window.
  public static let windowLeft = 7
  /// Rows of state.
  public static let stateRows = 8

  /// Frames that a law looks at together.
  public static let group = 4
}

/// A level detector at work on a span, with everything that it looks at in each frame.
///
/// Kernels may declare no types, so this one is here.
@frozen
public struct DetectorLanes {
  /// The coefficients of the low-passes, of the high-passes, and minus the high-passes' amount.
  public var highCut, lowCut, amount: Lanes
  /// The coefficients of the average for a group: of the energy, of the state.
  public var averaging, keepAverage: Lanes
  /// The largest energy of the window before; 0 where there are no windows.
  public var earlierPeak: Lanes
  /// All bits where there are windows, none where there is an average.
  public var isPeak: SIMD16<Int32>
  /// The states of the filters.
  public var low1, low2, high1, high2: Lanes
  /// The average, and the largest energy of this window.
  public var average, peak: Lanes

  /// Makes a detector that hears nothing.
  @inlinable
  @_noLocks
  public init() {
    (highCut, lowCut, amount) = (Lanes(), Lanes(), Lanes())
    (averaging, keepAverage, earlierPeak) = (Lanes(), Lanes(), Lanes())
    isPeak = SIMD16<Int32>()
    (low1, low2, high1, high2) = (Lanes(), Lanes(), Lanes(), Lanes())
    (average, peak) = (Lanes(), Lanes())
  }
}
