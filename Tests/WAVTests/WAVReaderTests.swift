import Testing
import WAV

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// PCM, 16 bits, two channels, 48 kHz: 24 bytes.
let stereo16: [UInt8] =
  name("fmt ") + [
    16, 0, 0, 0, 1, 0, 2, 0, 0x80, 0xBB, 0, 0, 0x00, 0xEE, 0x02, 0, 4, 0, 16, 0,
  ]

/// A plain format chunk of one channel at 8 kHz.
func mono(tag: UInt8, bits: UInt8) -> [UInt8] {
  let bytes = bits / 8
  let rate: [UInt8] = [0x40, 0x1F, 0, 0, UInt8(Int(bytes) * 0x40 & 0xFF), 0x1F, 0, 0]
  return name("fmt ") + [16, 0, 0, 0, tag, 0, 1, 0] + rate + [bytes, 0, bits, 0]
}

/// A file of chunks; its RIFF size is right.
func riff(_ chunks: [UInt8]...) -> [UInt8] {
  let body = name("WAVE") + chunks.flatMap { $0 }
  return name("RIFF") + (0..<4).map { UInt8(body.count >> (8 * $0) & 0xFF) } + body
}

func data(_ bytes: [UInt8], size: [UInt8]? = nil) -> [UInt8] {
  name("data") + (size ?? [UInt8(bytes.count), 0, 0, 0]) + bytes
}

@Suite struct WAVReaderTests {
  private let folder = Folder()

  private func samples(_ bytes: [UInt8]) throws -> [Float] {
    let reader = try WAVReader(path: folder.put("in.wav", bytes))
    var samples = [Float](repeating: 0, count: 100 * reader.format.channels)
    let frames = try samples.withUnsafeMutableBufferPointer { buffer in
      try reader.read(into: buffer, frames: 100)  // more than any of these files has
    }
    #expect(try reader.read(frames: 1) == [], "the end is the end")
    return Array(samples[..<(frames * reader.format.channels)])
  }

  @Test func readsAFileThatCanBeCheckedByEye() throws {
    let bytes: [UInt8] = [
      0x52, 0x49, 0x46, 0x46, 0x2C, 0, 0, 0, 0x57, 0x41, 0x56, 0x45,  // RIFF, 44 bytes, WAVE
      0x66, 0x6D, 0x74, 0x20, 0x10, 0, 0, 0,  // "fmt ", 16 bytes
      0x01, 0, 0x02, 0, 0x80, 0xBB, 0, 0,  // PCM, 2 channels, 48 000 Hz
      0x00, 0xEE, 0x02, 0, 0x04, 0, 0x10, 0,  // 192 000 bytes a second, 4 a frame, 16 bits
      0x64, 0x61, 0x74, 0x61, 0x08, 0, 0, 0,  // data, 8 bytes
      0x00, 0x40, 0x00, 0x80, 0xFF, 0x7F, 0x01, 0x00,
    ]
    let reader = try WAVReader(path: folder.put("in.wav", bytes))
    #expect(reader.format == WAVFormat(channels: 2, rate: 48000, sample: .int16))
    #expect(reader.frames == 2)
    #expect(try reader.read(frames: 10) == [0.5, -1, 32767 / 32768, 1 / 32768])
    #expect(try reader.read(frames: 10) == [])
  }

  @Test func readsEveryKindOfSample() throws {
    #expect(
      try samples(
        riff(
          mono(tag: 1, bits: 24),
          data([0, 0, 0x80, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0x20])))
        == [-1, 8_388_607 / 8_388_608, -1 / 8_388_608, 0.25])
    #expect(
      try samples(riff(mono(tag: 1, bits: 32), data([0, 0, 0, 0x80, 0, 0, 0, 0x40, 0, 1, 0, 0])))
        == [-1, 0.5, 256 / 2_147_483_648])
    #expect(
      try samples(riff(mono(tag: 3, bits: 32), data([0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC1])))
        == [1, -10])
    #expect(
      try samples(riff(mono(tag: 3, bits: 64), data([0, 0, 0, 0, 0, 0, 0xE0, 0xBF]))) == [-0.5])
  }

  @Test func readsAnExtensibleHeaderWithFewerBitsThanItsBytesHold() throws {
    // 20 bits in the upper part of 24.
    let format: [UInt8] = [
      40, 0, 0, 0, 0xFE, 0xFF, 1, 0, 0x44, 0xAC, 0, 0, 0xCC, 0x04, 2, 0, 3, 0, 24, 0,
      22, 0, 20, 0, 4, 0, 0, 0,
      1, 0, 0, 0, 0, 0, 16, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ]
    let path = folder.put("in.wav", riff(name("fmt ") + format, data([0, 0, 0x40])))
    let reader = try WAVReader(path: path)
    #expect(reader.format == WAVFormat(channels: 1, rate: 44100, sample: .int24))
    #expect(try reader.read(frames: 1) == [0.5])
  }

  @Test func passesOverUnknownChunksWithAndWithoutPadding() throws {
    let padded: [UInt8] = name("LIST") + [3, 0, 0, 0, 1, 2, 3, 0]
    let unpadded: [UInt8] = name("bext") + [3, 0, 0, 0, 1, 2, 3]
    let bytes = riff(padded, unpadded, stereo16, padded, unpadded, data([0, 0x40, 0, 0xC0]))
    #expect(try samples(bytes + name("LIST") + [4, 0, 0, 0, 9, 9, 9, 9]) == [0.5, -0.5])
  }

  @Test func readsStreamedFilesToTheirEnd() throws {
    let sound: [UInt8] = [0, 0x40, 0, 0xC0, 0, 0x20, 0, 0xE0]
    for size: [UInt8] in [[0, 0, 0, 0], [255, 255, 255, 255], [9, 0, 0, 0], [0, 0, 0, 0x7F]] {
      var bytes = riff(stereo16, data(sound, size: size))
      bytes.replaceSubrange(4..<8, with: [36, 0, 0, 0])  // as written before the sound was
      #expect(try samples(bytes) == [0.5, -0.5, 0.25, -0.25])
      #expect(try samples(bytes + [1, 2, 3]) == [0.5, -0.5, 0.25, -0.25], "a frame cut short")
    }
  }

  @Test func believesAnEmptyFileToBeEmpty() throws {
    let reader = try WAVReader(
      path: folder.put("in.wav", riff(stereo16, data([]), name("LIST") + [4, 0, 0, 0, 9, 9, 9, 9])))
    #expect(reader.frames == 0)
    #expect(try reader.read(frames: 9) == [])
  }

  @Test func readsRF64() throws {
    let ds64: [UInt8] =
      name("ds64") + [28, 0, 0, 0]
      + [80, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    var bytes = riff(ds64, stereo16, data([0, 0x40, 0, 0xC0], size: [255, 255, 255, 255]))
    bytes.replaceSubrange(0..<8, with: name("RF64") + [255, 255, 255, 255])
    #expect(try samples(bytes + [1, 1, 1, 1]) == [0.5, -0.5])  // what follows is not sound
    bytes.replaceSubrange(0..<4, with: name("BW64"))
    #expect(try samples(bytes) == [0.5, -0.5])
    bytes.replaceSubrange(28..<36, with: [255, 255, 255, 255, 255, 255, 255, 255])
    #expect(try samples(bytes) == [0.5, -0.5])
  }

  @Test func readsFromAPipe() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let bytes = riff(name("LIST") + [3, 0, 0, 0, 1, 2, 3, 0], stereo16, data([0, 0x40, 0, 0xC0]))
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])  // so that a reader that asks for too much is not left waiting
    let reader = try WAVReader(path: "/dev/fd/\(ends[0])")
    #expect(reader.frames == 1)
    #expect(try reader.read(frames: 9) == [0.5, -0.5])
    close(ends[0])
  }

  @Test func readsBlocksOfAnyLength() throws {
    let values = (0..<40000).map { Int16(truncatingIfNeeded: $0 &* 7919) }
    let sound = values.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    let path = folder.put("in.wav", riff(stereo16, data(sound, size: [0x80, 0x38, 0x01, 0])))
    var generator = SeededGenerator(seed: 1)
    let reader = try WAVReader(path: path)
    var all: [Float] = []
    while true {
      let block = try reader.read(frames: Int.random(in: 1...9000, using: &generator))
      if block.isEmpty { break }
      all += block
    }
    #expect(all == values.map { Float($0) / 32768 })
  }
}
