import Learning
import MIDI
import Simulator
import Surface
import Testing

@Suite struct GreetedTests {
  /// What went out, in hexadecimal, with the milliseconds.
  private func sent(
    _ file: String, for time: UInt64, answer: MIDIMessage? = nil, quits: Bool = false
  ) throws -> [String] {
    let bytes = repositoryFile("mappings/\(file).yaml")
    let unit = try mapping(bytes, file).units[0]
    let text = MappingText(bytes, file: file)
    var talk = Greeted(SurfaceTest(SurfaceTest.targets(of: unit, in: text)), to: unit)
    var sent: [String] = []
    var now: UInt64 = 0
    func carry() {
      for message in talk.outbox.take().messages {
        let bytes = message.bytes.map { String(Int($0) | 0x100, radix: 16).dropFirst() }
        sent.append("\(now / .ms) \(bytes.joined(separator: " "))")
      }
    }
    talk.start(at: now)
    carry()
    while now < time {
      now += 10 * .ms
      if let answer, now == 300 * .ms { talk.heard(answer, at: now) }
      talk.advance(to: now)
      carry()
    }
    if quits {
      talk.ended(at: now)
      carry()
      #expect(talk.isDone)
    }
    return sent
  }

  @Test func waitsForAnAnswerAndSetsUp() throws {
    let hello = "150 f0 7e 7f 06 01 f7"
    let answer = MIDIMessage.sysex([0xF0, 0x7E, 1, 6, 2, 0, 1, 6, 2, 0, 0xF7])
    #expect(
      try sent("faderport-classic", for: 2000 * .ms, answer: answer, quits: true) == [
        hello, "300 91 00 64", "2000 91 00 00",
      ])
    // Without an answer it goes on a second later.
    #expect(
      try sent("faderport-classic", for: 2000 * .ms) == [hello, "1150 91 00 64"])
  }

  @Test func givesSignsOfLife() throws {
    let sent = try sent("hui", for: 3400 * .ms).filter { $0.hasSuffix("90 00 00") }
    #expect(sent == ["1150 90 00 00", "2150 90 00 00", "3150 90 00 00"])
  }
}
