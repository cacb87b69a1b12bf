import Realtime

/// A device's memory for one block, interleaved or channel after channel, in any format.
final class DeviceMemory {
  let channels: Int
  let frames: Int
  let format: SampleFormat
  let areas: UnsafeMutablePointer<ChannelArea>
  private let memory: UnsafeMutableRawPointer

  /// Makes memory full of the byte 0xa5, so that what is not written shows.
  init(channels: Int, frames: Int, format: SampleFormat, isInterleaved: Bool = true) {
    self.channels = channels
    self.frames = frames
    self.format = format
    let byteCount = max(1, channels * frames * format.bytes)
    memory = .allocate(byteCount: byteCount, alignment: 4)
    memory.initializeMemory(as: UInt8.self, repeating: 0xa5, count: byteCount)
    areas = .allocate(capacity: max(channels, 1))
    for channel in 0..<channels {
      let first = isInterleaved ? channel : channel * frames
      let stride = isInterleaved ? channels : 1
      (areas + channel).initialize(
        to: ChannelArea(base: memory + first * format.bytes, stride: stride * format.bytes))
    }
  }

  deinit {
    memory.deallocate()
    areas.deallocate()
  }

  private func place(_ channel: Int, _ frame: Int) -> UnsafeMutableRawPointer {
    guard let base = areas[channel].base else { preconditionFailure("a channel without memory") }
    return base + frame * areas[channel].stride
  }

  func write(_ samples: [Float], to channel: Int) {
    for (frame, sample) in samples.enumerated() {
      place(channel, frame).storeBytes(of: sample, as: Float.self)
    }
  }

  func floats(of channel: Int) -> [Float] {
    (0..<frames).map { place(channel, $0).loadUnaligned(as: Float.self) }
  }

  /// Writes whole numbers of the format byte by byte, least first.
  func write(_ numbers: [Int], to channel: Int) {
    for (frame, number) in numbers.enumerated() {
      for byte in 0..<format.bytes {
        let bits = UInt8(truncatingIfNeeded: number >> (8 * byte))
        place(channel, frame).storeBytes(of: bits, toByteOffset: byte, as: UInt8.self)
      }
    }
  }

  /// Reads whole numbers byte by byte, least first; the uppermost byte that counts has the sign.
  func numbers(of channel: Int) -> [Int] {
    let bytes = format == .s24in4 ? 3 : format.bytes
    return (0..<frames).map { frame in
      var number = 0
      for byte in 0..<bytes {
        let bits = place(channel, frame).load(fromByteOffset: byte, as: UInt8.self)
        number |= Int(bits) << (8 * byte)
      }
      let sign = 1 << (8 * bytes - 1)
      return (number ^ sign) - sign
    }
  }
}
