/// The rows of saturation, a lane processor.
///
/// A lane's sound is
///
///     y = x + amount * r
///
/// where r is what saturation adds: the difference between the curve's output and its input, taken
/// at four times the rate. The signal itself passes no filter, so saturation has no latency, does
/// not turn the signal's phase, and blends from off to on without a comb; off (`amount` resting at
/// 0) is bit-exact. Only r is filtered: what is added comes about 3.5 frames after its cause.
///
///     v = drive * (x + emphasis * low(x))         low: one pole, y' = y + corner * (x - y)
///     p = c * (curve1 + curve2 c + … + curve7 c⁶)  c: v at 4 times the rate, held within ±1
///     r = removed(restored(p - v)) / drive        back at the rate of x
///
/// `restored` undoes the emphasis, s' = restore * r + restoreDecay * s, r - s'; `removed` takes away
/// the constant part, d' = d + constantCorner * (r - d), r - d'. A curve is a polynomial of degree 7,
/// so below its end (|v| = 1) it makes no harmonic beyond the seventh.
public enum SaturationRow {
  /// On and mix: 0…1.
  public static let amount = 0
  /// The factor before the curve, above 0.
  public static let drive = 1
  /// How much lower frequencies are lifted before the curve: their factor less 1.
  public static let emphasis = 2
  public static let corner = 3
  public static let restore = 4
  public static let restoreDecay = 5
  public static let constantCorner = 6
  /// The first of the curve's seven factors, of c, c²…c⁷, make-up included.
  public static let curve = 7
  public static let curveRows = 7
  /// How many rows there are.
  public static let count = 14

  /// Frames of memory that the kernel works in.
  public static let scratchFrames = 2 * LaneLayout.chunk
}

/// The rows of what the saturation kernel remembers; all zeroes is silence.
///
/// A path of allpass sections has a row for its input and one for the output of each section.
public enum SaturationState {
  /// What low frequencies come to before they are lifted.
  public static let low = 0
  /// The first half-band filter up, the second, and both in turn down: each an early path, then a
  /// late one.
  public static let firstUp = 1
  public static let secondUp = 9
  public static let secondDown = 14
  public static let firstDown = 19
  /// From the start of a first filter, and of a second, to its late path.
  public static let firstLate = 4
  public static let secondLate = 3
  public static let restored = 27
  public static let constant = 28
  /// How many rows there are.
  public static let rows = 29
}
