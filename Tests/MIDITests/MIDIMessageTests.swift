import MIDI
import Testing

/// One message of each kind beside its bytes, from the tables of the MIDI 1.0 specification.
let everyKind: [(MIDIMessage, [UInt8], String)] = [
  (
    .noteOff(channel: 1, note: 60, velocity: 64), [0x80, 0x3C, 0x40],
    "note off ch 1 note 60 velocity 64 (80 3C 40)"
  ),
  (
    .noteOn(channel: 1, note: 104, velocity: 127), [0x90, 0x68, 0x7F],
    "note on ch 1 note 104 velocity 127 (90 68 7F)"
  ),
  (
    .noteOn(channel: 16, note: 0, velocity: 0), [0x9F, 0x00, 0x00],
    "note on ch 16 note 0 velocity 0 (9F 00 00)"
  ),
  (
    .polyPressure(channel: 2, note: 3, value: 4), [0xA1, 0x03, 0x04],
    "poly pressure ch 2 note 3 value 4 (A1 03 04)"
  ),
  (
    .controlChange(channel: 1, controller: 16, value: 65), [0xB0, 0x10, 0x41],
    "control change ch 1 cc 16 value 65 (B0 10 41)"
  ),
  (.programChange(channel: 10, program: 5), [0xC9, 0x05], "program change ch 10 5 (C9 05)"),
  (.channelPressure(channel: 1, value: 0x7E), [0xD0, 0x7E], "channel pressure ch 1 126 (D0 7E)"),
  (.pitchBend(channel: 1, value: 8192), [0xE0, 0x00, 0x40], "pitch bend ch 1 8192 (E0 00 40)"),
  (.pitchBend(channel: 9, value: 16368), [0xE8, 0x70, 0x7F], "pitch bend ch 9 16368 (E8 70 7F)"),
  (
    .sysex([0xF0, 0, 0, 0x66, 0x14, 0, 0xF7]), [0xF0, 0, 0, 0x66, 0x14, 0, 0xF7],
    "sysex 7 bytes (F0 00 00 66 14 00 F7)"
  ),
  (.timeCode(0x35), [0xF1, 0x35], "time code quarter frame 53 (F1 35)"),
  (.songPosition(129), [0xF2, 0x01, 0x01], "song position 129 (F2 01 01)"),
  (.songSelect(7), [0xF3, 0x07], "song select 7 (F3 07)"),
  (.tuneRequest, [0xF6], "tune request (F6)"),
  (.realTime(.clock), [0xF8], "clock (F8)"),
  (.realTime(.start), [0xFA], "start (FA)"),
  (.realTime(.continue), [0xFB], "continue (FB)"),
  (.realTime(.stop), [0xFC], "stop (FC)"),
  (.realTime(.activeSensing), [0xFE], "active sensing (FE)"),
  (.realTime(.reset), [0xFF], "reset (FF)"),
]

@Suite struct MIDIMessageTests {
  @Test func everyKindHasTheBytesOfTheSpecification() {
    for (message, bytes, _) in everyKind { #expect(message.bytes == bytes) }
  }

  @Test func everyKindIsDecodedFromItsBytes() {
    for (message, bytes, _) in everyKind { #expect(MIDIMessage(bytes: bytes) == message) }
  }

  @Test func everyKindReadsWellInTheMonitor() {
    for (message, _, text) in everyKind { #expect(message.description == text) }
  }

  @Test func everyBendAndEveryChannelComesBack() {
    for channel in 1...16 {
      for value in 0...16383 {
        let bend = MIDIMessage.pitchBend(channel: channel, value: value)
        guard MIDIMessage(bytes: bend.bytes) != bend else { continue }
        Issue.record("channel \(channel) value \(value) became \(bend.bytes)")
      }
    }
  }

  @Test func numbersOutOfRangeAreHeldToTheEnds() {
    #expect(MIDIMessage.pitchBend(channel: 17, value: 20000).bytes == [0xEF, 0x7F, 0x7F])
    #expect(MIDIMessage.pitchBend(channel: 0, value: -1).bytes == [0xE0, 0x00, 0x00])
    #expect(MIDIMessage.noteOn(channel: -5, note: 128, velocity: 999).bytes == [0x90, 0x7F, 0x7F])
  }

  @Test(
    arguments: [
      [], [0x00], [0x90], [0x90, 0x40], [0x90, 0x40, 0x80], [0x90, 0x40, 0x40, 0x40], [0xF0],
      [0xF0, 0x01], [0xF0, 0x90, 0xF7], [0xF7], [0xF4], [0xF5], [0xF9], [0xFD], [0xFE, 0x00],
      [0xF0, 0xF7, 0xF7],
    ] as [[UInt8]])
  func whatIsNotOneMessageIsRefused(bytes: [UInt8]) {
    #expect(MIDIMessage(bytes: bytes) == nil)
  }
}
