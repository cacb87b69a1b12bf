/// Where one channel's samples of one period are in the card's memory.
public struct ChannelArea: Sendable {
  /// The first frame's sample, little-endian in the stream's format, not always aligned.
  public nonisolated(unsafe) let base: UnsafeMutableRawPointer
  /// Bytes from one frame to the next.
  public let stride: Int

  /// Describes a channel whose frames lie `stride` bytes apart from `base` on.
  @_noLocks public init(base: UnsafeMutableRawPointer, stride: Int) {
    self.base = base
    self.stride = stride
  }
}
