/// The fields of a `fmt ` chunk of 16 bytes or more.
struct FormatChunk {
  /// What follows the tag in the identifier of an extensible format, for PCM and float alike.
  static let extensibleTail: [UInt8] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
  ]
  static let pcm = 1
  static let float = 3
  static let extensible = 0xFFFE

  private let tag: Int
  private let channels: Int
  private let rate: Int
  private let frameBytes: Int
  private let bits: Int

  init(_ chunk: [UInt8]) {
    let outer = Int(chunk.littleEndian(0, 2))
    let isKnown = chunk.count >= 40 && chunk[26..<40].elementsEqual(Self.extensibleTail)
    tag = outer == Self.extensible && isKnown ? Int(chunk.littleEndian(24, 2)) : outer
    channels = Int(chunk.littleEndian(2, 2))
    rate = Int(chunk.littleEndian(4, 4))
    frameBytes = Int(chunk.littleEndian(12, 2))
    bits = Int(chunk.littleEndian(14, 2))
  }

  /// The format, or the reason why it cannot be read; `path` is named in the error.
  func format(_ path: String) throws(WAVError) -> WAVFormat {
    guard (1...256).contains(channels) else {
      throw WAVError(path: path, problem: .channels(channels))
    }
    guard rate > 0 else { throw WAVError(path: path, problem: .rate) }
    guard frameBytes % channels == 0 else {
      throw WAVError(path: path, problem: .frameSize(frameBytes))
    }
    guard let sample = sample(of: frameBytes / channels) else {
      throw WAVError(path: path, problem: .encoding(tag: tag, bits: bits))
    }
    return WAVFormat(channels: channels, rate: rate, sample: sample)
  }

  /// Samples of fewer bits than their bytes hold stand in the upper ones, so the bytes decide.
  private func sample(of bytes: Int) -> SampleFormat? {
    switch (tag, bytes) {
    case (Self.pcm, 2) where (9...16).contains(bits): .int16
    case (Self.pcm, 3) where (9...24).contains(bits): .int24
    case (Self.pcm, 4) where (9...32).contains(bits): .int32
    case (Self.float, 4) where bits == 32: .float32
    case (Self.float, 8) where bits == 64: .float64
    default: nil
    }
  }
}
