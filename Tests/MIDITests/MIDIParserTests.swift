import MIDI
import Testing

private func parsed(_ bytes: [UInt8]) -> [MIDIMessage] {
  var parser = MIDIParser()
  return parser.parse(bytes)
}

@Suite struct MIDIParserTests {
  @Test func findsEveryKindOfMessage() {
    #expect(parsed(everyKind.flatMap { $0.1 }) == everyKind.map { $0.0 })
  }

  @Test func followsRunningStatus() {
    #expect(
      parsed([0xE0, 0x00, 0x40, 0x10, 0x41, 0xD0, 0x0C, 0x1C]) == [
        .pitchBend(channel: 1, value: 8192), .pitchBend(channel: 1, value: 0x41 << 7 + 0x10),
        .channelPressure(channel: 1, value: 0x0C), .channelPressure(channel: 1, value: 0x1C),
      ])
  }

  @Test func realTimeBytesDisturbNothing() {
    #expect(
      parsed([0x90, 0xF8, 0x68, 0xFE, 0x7F, 0xF9, 0x68, 0xFD, 0x00]) == [
        .realTime(.clock), .realTime(.activeSensing),
        .noteOn(channel: 1, note: 0x68, velocity: 0x7F),
        .noteOn(channel: 1, note: 0x68, velocity: 0),
      ])
    #expect(
      parsed([0xF0, 0x01, 0xF8, 0x02, 0xF7])
        == [.realTime(.clock), .sysex([0xF0, 0x01, 0x02, 0xF7])])
  }

  @Test func aUniversalSysexLeavesTheParserWell() {
    // This very sequence silenced the input of another project for good.
    #expect(
      parsed([0xF0, 0x7F, 0x7F, 0xF7, 0x90, 0x01, 0x02])
        == [.sysex([0xF0, 0x7F, 0x7F, 0xF7]), .noteOn(channel: 1, note: 1, velocity: 2)])
  }

  @Test func anyOtherStatusEndsASysex() {
    #expect(
      parsed([0xF0, 0x01, 0x02, 0x90, 0x03, 0x04, 0xF7, 0x05, 0x06])
        == [.noteOn(channel: 1, note: 3, velocity: 4)])
    #expect(parsed([0xF0, 0x01, 0xF0, 0x02, 0xF7]) == [.sysex([0xF0, 0x02, 0xF7])])
    #expect(parsed([0xF0, 0x01, 0xF4, 0x02, 0xF7]) == [])
  }

  @Test func aNewStatusDropsAnUnfinishedMessage() {
    #expect(
      parsed([0x90, 0x01, 0xE0, 0x00, 0x40, 0xF2, 0x05, 0xC0, 0x06])
        == [.pitchBend(channel: 1, value: 8192), .programChange(channel: 1, program: 6)])
  }

  @Test func strayDataIsIgnored() {
    #expect(parsed([0x01, 0x02, 0xF7, 0x03, 0xF4, 0x04, 0xF6, 0x05]) == [.tuneRequest])
  }

  @Test func systemMessagesEndRunningStatus() {
    #expect(
      parsed([0x90, 1, 2, 0xF3, 5, 3, 4])
        == [.noteOn(channel: 1, note: 1, velocity: 2), .songSelect(5)])
    #expect(
      parsed([0x90, 1, 2, 0xF0, 0xF7, 3, 4])
        == [.noteOn(channel: 1, note: 1, velocity: 2), .sysex([0xF0, 0xF7])])
  }

  @Test func keepsSysexUpToTheLimitAndDropsLongerOnesWhole() {
    for length in [1023, 1024] {
      let sysex = [0xF0] + [UInt8](repeating: 0x55, count: length - 2) + [0xF7]
      #expect(parsed(sysex) == [.sysex(sysex)])
    }
    for length in [1025, 1026, 5000] {
      let sysex = [0xF0] + [UInt8](repeating: 0x55, count: length - 2) + [0xF7]
      #expect(parsed(sysex + [0xC0, 0x01]) == [.programChange(channel: 1, program: 1)])
    }
  }

  @Test func resetForgetsTheUnfinished() {
    var parser = MIDIParser()
    #expect(parser.parse([0x90, 0x01]) == [])
    parser.reset()
    #expect(parser.parse([0x02, 0x03]) == [])
    #expect(parser.parse([0xF0, 0x01]) == [])
    parser.reset()
    #expect(parser.parse([0x02, 0xF7]) == [])
  }

  @Test func findsRandomMessagesUnderRunningStatusAndRealTimeBytes() {
    var generator = SeededGenerator(seed: 1)
    let real: [UInt8] = [0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF]
    for _ in 0..<200 * testScale {
      var wire: [UInt8] = []
      var sent: [MIDIMessage] = []
      var running: UInt8 = 0
      for _ in 0..<50 {
        let message = everyKind[Int.random(in: 0..<14, using: &generator)].0
        var bytes = message.bytes
        if bytes[0] == running { bytes.removeFirst() }
        running = message.bytes[0] < 0xF0 ? message.bytes[0] : 0
        sent.append(message)
        for byte in bytes {
          if Int.random(in: 0..<5, using: &generator) == 0 {
            wire.append(real[Int.random(in: 0..<6, using: &generator)])
          }
          wire.append(byte)
        }
      }
      let found = parsed(wire).filter { if case .realTime = $0 { false } else { true } }
      #expect(found == sent)
      #expect(parsed(wire).count - found.count == wire.count { real.contains($0) })
    }
  }
}
