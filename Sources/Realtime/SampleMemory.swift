/// How a device stores a sample; all are little-endian and full scale is ±1.
@frozen
public enum SampleFormat: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// 16-bit integers.
  case s16
  /// 24-bit integers in three bytes.
  case s24in3
  /// 24-bit integers in the low three bytes of four.
  case s24in4
  /// 32-bit integers, of which converters fill the upper 24.
  case s32
  /// 32-bit floats.
  case float

  /// Bytes from one sample of a channel to the next channel's, when samples are interleaved.
  @inlinable
  public var bytes: Int {
    @_noLocks get {
      switch self {
      case .s16: 2
      case .s24in3: 3
      case .s24in4, .s32, .float: 4
      }
    }
  }
}

/// Where one channel's samples of a block lie in a device's memory.
@frozen
public struct ChannelArea: BitwiseCopyable {
  /// The first sample, or nil when the device has no such channel.
  public var base: UnsafeMutableRawPointer?
  /// Bytes from one frame to the next.
  public var stride: Int

  @_noLocks
  @inlinable
  public init(base: UnsafeMutableRawPointer?, stride: Int) {
    self.base = base
    self.stride = stride
  }
}

/// One block as the audio thread meets it: what came in, and where to put what goes out.
@frozen
public struct DeviceBlock: BitwiseCopyable {
  /// The captured channels, `inputCount` of them.
  public var inputs: UnsafePointer<ChannelArea>
  public var inputCount: Int
  public var inputFormat: SampleFormat
  /// The captured channels at which inserts come back: those of the device itself, even where a
  /// recording takes the place of the inputs.
  public var returns: UnsafePointer<ChannelArea>
  public var returnCount: Int
  public var returnFormat: SampleFormat
  /// The played channels, `outputCount` of them, every frame of which is written.
  public var outputs: UnsafePointer<ChannelArea>
  public var outputCount: Int
  public var outputFormat: SampleFormat
  /// Frames in the block, 1 or more.
  public var frames: Int

  /// Makes a block whose inserts come back at its inputs.
  @_noLocks
  @inlinable
  public init(
    inputs: UnsafePointer<ChannelArea>, inputCount: Int, inputFormat: SampleFormat,
    outputs: UnsafePointer<ChannelArea>, outputCount: Int, outputFormat: SampleFormat, frames: Int
  ) {
    self.inputs = inputs
    self.inputCount = inputCount
    self.inputFormat = inputFormat
    returns = inputs
    returnCount = inputCount
    returnFormat = inputFormat
    self.outputs = outputs
    self.outputCount = outputCount
    self.outputFormat = outputFormat
    self.frames = frames
  }
}
