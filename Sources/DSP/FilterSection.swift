/// The rows of one second-order filter section.
///
/// A section keeps two states, `a` and `b`, and does in each frame
///
///     t = x - b
///     y = direct * x + first * a + second * b
///     a' = a + damping * a + coupling * t
///     b' = b + coupling * a + integration * t
///
/// This is the trapezoidal state-variable filter (A. Simper, "Solving the continuous SVF equations
/// using trapezoidal integration", 2013) with its sums multiplied out: with g and k of that paper,
/// c = 1 / (1 + g * (g + k)), `damping` = 2c - 2, `coupling` = 2gc, `integration` = 2g²c. Its states
/// never grow without input, whatever path of valid settings the coefficients take: the matrix of
/// the states is a contraction for every g, k > 0, and so is every mixture of such matrices.
///
/// What is added to a state in a frame can be thousands of times smaller than the state, and what
/// rounding takes from the sum rings on as long as the section does. A section that rings for long
/// therefore sums as W. Kahan does ("Further remarks on reducing truncation errors", 1965): two more
/// rows keep what a sum could not hold, for the next frame.
public enum FilterSection {
  /// Rows of parameters: damping, coupling, integration, direct, first, second.
  public static let parameterRows = 6
  /// Rows of state: a, b, and what the last sums for them could not hold.
  public static let stateRows = 4
  /// From this damping on a section rings for long: it falls by a factor of e in 500 frames or more.
  public static let longDamping: Float = -1 / 256
}
