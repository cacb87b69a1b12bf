import MIDI
import Testing

private let budget = 1_000_000 * testScale

/// Whether a decoded message is one that its own bytes stand for, no longer than the limit.
private func isSound(_ message: MIDIMessage) -> Bool {
  let bytes = message.bytes
  return bytes.count <= MIDIParser.longestSysex && MIDIMessage(bytes: bytes) == message
}

@Suite struct FuzzTests {
  @Test func theParserSurvivesAnything() {
    var generator = SeededGenerator(seed: 3)
    var parser = MIDIParser()
    var bytes = 0
    while bytes < budget {
      let chunk = randomBytes(Int.random(in: 0...4096, using: &generator), &generator)
      bytes += chunk.count
      let unsound = parser.parse(chunk).filter { !isSound($0) }
      #expect(unsound == [])
    }
    // And it is as good as new after the next status byte.
    #expect(parser.parse([0x90, 1, 2]).last == .noteOn(channel: 1, note: 1, velocity: 2))
  }

  @Test func theAssemblerSurvivesAnything() {
    var generator = SeededGenerator(seed: 4)
    var assembler = SysexAssembler()
    var bytes = 0
    while bytes < budget {
      let random = randomBytes(Int.random(in: 0...300, using: &generator), &generator)
      let piece = Bool.random(using: &generator) ? random : random.map { $0 & 0x7F }
      bytes += piece.count + 1
      let found = assembler.join(piece, at: generator.next())
      #expect(found.allSatisfy { isSound($0) && $0.isSysex })
    }
    #expect(assembler.join([0xF0, 1, 0xF7], at: 0).last == .sysex([0xF0, 1, 0xF7]))
  }

  @Test func theFileReaderSurvivesAnything() {
    var generator = SeededGenerator(seed: 5)
    let seeds = seedFiles
    var bytes = 0
    var accepted = 0
    while bytes < budget {
      let seed = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
      let file =
        Int.random(in: 0..<8, using: &generator) == 0
        ? seed[..<14] + randomBytes(200, &generator) : mutated(seed, &generator)[...]
      bytes += file.count
      if isReadSoundly(Array(file)) { accepted += 1 }
    }
    #expect(accepted > 0)
  }

  private var seedFiles: [[UInt8]] {
    let messages = everyKind.enumerated().map {
      StandardMIDIFile.Event(nanoseconds: UInt64($0) * 3_000_000, message: $1.0)
    }
    let tempo: [UInt8] = [0x00, 0xFF, 0x51, 0x03, 0x05, 0x16, 0x15]
    let sysex: [UInt8] = [0x00, 0xF0, 0x01, 0x05, 0x10, 0xF7, 0x02, 0x06, 0xF7]
    let notes: [UInt8] = [0x00, 0x90, 0x40, 0x40, 0x81, 0x40, 0x40, 0x00]
    return [
      StandardMIDIFile(events: messages).bytes, file(sysex + notes + end),
      file(format: 1, tempo + end, notes + tempo + end, sysex + end),
      file(division: [0xE7, 40], notes + end),
    ]
  }

  /// Whether the file was taken; records an issue when the result or the error makes no sense.
  private func isReadSoundly(_ bytes: [UInt8]) -> Bool {
    do throws(StandardMIDIFileError) {
      let song = try StandardMIDIFile(bytes: bytes)
      let times = song.events.map(\.nanoseconds)
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(song.events.count <= bytes.count && song.duration >= times.last ?? 0)
      #expect(song.events.allSatisfy { MIDIMessage(bytes: $0.message.bytes) == $0.message })
      return true
    } catch {
      #expect((0...bytes.count).contains(error.offset) && !error.description.isEmpty)
      return false
    }
  }
}
