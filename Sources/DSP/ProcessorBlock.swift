/// What a processor's kernel works on: some lanes, one block, in place.
///
/// A processor is told everything through its rows: `parameters` are ramps that the control thread
/// sends to their targets, `state` is what the kernel remembers from block to block. Both are zeroed
/// memory aligned to 64 bytes; a processor whose state is all zeroes stands in silence.
public struct ProcessorBlock {
  /// `frames` frames, processed in place.
  public var samples: UnsafeMutablePointer<Lanes>
  /// The processor's parameter rows, in the order that its layout names.
  public var parameters: UnsafeMutablePointer<Ramp>
  /// The processor's state rows.
  public var state: UnsafeMutablePointer<Lanes>
  /// What a detector listens to instead of the samples; `samples` itself where there is no key.
  public var key: UnsafePointer<Lanes>
  /// Lanes that are in use, from the first: 1…16.
  ///
  /// What lies behind them is silent, and stays so.
  public var lanes: Int
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    samples: UnsafeMutablePointer<Lanes>, parameters: UnsafeMutablePointer<Ramp>,
    state: UnsafeMutablePointer<Lanes>, key: UnsafePointer<Lanes>,
    lanes: Int = LaneLayout.lanes, frames: Int
  ) {
    self.samples = samples
    self.parameters = parameters
    self.state = state
    self.key = key
    self.lanes = lanes
    self.frames = frames
  }
}
