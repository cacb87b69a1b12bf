/// The rows that set how far the sides of a stereo bus stand apart, and their balance.
///
/// Each lane becomes `own` × itself + `fromNext` × the lane after it + `fromPrevious` × the lane
/// before it. At rest at 1, 0, 0 the stage is off: what goes in comes out bit for bit.
public enum Image {
  /// Rows of parameters: own, fromNext, fromPrevious.
  public static let parameterRows = 3
}
