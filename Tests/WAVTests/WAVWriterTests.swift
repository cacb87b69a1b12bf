import Testing
import WAV

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

private func format(_ channels: Int, _ sample: SampleFormat) -> WAVFormat {
  WAVFormat(channels: channels, rate: 48000, sample: sample)
}

@Suite struct WAVWriterTests {
  private let folder = Folder()
  private var path: String { "\(folder.path)/out.wav" }

  private func write(_ samples: [Float], _ format: WAVFormat, riffLimit: UInt64 = .max) throws {
    let writer = try WAVWriter(path: path, format: format, riffLimit: riffLimit)
    try writer.write(samples)
    try writer.finish()
  }

  @Test func writesAPlainFileThatCanBeCheckedByEye() throws {
    let writer = try WAVWriter(path: path, format: format(2, .int16))
    try writer.write([0.5, -1, 1, 1 / 32768])
    try writer.finish()
    let junk = name("JUNK") + [28, 0, 0, 0] + [UInt8](repeating: 0, count: 28)
    let sound: [UInt8] = [0x00, 0x40, 0x00, 0x80, 0xFF, 0x7F, 0x01, 0x00]
    #expect(contents(path) == riff(junk, stereo16, data(sound)))
    #expect(folder.names == ["out.wav"])
  }

  @Test func writesAnExtensibleHeaderForMoreBitsOrChannels() throws {
    try write([0.25, -0.25, 1], format(3, .float32))
    let bytes: [UInt8] = [
      0x66, 0x6D, 0x74, 0x20, 40, 0, 0, 0, 0xFE, 0xFF, 3, 0, 0x80, 0xBB, 0, 0,
      0x00, 0xCA, 0x08, 0, 12, 0, 32, 0,  // 576 000 bytes a second, 12 a frame, 32 bits
      22, 0, 32, 0, 0, 0, 0, 0,  // 32 bits are valid, no speakers
      3, 0, 0, 0, 0, 0, 16, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,  // float
      0x66, 0x61, 0x63, 0x74, 4, 0, 0, 0, 1, 0, 0, 0,  // fact: 1 frame
      0x64, 0x61, 0x74, 0x61, 12, 0, 0, 0,
      0, 0, 0x80, 0x3E, 0, 0, 0x80, 0xBE, 0, 0, 0x80, 0x3F,
    ]
    #expect(Array(contents(path)[48...]) == bytes)
  }

  @Test func padsAnOddLength() throws {
    try write([-1], format(1, .int24))
    let bytes = contents(path)
    #expect(Array(bytes.suffix(8)) == [3, 0, 0, 0, 0, 0, 0x80, 0])
    #expect(Int(bytes[4]) == bytes.count - 8)
  }

  @Test func roundsToTheNearestAndHoldsToTheRange() throws {
    let step: Float = 1 / 32768
    let samples: [Float] = [
      1.4 * step, 1.6 * step, -1.4 * step, -1.6 * step, 1, 2, .infinity, -1, -2, -.infinity, .nan,
    ]
    try write(samples, format(1, .int16))
    let wanted: [Float] = [1, 2, -1, -2, 32767, 32767, 32767, -32768, -32768, -32768, 0]
    #expect(try WAVReader(path: path).read(frames: 99) == wanted.map { $0 * step })
    try write([1, -1, .infinity, 0.5], format(1, .int32))
    let sound: [UInt8] = [255, 255, 255, 127, 0, 0, 0, 128, 255, 255, 255, 127, 0, 0, 0, 64]
    #expect(Array(contents(path).suffix(16)) == sound)
  }

  @Test func everyStepOfSixteenAndManyOf24BitsComeBackExactly() throws {
    let steps16 = (Int(Int16.min)...Int(Int16.max)).map { Float($0) / 0x1p15 }
    try write(steps16, format(1, .int16))
    #expect(try WAVReader(path: path).read(frames: 70000) == steps16)
    let steps24 = stride(from: -8_388_608, to: 8_388_608, by: 97).map { Float($0) / 0x1p23 }
    try write(steps24, format(1, .int24))
    #expect(try WAVReader(path: path).read(frames: 200_000) == steps24)
  }

  @Test(arguments: SampleFormat.allCases) func soundOf256ChannelsComesBack(
    sample: SampleFormat
  ) throws {
    var generator = SeededGenerator(seed: 3)
    let samples = (0..<256 * 100).map { _ in
      Float(Int.random(in: -32768...32767, using: &generator)) / 32768
    }
    try write(samples, format(256, sample))
    let reader = try WAVReader(path: path)
    #expect(reader.format == format(256, sample))
    #expect(try reader.read(frames: 1000) == samples)
  }

  @Test func becomesRF64BeyondTheLimit() throws {
    let samples = [Float](repeating: 0.5, count: 100)
    // 120 bytes of header less 8, and 400 of sound: 516 and no pad. With 510 as the limit:
    try write(samples, format(1, .float32), riffLimit: 507)
    let bytes = contents(path)
    #expect(bytes.count == 516)
    #expect(Array(bytes[..<16]) == name("RF64") + [255, 255, 255, 255] + name("WAVEds64"))
    let sizes: [UInt8] = [28, 0, 0, 0, 0xFC, 1, 0, 0, 0, 0, 0, 0, 0x90, 1, 0, 0, 0, 0, 0, 0]
    let count: [UInt8] = [100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(Array(bytes[16..<48]) == sizes + count)
    #expect(
      Array(bytes[96..<116]) == name("fact") + [4, 0, 0, 0, 255, 255, 255, 255] + name("data") + [
        255, 255, 255, 255,
      ])
    #expect(try WAVReader(path: path).read(frames: 999) == samples)
    try write(samples, format(1, .float32), riffLimit: 508)
    #expect(Array(contents(path)[..<16]) == name("RIFF") + [0xFC, 1, 0, 0] + name("WAVEJUNK"))
  }
}
