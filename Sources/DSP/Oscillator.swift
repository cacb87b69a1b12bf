/// The rows of an oscillator: one row whose sixteen values are the numbers below, in this order.
///
/// It rests when all three gains are 0 and at rest (`isOscillatorIdle`).
public enum OscillatorParameter {
  /// Rows of parameters.
  public static let rows = 1
  /// The sine's frequency in Hz, below half the rate; it jumps to its target, the phase does not.
  public static let frequency = 0
  /// The gains of the sine (its peak is 1), of pink and of white noise (both of the sine's power).
  public static let sine = 1
  public static let pink = 2
  public static let white = 3
}

/// What an oscillator remembers, and the numbers that depend on the sample rate.
///
/// Lives in raw memory aligned to 64 bytes; belongs to the audio thread once it is published.
public struct OscillatorUnit {
  /// Where sixteen frames wait to be handed out one by one; first, so that they lie at the unit's
  /// address.
  public var frames = Lanes()
  /// How far each of the pink noise's sixteen low-passes goes towards its input in a frame.
  public let pinkRates: Lanes
  /// What each low-pass's state counts for.
  public let pinkWeights: Lanes
  /// What the white noise itself counts for.
  public let pinkDirect: Float
  /// The taps of the last filter, after the first, which is 1.
  public let pinkTaps: SIMD4<Float>
  /// 2^64 divided by the sample rate: what the phase grows by in a frame for each Hz.
  public let phaseForOneHertz: Double

  /// The sine's phase: 2^64 is a turn.
  public var phase: UInt64 = 0
  /// The frames so far: white noise is a function of their number.
  public var frame: UInt64
  /// The low-passes' states.
  public var pink = Lanes()
  /// The last three values before the last filter, the youngest first.
  public var pinkPast = SIMD4<Float>()

  /// Makes an oscillator that starts at a frame's number: another seed, other noise.
  public init(
    pinkRates: Lanes, pinkWeights: Lanes, pinkDirect: Float, pinkTaps: SIMD4<Float>,
    phaseForOneHertz: Double, seed: UInt32
  ) {
    self.pinkRates = pinkRates
    self.pinkWeights = pinkWeights
    self.pinkDirect = pinkDirect
    self.pinkTaps = pinkTaps
    self.phaseForOneHertz = phaseForOneHertz
    frame = UInt64(seed) << 32
  }
}
