/// The bytes before the sound: of the same length whatever the sound's, so that they can be
/// written again when it is known.
///
/// A chunk named JUNK keeps the place where a file beyond 4 GiB, an RF64, has its `ds64`.
struct HeaderWriter {
  let format: WAVFormat
  /// The largest RIFF size that is written; beyond it the file becomes RF64.
  let riffLimit: UInt64

  /// The header of a file with `frames` frames.
  func bytes(frames: UInt64) -> [UInt8] {
    let data = frames * UInt64(format.frameBytes)
    let riff = UInt64(length) - 8 + data + data % 2
    let isLong = riff > riffLimit
    var bytes = Array((isLong ? "RF64WAVE" : "RIFFWAVE").utf8)
    bytes.insert(contentsOf: isLong ? [0xFF, 0xFF, 0xFF, 0xFF] : little(riff, 4), at: 4)
    bytes += chunk(isLong ? "ds64" : "JUNK", isLong ? sizes(riff, data, frames) : sizes(0, 0, 0))
    bytes += formatChunk
    if isExtensible { bytes += chunk("fact", little(isLong ? 0xFFFF_FFFF : frames, 4)) }
    return bytes + Array("data".utf8) + little(isLong ? 0xFFFF_FFFF : data, 4)
  }

  /// The bytes before the first sample.
  var length: Int { isExtensible ? 12 + 36 + 48 + 12 + 8 : 12 + 36 + 24 + 8 }

  /// Only 16 bits in one or two channels say all there is to say in a plain header.
  private var isExtensible: Bool { format.channels > 2 || format.sample != .int16 }

  private var formatChunk: [UInt8] {
    let tag = format.sample.isFloat ? FormatChunk.float : FormatChunk.pcm
    let bits = UInt64(format.sample.bytes * 8)
    var body = little(UInt64(isExtensible ? FormatChunk.extensible : tag), 2)
    body += little(UInt64(format.channels), 2) + little(UInt64(format.rate), 4)
    body += little(UInt64(format.rate * format.frameBytes), 4)
    body += little(UInt64(format.frameBytes), 2) + little(bits, 2)
    if isExtensible {
      body += little(22, 2) + little(bits, 2) + little(speakers, 4)
      body += little(UInt64(tag), 2) + FormatChunk.extensibleTail
    }
    return chunk("fmt ", body)
  }

  /// Front centre; front left and right; none for a multitrack.
  private var speakers: UInt64 {
    switch format.channels {
    case 1: 0x4
    case 2: 0x3
    default: 0
    }
  }

  private func sizes(_ riff: UInt64, _ data: UInt64, _ frames: UInt64) -> [UInt8] {
    little(riff, 8) + little(data, 8) + little(frames, 8) + little(0, 4)
  }

  private func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(UInt64(body.count), 4) + body
  }

  private func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: value, count)
    return bytes
  }
}
