/// Sixteen gains that move in straight lines, one a lane.
///
/// Lives in raw memory aligned to 64 bytes. Control threads prepare it before it is published;
/// afterwards it belongs to the audio thread.
public struct Ramp {
  /// The gains as they stand.
  public var value: Lanes
  /// What each gain moves by in a frame; 0 where it rests.
  public var step: Lanes
  /// Where each gain is going; where it is when it rests.
  public var target: Lanes
  /// Frames until each gain is there; 0 where it rests.
  public var left: SIMD16<Int32>
  /// Whether any gain moves; when false `step` is 0 in every lane.
  public var isMoving: Bool
  // Rounds the size up to a multiple of 64 bytes, so that each row starts a cache line.
  private var padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) =
    (0, 0, 0, 0, 0, 0, 0)

  /// Makes gains that rest.
  public init(restingAt value: Lanes) {
    self.value = value
    step = Lanes()
    target = value
    left = SIMD16<Int32>()
    isMoving = false
  }

  /// Sends one lane's gain to `goal`, where it arrives in `frames`; at once when that is 0.
  ///
  /// A gain on its way turns round from where it is. Audio thread, or before publishing.
  @_noLocks
  @inlinable
  public mutating func move(lane: Int, to goal: Float, in frames: Int32) {
    target[lane] = goal
    if frames <= 0 || value[lane] == goal {
      value[lane] = goal
      step[lane] = 0
      left[lane] = 0
    } else {
      step[lane] = (goal - value[lane]) / Float(frames)
      left[lane] = frames
      isMoving = true
    }
  }
}
