/// How the samples of a WAV file are stored.
public enum SampleFormat: Hashable, Sendable, CaseIterable {
  case int16, int24, int32, float32, float64

  /// The bytes of one sample.
  public var bytes: Int {
    switch self {
    case .int16: 2
    case .int24: 3
    case .int32, .float32: 4
    case .float64: 8
    }
  }

  /// Whether samples are floating-point numbers.
  public var isFloat: Bool { self == .float32 || self == .float64 }
}

/// What a WAV file holds.
public struct WAVFormat: Hashable, Sendable {
  /// The number of channels, 1…256.
  public let channels: Int
  /// Frames a second, 1…2³²-1.
  public let rate: Int
  public let sample: SampleFormat

  /// Makes a format; a number out of its range is a programming error and traps.
  public init(channels: Int, rate: Int, sample: SampleFormat) {
    precondition((1...256).contains(channels), "a file has 1 to 256 channels")
    precondition((1...0xFFFF_FFFF).contains(rate), "a rate is 1 to 2^32-1 frames a second")
    self.channels = channels
    self.rate = rate
    self.sample = sample
  }

  /// The bytes of one frame: one sample of every channel.
  public var frameBytes: Int { channels * sample.bytes }
}
