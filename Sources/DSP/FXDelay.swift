/// The rows of the FX delay, a unit processor: sixteen scalars a row, one a lane.
///
/// The first row's targets are read at once; the kernel does the moving. The second row's values are
/// factors and ramp as all others. All zeroes is off: the input passes.
///
///     y = saturated(highCut(lowCut(line, as long ago as its time)))      for each side
///     line left  = leftFromLeft * left + leftFromRight * right + feedback * y left + cross * y right
///     line right = rightFromRight * right + feedback * y right + cross * y left
///     output = input - cut * input + same * y + other * (the other side's y)
public enum FXDelayRow {
  /// Row 0, lane 0 and 1: the times in frames, `FXDelayState.shortest` and more.
  public static let leftTime = 0
  public static let rightTime = 1
  /// Row 0, lane 2: how far the time grows and shrinks again, in frames; 0 without modulation.
  public static let depth = 2
  /// Row 0, lane 3: cycles of modulation in a frame.
  public static let cycles = 3

  /// Row 1, lane 0: how much of the input is taken away: 0…1.
  public static let cut = 0
  /// Row 1, lanes 1 and 2: the echoes' gain on their own side and on the other, mix and width.
  public static let same = 1
  public static let other = 2
  /// Row 1, lanes 3 to 5: what goes into the lines.
  public static let leftFromLeft = 3
  public static let leftFromRight = 4
  public static let rightFromRight = 5
  /// Row 1, lanes 6 and 7: what comes back, to the same side and to the other; 1 at most together.
  public static let feedback = 6
  public static let cross = 7
  /// Row 1, lanes 8 to 11: how much of each filter is heard (0…1), and g / (1 + g) of its corner,
  /// g being the tangent of half its angle.
  public static let lowCut = 8
  public static let lowCorner = 9
  public static let highCut = 10
  public static let highCorner = 11
  /// Row 1, lane 12: how much of the saturation is heard: 0…1.
  public static let saturation = 12

  /// Rows of parameters.
  public static let count = 2
}

/// The memory of one stereo FX delay.
///
/// Lives in raw memory; belongs to the audio thread once it is published.
public struct FXDelayState {
  /// The last `capacity` samples of the left line, those of the right one, then `LaneLayout.grain`
  /// pairs of echoes on their way through the filters.
  public let memory: UnsafeMutablePointer<Float>
  /// A power of two above the longest time in frames.
  public let capacity: Int
  /// What a fade loses in a frame.
  public let fadeStep: Float
  /// The share of the way to its target that the depth of the modulation goes in a frame.
  public let glide: Float
  /// The longest time in frames.
  public let longest: Float
  /// The deepest modulation in frames.
  public let deepest: Float

  /// Where the next sample goes, before wrapping.
  public var write = 0
  /// How many samples were written since the delay was switched on, `capacity` at most.
  public var filled = 0
  /// The times in frames that are heard, without modulation; 0 before the first block.
  public var time = FXDelayTime()
  /// The times that are faded out.
  public var oldTime = FXDelayTime()
  /// How much of the old times is still heard: 1…0.
  public var fade: Float = 0
  /// The depth of the modulation as it stands, in frames.
  public var depth: Float = 0
  /// Where the modulation is: all bits are one cycle.
  public var phase: UInt32 = 0
  /// What the modulation adds to the times, left and right, in frames.
  public var added = SIMD2<Float>()
  /// What the low cut and the high cut remember, left and right.
  public var low = SIMD2<Float>()
  public var high = SIMD2<Float>()

  /// The shortest time in frames.
  public static let shortest = 8
  /// The longest time in milliseconds.
  public static let milliseconds = 2000
  /// The deepest modulation in milliseconds.
  public static let deepestMilliseconds = 10

  /// How many samples the memory holds at a sample rate.
  ///
  /// 262176 (1 MiB) at 44.1 and 48 kHz, about twice that at 88.2 and 96, four times at 192.
  public static func samples(rate: Int) -> Int {
    2 * capacity(rate: rate) + 2 * LaneLayout.grain
  }

  private static func capacity(rate: Int) -> Int {
    // The longest time, the deepest modulation, what the interpolation looks at, and a block.
    let frames = (milliseconds + deepestMilliseconds) * rate / 1000 + 4 + LaneLayout.chunk
    var capacity = 1
    while capacity < frames { capacity *= 2 }
    return capacity
  }

  /// Makes a delay over a memory of `samples(rate:)` samples, whatever it holds.
  ///
  /// A change of time fades over `fadeFrames`, 1 or more.
  public init(memory: UnsafeMutablePointer<Float>, rate: Int, fadeFrames: Int) {
    self.memory = memory
    capacity = Self.capacity(rate: rate)
    fadeStep = 1 / Float(fadeFrames)
    glide = 10 / Float(rate)  // a time constant of 0.1 s
    longest = Float(Self.milliseconds * rate / 1000)
    deepest = Float(Self.deepestMilliseconds * rate / 1000)
  }
}

/// How far back each side's line is read, in frames.
public struct FXDelayTime {
  public var left: Int
  public var right: Int

  public init() { self.init(left: 0, right: 0) }

  public init(left: Int, right: Int) {
    self.left = left
    self.right = right
  }
}
