/// The rows of a reverb: sixteen delay lines side by side, one a lane.
///
/// The first six rows are places, in whole frames: how far back each tap reads. They do not ramp;
/// the kernel takes up their targets and fades from the old places to the new ones. All other rows
/// ramp.
public enum ReverbRow {
  /// The lengths of the feedback lines, `ReverbState.shortestLine` frames or more.
  public static let lines = 0
  /// How far back the three stages of the diffuser read; the first one includes the pre-delay.
  public static let spreads = 1
  /// How far back the early reflections of the left side read, then those of the right one.
  public static let early = 4
  /// Rows of places.
  public static let places = 6
  /// The gains of the early reflections of the left side, then those of the right one.
  public static let earlyGains = 6
  /// A first-order section that sets the decay below the lower crossover: keep, in, out, direct.
  ///
  /// In each frame a section does y = direct * x + out * s, then s' = keep * s + in * x.
  public static let lowSection = 8
  /// The section that sets the decay above the upper crossover: keep, in, out, direct.
  public static let highSection = 12
  /// Numbers for both sides at once, in the lanes that `ReverbMix` names.
  public static let mix = 16
  /// What the phase of each line's modulation gains in a frame, in radians: 0…0.1.
  public static let sweep = 17
  /// The depth of each line's modulation: the sine of the largest turn, 0…0.9.
  public static let depth = 18
  /// Rows of parameters.
  public static let count = 19
}

/// The lanes of the row `ReverbRow.mix`.
public enum ReverbMix {
  /// The gain of the input at the output: 1 where the reverb is off, else 0.
  public static let dry = 0
  /// The gain from each side of the reverb to the same side of the output.
  public static let straight = 1
  /// The gain from each side of the reverb to the other side of the output.
  public static let cross = 2
  /// The gain of the tail.
  public static let late = 3
  /// The gain of the diffuser at the output, with the early reflections.
  public static let cluster = 4
  /// The gain of the input: 0 where the reverb is frozen.
  public static let input = 5
  /// How much the diffuser mixes: the tangent of a turn, 0…1.
  public static let diffusion = 6
  /// What the low cut's two one-pole filters keep from frame to frame: 0…1, without 1.
  public static let lowCut = 7
  /// What the high cut's two one-pole filters keep from frame to frame: 0…1, without 1.
  public static let highCut = 8
}

/// What the reverb's kernel works on: one stereo pair, one block, in place.
public struct ReverbBlock {
  /// The left samples, one in each `LaneLayout.lanes` floats.
  public var left: UnsafeMutablePointer<Float>
  /// The right samples, one in each `LaneLayout.lanes` floats.
  public var right: UnsafeMutablePointer<Float>
  /// `ReverbRow.count` rows.
  public var parameters: UnsafeMutablePointer<Ramp>
  /// What `ReverbState.prepare` returned.
  public var state: UnsafeMutablePointer<ReverbState>
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
    parameters: UnsafeMutablePointer<Ramp>, state: UnsafeMutablePointer<ReverbState>, frames: Int
  ) {
    self.left = left
    self.right = right
    self.parameters = parameters
    self.state = state
    self.frames = frames
  }
}
