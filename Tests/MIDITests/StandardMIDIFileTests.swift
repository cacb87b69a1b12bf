import MIDI
import Testing

/// A file with the given division word and tracks, each of which needs its own end event.
func file(format: UInt8 = 0, division: [UInt8] = [0x00, 0x60], _ tracks: [UInt8]...) -> [UInt8] {
  var bytes: [UInt8] = [0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, format, 0, UInt8(tracks.count)]
  bytes += division
  for track in tracks {
    let count = [UInt8(track.count >> 8), UInt8(track.count & 0xFF)]
    bytes += [0x4D, 0x54, 0x72, 0x6B, 0, 0] + count + track
  }
  return bytes
}

/// The end of a track, without delay.
let end: [UInt8] = [0x00, 0xFF, 0x2F, 0x00]

private func read(_ bytes: [UInt8]) throws -> [StandardMIDIFile.Event] {
  try StandardMIDIFile(bytes: bytes).events
}

private func event(_ nanoseconds: UInt64, _ message: MIDIMessage) -> StandardMIDIFile.Event {
  StandardMIDIFile.Event(nanoseconds: nanoseconds, message: message)
}

private func program(_ number: Int) -> MIDIMessage { .programChange(channel: 1, program: number) }

@Suite struct StandardMIDIFileTests {
  @Test func readsAFileThatCanBeCheckedByEye() throws {
    // 96 ticks a quarter at 120 beats a minute: a quarter lasts 500 ms.
    let bytes: [UInt8] = [
      0x4D, 0x54, 0x68, 0x64, 0x00, 0x00, 0x00, 0x06,  // MThd, 6 bytes
      0x00, 0x00, 0x00, 0x01, 0x00, 0x60,  // format 0, 1 track, 96 ticks
      0x4D, 0x54, 0x72, 0x6B, 0x00, 0x00, 0x00, 0x10,  // MTrk, 16 bytes
      0x00, 0x90, 0x68, 0x7F,  // touched
      0x60, 0xE0, 0x00, 0x40,  // 96 ticks later
      0x81, 0x40, 0x10, 0x41,  // 192 ticks later, under running status
      0x30, 0xFF, 0x2F, 0x00,  // 48 ticks later the end
    ]
    let song = try StandardMIDIFile(bytes: bytes)
    #expect(
      song.events == [
        event(0, .noteOn(channel: 1, note: 0x68, velocity: 0x7F)),
        event(500_000_000, .pitchBend(channel: 1, value: 8192)),
        event(1_500_000_000, .pitchBend(channel: 1, value: 8336)),
      ])
    #expect(song.duration == 1_750_000_000)
  }

  @Test func followsTempoOfAnyTrackAndMergesTracksInTheirOrder() throws {
    // Tick 96: a quarter becomes 1 s. Tick 192: it becomes 333 333 µs.
    let tempos: [UInt8] = [
      0x60, 0xFF, 0x51, 0x03, 0x0F, 0x42, 0x40, 0x60, 0xFF, 0x51, 0x03, 0x05, 0x16, 0x15,
    ]
    let first: [UInt8] = [0x60, 0xC0, 0x01, 0x60, 0xC0, 0x02, 0x60, 0xC0, 0x03]
    let second: [UInt8] = [0x60, 0xC0, 0x04, 0x30, 0xC0, 0x05, 0x30, 0xC0, 0x06, 0x01, 0xC0, 0x07]
    let bytes = file(format: 1, first + end, tempos + end, second + end)
    #expect(
      try read(bytes) == [
        event(500_000_000, program(1)), event(500_000_000, program(4)),
        event(1_000_000_000, program(5)),
        event(1_500_000_000, program(2)), event(1_500_000_000, program(6)),
        event(1_503_472_219, program(7)),  // 333 333 µs / 96 = 3 472 218.75 ns
        event(1_833_333_000, program(3)),
      ])
    #expect(try StandardMIDIFile(bytes: bytes).duration == 1_833_333_000)
  }

  @Test func roundingErrorsDoNotAddUp() throws {
    // 30 000 events one tick of 3 472 218.75 ns apart.
    var track: [UInt8] = [0x00, 0xFF, 0x51, 0x03, 0x05, 0x16, 0x15, 0x00, 0xC0, 0x00]
    for _ in 0..<30_000 { track += [0x01, 0x00] }
    let events = try read(file(track + end))
    #expect(events.last?.nanoseconds == 30_000 * 347_221_875 / 100)
  }

  @Test func readsFilmDivisions() throws {
    // -25 frames of 40 ticks are milliseconds; -29 with 80 is 30 000 / 1001 frames of 80 ticks.
    let track: [UInt8] = [0x07, 0xC0, 0x01, 0x8B, 0x20, 0xC0, 0x02]  // ticks 7 and 1447
    let tempo: [UInt8] = [0x00, 0xFF, 0x51, 0x03, 0x00, 0x00, 0x01]  // means nothing here
    func times(_ division: [UInt8]) throws -> [UInt64] {
      try read(file(division: division, tempo + track + end)).map(\.nanoseconds)
    }
    #expect(try times([0xE7, 40]) == [7_000_000, 1_447_000_000])
    #expect(try times([0xE8, 100]) == [2_916_667, 602_916_667])
    #expect(try times([0xE3, 80]) == [2_919_583, 603_519_583])
    #expect(try times([0xE2, 4]) == [58_333_333, 12_058_333_333])
  }

  @Test func joinsSysexPacketsAndSendsEscapedBytes() throws {
    let packets: [UInt8] = [
      0x00, 0xF0, 0x03, 0x43, 0x12, 0x00,
      0x30, 0xF7, 0x02, 0x43, 0x12,
      0x00, 0xFF, 0x01, 0x01, 0x41,  // a text between packets
      0x30, 0xF7, 0x02, 0x44, 0xF7,
    ]
    let escape: [UInt8] = [0x00, 0xF7, 0x04, 0xF3, 0x01, 0xF8, 0xFA]
    let whole: [UInt8] = [0x00, 0xF0, 0x02, 0x01, 0xF7]
    #expect(
      try read(file(packets + escape + whole + end)) == [
        event(500_000_000, .sysex([0xF0, 0x43, 0x12, 0x00, 0x43, 0x12, 0x44, 0xF7])),
        event(500_000_000, .songSelect(1)), event(500_000_000, .realTime(.clock)),
        event(500_000_000, .realTime(.start)), event(500_000_000, .sysex([0xF0, 0x01, 0xF7])),
      ])
  }

  @Test func skipsMetaEventsUnknownChunksAndWhatFollowsTheTracks() throws {
    let alien: [UInt8] = [0x58, 0x46, 0x49, 0x48, 0, 0, 0, 2, 9, 9]
    let meta: [UInt8] = [0x00, 0xC0, 0x01, 0x00, 0xFF, 0x03, 0x02, 0x41, 0x42, 0x00, 0x02]
    let plain = file(meta + end + [1, 2, 3])
    let bytes = Array(plain[..<14]) + alien + Array(plain[14...]) + [7, 7]
    #expect(try read(bytes) == [event(0, program(1)), event(0, program(2))])
  }

  @Test func acceptsALongerHeader() throws {
    var bytes = file([0x00, 0xC0, 0x01] + end)
    bytes[7] = 8
    bytes.insert(contentsOf: [1, 2], at: 14)
    #expect(try read(bytes) == [event(0, program(1))])
  }
}
