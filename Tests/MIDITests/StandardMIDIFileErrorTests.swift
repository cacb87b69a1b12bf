import MIDI
import Testing

private func error(_ bytes: [UInt8]) -> StandardMIDIFileError? {
  do throws(StandardMIDIFileError) {
    _ = try StandardMIDIFile(bytes: bytes)
    return nil
  } catch {
    return error
  }
}

/// The header takes bytes 0…13 and the track's begins at 14, so that a track's bytes begin at 22.
private func expect(
  _ reason: StandardMIDIFileError.Reason, at offset: Int, in bytes: [UInt8],
  _ location: SourceLocation = #_sourceLocation
) {
  let found = error(bytes)
  #expect(found?.reason == reason, sourceLocation: location)
  #expect(found?.offset == offset, sourceLocation: location)
}

@Suite struct StandardMIDIFileErrorTests {
  @Test func namesWhatIsWrongWithTheHeader() {
    expect(.notMIDI, at: 0, in: [])
    expect(.notMIDI, at: 0, in: Array("RIFF".utf8))
    expect(.cutShort, at: 6, in: Array("MThd".utf8) + [0, 0])
    expect(.headerLength(5), at: 4, in: Array("MThd".utf8) + [0, 0, 0, 5, 0, 0, 0, 1, 0, 1])
    expect(.cutShort, at: 8, in: Array("MThd".utf8) + [0, 0, 0, 6, 0, 0])
    expect(.format(2), at: 8, in: file(format: 2, end))
    expect(.division, at: 12, in: file(division: [0, 0], end))
    expect(.division, at: 12, in: file(division: [0xE7, 0], end))
    expect(.division, at: 12, in: file(division: [0xE6, 40], end))
  }

  @Test func namesAMissingTrack() {
    var bytes = file(end)
    bytes[11] = 2
    expect(.missingTrack(found: 1, promised: 2), at: 26, in: bytes)
    expect(.cutShort, at: 22, in: Array(file(end).dropLast()))
  }

  @Test func namesWhatIsWrongWithAnEvent() {
    expect(.noEndOfTrack, at: 25, in: file([0x00, 0xC0, 0x01]))
    expect(.noEndOfTrack, at: 22, in: file([]))
    expect(.number, at: 22, in: file([0x80, 0x80, 0x80, 0x80, 0x00] + end))
    expect(.noStatus, at: 23, in: file([0x00, 0x40, 0x40] + end))
    expect(.status(0xF4), at: 23, in: file([0x00, 0xF4] + end))
    expect(.status(0xFE), at: 23, in: file([0x00, 0xFE] + end))
    expect(.data(0xC0), at: 25, in: file([0x00, 0x90, 0x40, 0xC0] + end))
    expect(.cutShort, at: 25, in: file([0x00, 0x90, 0x40]))
    expect(.cutShort, at: 26, in: file([0x00, 0xFF, 0x01, 0x7F]))
    expect(.tempo, at: 23, in: file([0x00, 0xFF, 0x51, 0x02, 0x01, 0x02] + end))
    expect(.tempo, at: 23, in: file([0x00, 0xFF, 0x51, 0x03, 0x00, 0x00, 0x00] + end))
  }

  @Test func namesWhatIsWrongWithASysex() {
    let open: [UInt8] = [0x00, 0xF0, 0x01, 0x05]  // ends at byte 26
    expect(.unfinishedSysex, at: 27, in: file(open + [0x00, 0x90, 0x01, 0x02] + end))
    expect(.unfinishedSysex, at: 27, in: file(open + [0x00, 0xF0, 0x01, 0xF7] + end))
    expect(.unfinishedSysex, at: 27, in: file(open + end))
    expect(.data(0x90), at: 25, in: file([0x00, 0xF0, 0x02, 0x90, 0xF7] + end))
    expect(.data(0xF7), at: 25, in: file([0x00, 0xF0, 0x02, 0xF7, 0x01] + end))
    expect(.noStatus, at: 30, in: file([0x00, 0xC0, 1, 0x00, 0xF0, 1, 0xF7, 0x00, 0x02] + end))
  }

  @Test func boundsSizeCountAndTime() {
    let large = [UInt8](repeating: 0, count: StandardMIDIFile.mostBytes + 1)
    expect(.tooLarge, at: StandardMIDIFile.mostBytes, in: large)
    // The longest delta of ticks of 16.8 s each would end after 143 years.
    let late: [UInt8] = [0x00, 0xFF, 0x51, 0x03, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xC0, 1]
    expect(.tooLong, at: 33, in: file(division: [0, 1], late + end))
    let pause: [UInt8] = [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x2F, 0x00]
    expect(.tooLong, at: 36, in: file(division: [0, 1], Array(late[..<7]) + pause))
    expect(.tooManyEvents, at: 23, in: manyMessages(StandardMIDIFile.mostEvents + 1))
    #expect(error(manyMessages(StandardMIDIFile.mostEvents)) == nil)
  }

  /// One packet of bytes to be sent as they are, each of which is a whole message.
  private func manyMessages(_ count: Int) -> [UInt8] {
    let clocks = [UInt8](repeating: 0xF8, count: count)
    let length = [UInt8(count >> 14) | 0x80, UInt8(count >> 7 & 0x7F) | 0x80, UInt8(count & 0x7F)]
    var bytes = file([]) + [0x00, 0xF7] + length + clocks + end
    let track = bytes.count - 22
    bytes.replaceSubrange(18..<22, with: (0..<4).map { UInt8(track >> (24 - 8 * $0) & 0xFF) })
    return bytes
  }

  @Test func saysSoInOneSentence() {
    #expect(
      error(file(format: 2, end))?.description
        == "byte 8: the file has format 2 but only 0 and 1 can be played.")
    #expect(
      error(file([0x00, 0xF4] + end))?.description
        == "byte 23: F4 is not a status byte that a MIDI file may hold.")
  }
}
