/// Sixteen gains that move in straight lines, one a lane.
///
/// Lives in raw memory aligned to 64 bytes. Control threads prepare it before it is published;
/// afterwards it belongs to the audio thread.
public struct Ramp {
  // The four vectors come first, in this order: `move` counts on it.
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
    let isOnItsWay = withUnsafeMutablePointer(to: &self) { ramp in
      // One number at a time: a vector in which one lane is written goes through memory as a whole,
      // and this happens thousands of times in a block when everything is swept.
      let floats = UnsafeMutableRawPointer(ramp).assumingMemoryBound(to: Float.self) + lane
      let whole = UnsafeMutableRawPointer(ramp).assumingMemoryBound(to: Int32.self) + lane
      floats[32] = goal
      let way = goal - floats[0]
      if frames <= 0 || way == 0 {
        floats[0] = goal
        floats[16] = 0
        whole[48] = 0
        return false
      }
      floats[16] = way / Float(frames)
      whole[48] = frames
      return true
    }
    if isOnItsWay { isMoving = true }
  }
}
