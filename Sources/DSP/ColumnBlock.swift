/// What mixing into a narrow bank works on: sixteen lanes of a source into a few of a destination.
///
/// Each destination lane has a column of sums, one vector a frame, in which the source's lanes stay
/// apart until every source is in. So a source costs one product a frame and destination lane.
public struct ColumnBlock {
  /// `frames` frames of the source bank, at the tap that is mixed.
  public var source: UnsafePointer<Lanes>
  /// The columns, `length` frames from one to the next.
  public var sums: UnsafeMutablePointer<Lanes>
  /// Sixteen rows of gains, one for each source lane, as in a `TileBlock`; all 0 where no lane is in
  /// use.
  public var rows: UnsafeMutablePointer<Ramp>
  /// The same gains by columns, for while none moves: lane s of column d is the gain from s to d.
  public var gains: UnsafeMutablePointer<Lanes>
  /// Destination lanes, from the first: 1…`mostColumns`.
  public var columnCount: Int
  /// Whether the columns hold nothing yet: they are written, not added to.
  public var isFirst: Bool
  /// Whether any gain moves.
  public var isMoving: Bool
  /// Frames to render: 1…`LaneLayout.chunk`.
  public var frames: Int

  /// The most lanes of a bank that counts as narrow.
  public static let mostColumns = 4

  /// Frames from one column to the next.
  ///
  /// More than a chunk, which is a page long: a load waits for a store to the same place of another
  /// page, as the processor compares only the lower bits of their addresses at first.
  public static var length: Int {
    @_noLocks
    @inlinable get { LaneLayout.chunk &+ 16 }
  }

  public init(
    source: UnsafePointer<Lanes>, sums: UnsafeMutablePointer<Lanes>,
    rows: UnsafeMutablePointer<Ramp>, gains: UnsafeMutablePointer<Lanes>, columnCount: Int,
    isFirst: Bool, isMoving: Bool, frames: Int
  ) {
    self.source = source
    self.sums = sums
    self.rows = rows
    self.gains = gains
    self.columnCount = columnCount
    self.isFirst = isFirst
    self.isMoving = isMoving
    self.frames = frames
  }
}
