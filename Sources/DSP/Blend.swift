/// What a blend works on: how much of a processed signal is heard instead of what it was made from.
public struct BlendBlock {
  /// The signal as it was, frame after frame.
  public var dry: UnsafePointer<Float>
  /// The processed signal, its samples sixteen apart; the blend takes its place.
  public var wet: UnsafeMutablePointer<Float>
  /// How much of it is heard: lane 0, 0…1.
  public var mix: UnsafePointer<Ramp>
  /// Frames from the first that `mix` waits before it goes on.
  public var wait: Int
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    dry: UnsafePointer<Float>, wet: UnsafeMutablePointer<Float>, mix: UnsafePointer<Ramp>,
    wait: Int, frames: Int
  ) {
    self.dry = dry
    self.wet = wet
    self.mix = mix
    self.wait = wait
    self.frames = frames
  }
}
