/// The parameter rows of an insert; only lane 0 of each is used.
public enum InsertRow {
  /// How much of what comes back is heard instead of the strip's own signal: 0…1.
  public static var share: Int { @_noLocks get { 0 } }
  /// The level at which the strip's signal is sent out: 0…1.
  public static var level: Int { @_noLocks get { 1 } }
  /// How many there are.
  public static var count: Int { @_noLocks get { 2 } }
}

/// What an insert's kernel works on: one side of a strip, one block.
///
/// Samples of one signal are sixteen apart.
public struct InsertBlock {
  /// The strip's signal, in place.
  public var samples: UnsafeMutablePointer<Float>
  /// Receives what is sent out.
  public var sent: UnsafeMutablePointer<Float>
  /// What came back; nil where nothing can, and then the signal passes as it is.
  public var returned: UnsafePointer<Float>?
  /// `InsertRow.count` rows, which stay as they are.
  public var parameters: UnsafePointer<Ramp>
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  public init(
    samples: UnsafeMutablePointer<Float>, sent: UnsafeMutablePointer<Float>,
    returned: UnsafePointer<Float>?, parameters: UnsafePointer<Ramp>, frames: Int
  ) {
    self.samples = samples
    self.sent = sent
    self.returned = returned
    self.parameters = parameters
    self.frames = frames
  }
}
