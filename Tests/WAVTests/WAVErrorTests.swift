import Testing
import WAV

@Suite struct WAVErrorTests {
  private let folder = Folder()

  private func problem(_ bytes: [UInt8]) -> WAVError.Problem? {
    do throws(WAVError) {
      _ = try WAVReader(path: folder.put("bad.wav", bytes))
      return nil
    } catch {
      return error.problem
    }
  }

  /// A file whose format chunk has other bytes from `offset` (20 is the tag) on.
  private func changed(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    var file = riff(stereo16, data([0, 0, 0, 0]))
    file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    return file
  }

  @Test func namesWhatIsWrongWithAFile() {
    #expect(problem([]) == .notWAV)
    #expect(problem(name("RIFX") + [0, 0, 0, 0] + name("WAVE")) == .notWAV)
    #expect(problem(name("RIFF") + [0, 0, 0, 0] + name("AVI ")) == .notWAV)
    #expect(problem(riff()) == .cutShort)
    #expect(problem(riff(stereo16)) == .cutShort)
    #expect(problem(riff(Array(stereo16.dropLast()))) == .cutShort)
    #expect(problem(riff(name("junk") + [255, 255, 255, 255])) == .cutShort)
    #expect(problem(riff(data([1, 2]), stereo16)) == .noFormat)
    #expect(problem(riff(name("fmt ") + [14, 0, 0, 0], data([]))) == .formatLength(14))
    #expect(problem(changed(20, [2])) == .encoding(tag: 2, bits: 16))
    #expect(problem(changed(20, [0xFE, 0xFF])) == .encoding(tag: 0xFFFE, bits: 16))
    #expect(problem(changed(22, [0])) == .channels(0))
    #expect(problem(changed(22, [1, 1])) == .channels(257))
    #expect(problem(changed(24, [0, 0, 0, 0])) == .rate)
    #expect(problem(changed(32, [5])) == .frameSize(5))
    #expect(problem(changed(32, [0])) == .encoding(tag: 1, bits: 16))
    #expect(problem(changed(34, [8])) == .encoding(tag: 1, bits: 8))
    #expect(problem(changed(34, [17])) == .encoding(tag: 1, bits: 17))
  }

  @Test func saysSoInOneSentence() {
    let error = WAVError(path: "take.wav", problem: .system(action: "write", code: 28))
    #expect(error.description == "take.wav: cannot write: No space left on device.")
    #expect(throws: WAVError(path: "/nowhere/a.wav", problem: .system(action: "open", code: 2))) {
      try WAVReader(path: "/nowhere/a.wav")
    }
    #expect(throws: WAVError(path: "/tmp", problem: .system(action: "read", code: 21))) {
      try WAVReader(path: "/tmp")
    }
  }

  @Test func survivesAnyHeader() throws {
    let ds64 = name("ds64") + [28, 0, 0, 0] + [UInt8](repeating: 0, count: 28)
    let seeds = [
      riff(stereo16, data([0, 0x40, 0, 0xC0])),
      riff(name("LIST") + [3, 0, 0, 0, 1, 2, 3, 0], mono(tag: 3, bits: 64), data([1, 2])),
      name("RF64") + riff(ds64, mono(tag: 1, bits: 24), data([1, 2, 3]))[4...],
    ]
    var generator = SeededGenerator(seed: 2)
    var accepted = 0
    for _ in 0..<5000 * testScale {
      var bytes = seeds[Int.random(in: 0..<3, using: &generator)]
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let edge: UInt8 = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        bytes[place] =
          Bool.random(using: &generator) ? edge : UInt8.random(in: 0...255, using: &generator)
      }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
      if try isReadSoundly(bytes) { accepted += 1 }
    }
    #expect(accepted > 0)
  }

  private func isReadSoundly(_ bytes: [UInt8]) throws -> Bool {
    let path = folder.put("fuzz.wav", bytes)
    do throws(WAVError) {
      let reader = try WAVReader(path: path)
      let samples = try reader.read(frames: 1000)
      #expect(samples.count == (reader.frames ?? -1) * reader.format.channels)
      #expect(samples.count * reader.format.sample.bytes <= bytes.count)
      return true
    } catch {
      #expect(error.path == path && !error.description.isEmpty)
      return false
    }
  }
}
