import MIDI
import Testing

private let second: UInt64 = 1_000_000_000

@Suite struct SysexAssemblerTests {
  @Test func joinsThePiecesOfTheKernel() {
    let sysex = [0xF0] + (0..<600).map { UInt8($0 & 0x7F) } + [0xF7]
    var assembler = SysexAssembler()
    #expect(assembler.join(sysex[..<256], at: 5 * second) == [])
    #expect(assembler.join(sysex[256..<512], at: 5 * second + 80_000_000) == [])
    #expect(assembler.join(sysex[512...], at: 5 * second + 110_000_000) == [.sysex(sysex)])
  }

  @Test func passesAWholeMessageAtOnce() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0, 0x01, 0xF7], at: 0) == [.sysex([0xF0, 0x01, 0xF7])])
    #expect(
      assembler.join([0xF0, 0x01, 0xF7, 0xF0, 0x02, 0xF7], at: 0)
        == [.sysex([0xF0, 0x01, 0xF7]), .sysex([0xF0, 0x02, 0xF7])])
  }

  @Test func aNewStartDropsTheUnfinishedMessage() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0, 0x01], at: 0) == [])
    #expect(assembler.join([0xF0, 0x02, 0xF7], at: 1) == [.sysex([0xF0, 0x02, 0xF7])])
    #expect(assembler.join([0x03, 0xF7], at: 2) == [])
  }

  @Test func aPieceMoreThanASecondLateIsDroppedWithWhatItBelongsTo() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0, 0x01], at: 7) == [])
    #expect(assembler.join([0x02], at: 7 + second) == [])
    #expect(assembler.join([0x03, 0xF7], at: 7 + 2 * second) == [.sysex([0xF0, 1, 2, 3, 0xF7])])
    #expect(assembler.join([0xF0, 0x01], at: 20 * second) == [])
    #expect(assembler.join([0x02, 0xF7], at: 21 * second + 1) == [])
  }

  @Test func aClockThatGoesBackIsNoDelay() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0, 0x01], at: .max) == [])
    #expect(assembler.join([0x02, 0xF7], at: 0) == [.sysex([0xF0, 0x01, 0x02, 0xF7])])
  }

  @Test func anEventOfAnotherKindDropsTheUnfinishedMessage() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0, 0x01], at: 0) == [])
    assembler.reset()
    #expect(assembler.join([0x02, 0xF7], at: 1) == [])
    #expect(assembler.join([0xF0, 0x01, 0x90, 0x02, 0x03, 0xF7], at: 2) == [])
  }

  @Test func takesEventsOfEveryKind() {
    var assembler = SysexAssembler()
    #expect(assembler.take([0xF0, 0x01], at: 0) == [])
    #expect(assembler.take([0xF8], at: 1) == [.realTime(.clock)])
    #expect(assembler.take([0x02, 0xF7], at: 2) == [.sysex([0xF0, 0x01, 0x02, 0xF7])])
    #expect(assembler.take([0xF0, 0x01], at: 3) == [])
    #expect(
      assembler.take([0x90, 0x10, 0x7F], at: 4) == [.noteOn(channel: 1, note: 16, velocity: 127)])
    // The key has ended the message that was under way.
    #expect(assembler.take([0x02, 0xF7], at: 5) == [])
    #expect(assembler.take([0x90, 0x10], at: 6) == [] && assembler.take([], at: 7) == [])
  }

  @Test func neverHoldsMoreThanTheLimit() {
    var assembler = SysexAssembler()
    #expect(assembler.join([0xF0], at: 0) == [])
    for piece in 1...100 {
      let data = [UInt8](repeating: 1, count: 256)
      #expect(assembler.join(data, at: UInt64(piece)) == [])
    }
    #expect(assembler.join([0xF7], at: 101) == [])
    #expect(assembler.join([0xF0, 0x09, 0xF7], at: 102) == [.sysex([0xF0, 0x09, 0xF7])])
  }
}
