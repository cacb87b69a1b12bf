/// What the strip kernels work on: one bank, one block.
public struct StripBlock {
  /// `frames` frames, in place: the source, then the signal before the fader.
  public var signal: UnsafeMutablePointer<Lanes>
  /// Receives `frames` frames, the signal after the fader; may be `signal` itself.
  public var output: UnsafeMutablePointer<Lanes>
  /// Trim with polarity: -10…+10.
  public var trim: UnsafeMutablePointer<Ramp>
  /// Fader with VCAs and mutes: 0…+10.
  public var fader: UnsafeMutablePointer<Ramp>
  /// Receives the largest magnitude and the sum of squares, added to what is there.
  public var meter: UnsafeMutablePointer<MeterLanes>
  /// Where the meter listens.
  public var metering: StripMetering
  /// Whether the source is known to be numbers within ±`LaneLayout.brokenAbove`.
  public var isSound: Bool
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    signal: UnsafeMutablePointer<Lanes>, output: UnsafeMutablePointer<Lanes>,
    trim: UnsafeMutablePointer<Ramp>, fader: UnsafeMutablePointer<Ramp>,
    meter: UnsafeMutablePointer<MeterLanes>, metering: StripMetering, isSound: Bool = false,
    frames: Int
  ) {
    self.signal = signal
    self.output = output
    self.trim = trim
    self.fader = fader
    self.meter = meter
    self.metering = metering
    self.isSound = isSound
    self.frames = frames
  }
}

/// Where a bank is metered around its faders.
public enum StripMetering: Sendable {
  /// All lanes before the fader, or all after it, and none at the input.
  case preFader, postFader
  /// Each lane where its `MeterLanes` say.
  case mixed
}

/// What a bank's meters have gathered since they were last read.
public struct MeterLanes {
  /// The largest magnitude, full scale 1.
  public var peak = Lanes()
  /// The sum of the squares.
  public var energy = Lanes()
  /// How many blocks of up to `LaneLayout.chunk` frames held samples that were not numbers, or
  /// beyond `LaneLayout.brokenAbove`.
  public var brokenBlocks = SIMD16<Int32>()
  /// All bits in each lane that is metered after its trim, before its fader, or after it.
  public var atInput = SIMD16<Int32>()
  public var beforeFader = SIMD16<Int32>()
  public var afterFader = SIMD16<Int32>()

  public init() {}

  /// Starts anew at the same points; audio thread.
  @_noLocks
  @inlinable
  public mutating func clear() {
    peak = Lanes()
    energy = Lanes()
    brokenBlocks = SIMD16<Int32>()
  }
}

/// What the mixing kernel works on: sixteen lanes of a source into sixteen of a destination.
public struct TileBlock {
  /// `frames` frames of the source bank, at the tap that is mixed.
  public var source: UnsafePointer<Lanes>
  /// `frames` frames of the destination bank, added to.
  public var destination: UnsafeMutablePointer<Lanes>
  /// One row of gains for each source lane: lane d of row s is the gain from s to d.
  public var rows: UnsafeMutablePointer<Ramp>
  /// What the rows are up to; the others are not looked at.
  public var activity: TileActivity
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    source: UnsafePointer<Lanes>, destination: UnsafeMutablePointer<Lanes>,
    rows: UnsafeMutablePointer<Ramp>, activity: TileActivity, frames: Int
  ) {
    self.source = source
    self.destination = destination
    self.rows = rows
    self.activity = activity
    self.frames = frames
  }
}

/// Which rows of a tile let anything through.
public struct TileActivity {
  /// Bit r: some gain of row r moves or is not 0.
  public var rows: UInt32
  /// Whether any of them moves; while none does, `rows` stays as it is.
  public var isMoving: Bool

  public init(rows: UInt32, isMoving: Bool) {
    self.rows = rows
    self.isMoving = isMoving
  }
}
