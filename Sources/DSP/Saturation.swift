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
  /// How many rows there are.
  public static let count = 14
}

/// What the saturation kernel remembers, its state rows in their order; all zeroes is silence.
public struct SaturationState {
  public var low = Lanes()
  public var firstUp = HalfBandState()
  public var secondUp = ShortHalfBandState()
  public var secondDown = ShortHalfBandState()
  public var firstDown = HalfBandState()
  public var restored = Lanes()
  public var constant = Lanes()

  public init() {}

  /// How many rows it takes.
  public static let rows = 29
}

/// Three first-order allpass sections in a row: the last input and the last output of each.
public struct AllpassThreeState {
  public var input = Lanes()
  public var first = Lanes()
  public var second = Lanes()
  public var third = Lanes()

  public init() {}
}

/// Two allpass sections in a row.
public struct AllpassTwoState {
  public var input = Lanes()
  public var first = Lanes()
  public var second = Lanes()

  public init() {}
}

/// One allpass section.
public struct AllpassOneState {
  public var input = Lanes()
  public var first = Lanes()

  public init() {}
}

/// The two paths of the half-band filter between the rate and twice the rate.
public struct HalfBandState {
  public var early = AllpassThreeState()
  public var late = AllpassThreeState()

  public init() {}
}

/// The two paths of the half-band filter between twice and four times the rate.
public struct ShortHalfBandState {
  public var early = AllpassTwoState()
  public var late = AllpassOneState()

  public init() {}
}
