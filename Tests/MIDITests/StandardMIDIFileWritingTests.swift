import MIDI
import Testing

private func event(_ nanoseconds: UInt64, _ message: MIDIMessage) -> StandardMIDIFile.Event {
  StandardMIDIFile.Event(nanoseconds: nanoseconds, message: message)
}

@Suite struct StandardMIDIFileWritingTests {
  @Test func writesAFileThatCanBeCheckedByEye() {
    let song = StandardMIDIFile(events: [
      event(1_000_000, .sysex([0xF0, 0x01, 0xF7])),  // 50 ticks of 20 µs
      event(0, .noteOn(channel: 1, note: 0x68, velocity: 0x7F)),
      event(5_000_000, .realTime(.start)),  // 200 ticks after the sysex
    ])
    let bytes: [UInt8] = [
      0x4D, 0x54, 0x68, 0x64, 0x00, 0x00, 0x00, 0x06,  // MThd, 6 bytes
      0x00, 0x00, 0x00, 0x01, 0x61, 0xA8,  // format 0, 1 track, 25 000 ticks
      0x4D, 0x54, 0x72, 0x6B, 0x00, 0x00, 0x00, 0x19,  // MTrk, 25 bytes
      0x00, 0xFF, 0x51, 0x03, 0x07, 0xA1, 0x20,  // 500 000 µs
      0x00, 0x90, 0x68, 0x7F,
      0x32, 0xF0, 0x02, 0x01, 0xF7,
      0x81, 0x48, 0xF7, 0x01, 0xFA,
      0x00, 0xFF, 0x2F, 0x00,
    ]
    #expect(song.bytes == bytes)
  }

  @Test func everyKindOfMessageComesBackWithinTenMicroseconds() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<20 * testScale {
      let events = (0..<200).map { _ in
        event(
          .random(in: 0...7_200_000_000_000, using: &generator),
          everyKind.randomElement(using: &generator)?.0 ?? .tuneRequest)
      }
      let song = StandardMIDIFile(events: events, duration: 7_300_000_000_000)
      let back = try StandardMIDIFile(bytes: song.bytes)
      #expect(back.events.map(\.message) == song.events.map(\.message))
      let errors = zip(back.events, song.events).map {
        abs(Int64($0.nanoseconds) - Int64($1.nanoseconds))
      }
      #expect((errors.max() ?? 0) <= 10_000)
      #expect(back.duration == song.duration)
      #expect(try StandardMIDIFile(bytes: back.bytes) == back)
    }
  }

  @Test func eventsOfOneTimeKeepTheirOrder() throws {
    let events = (0..<100).map { event(7, .programChange(channel: 1, program: $0)) }
    let song = StandardMIDIFile(events: events)
    #expect(song.events == events)
    #expect(try StandardMIDIFile(bytes: song.bytes).events.map(\.message) == events.map(\.message))
  }

  @Test func longPausesAreBridged() throws {
    let week: UInt64 = 7 * 24 * 3600 * 1_000_000_000
    let song = StandardMIDIFile(events: [event(week, .tuneRequest)])
    #expect(try StandardMIDIFile(bytes: song.bytes) == song)
  }

  @Test func anUnfinishedSysexIsLeftOut() throws {
    let song = StandardMIDIFile(events: [
      event(0, .sysex([])), event(0, .sysex([0x90, 1, 2])), event(0, .sysex([0xF0, 1])),
      event(0, .sysex([0xF0, 0xF7])),
    ])
    #expect(
      try StandardMIDIFile(bytes: song.bytes).events == [event(0, .sysex([0xF0, 0xF7]))])
  }
}
