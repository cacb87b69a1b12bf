import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// A controller that nobody makes, with every odd way to speak, described by a file alone.
let oddBox = """
  busbar-mapping: 1
  name: Odd Box
  device:
    lamps: {off: 0, on: 127}
    greeting:
      wait: 0 ms
      hello: F0 7D {id} 01 {start} 10 20 30 {complement} F7
      answers: ["F0 7D {id} 02", FF]
      challenge:
        question: F0 7D {id} 03 {serial} {challenge}
        reply: F0 7D {id} 04 {serial} {response} F7
        ids: 0x10
      keep alive: {send: A5 00 00, every: 1 s, answer: A5 00 7F, patience: 2500 ms}
    units:
      - {name: box, id: 0x10, client: Odd, parts: all}
    parts:
      all:
        faders:
          wide:
            message: nrpn 300 channel 2
            top: 16383
            motor: yes
            touch: key-pressure 9 channel 2
            touch threshold: 1
            echo: no
          narrow: {message: nrpn7 301 channel 2, motor: no, takeover: jump}
          apart:
            message: cc14 3 channel 4
            send: cc14 5 channel 5
            send top: 1023
            touch: note 1 channel 4
            scale: {-20 dB: 4000, 0 dB: 12000, 10 dB: 16383}
            echo: no
        encoders:
          jog: {message: pitch-bend channel 6, code: halves}
          turned: {message: cc 40, code: twos-complement, invert: yes}
          quick: {message: cc 41, code: offset-binary, acceleration: 4}
          knob: {message: cc 42, code: absolute}
          ringed:
            message: cc 43
            code: absolute
            ring: {message: cc 43, fill: 0..127, pan: 0..127, mode: {message: cc 44, pan: 1, fill: 2}}
        buttons:
          program: {message: program 5 channel 3, lamp: note 5 channel 3}
          zone 1..2: hui 7 port 2..3
          flipping: {message: note 20, alternates: yes}
        displays:
          word 1..2:
            write: F0 7D {id} 05 {strip} {row} {text} {xor} F7
            rows: [0, 0]
            row numbers: [3, 4]
            shows: [strip, level]
            step: 0
            cell: 6
        colours:
          colour 1..2: {write: "F0 7D 06 {colours} {sum} F7", palette: {white: 7, red: 1}}
          light: {messages: [cc 60, cc 61], palette: {white: [1, 2], red: [3, 4]}}
        meters:
          level: {message: program-number channel 9, plus: 2, smooth: yes, levels: {-40 dB: 20, 0 dB: 100}, decays: no}
  layout:
    wide: channel 1 fader
    narrow: channel 2 fader
    apart: channel 3 fader
    jog: channel 1 pan
    turned: channel 2 pan
    quick: channel 3 pan
    knob: channel 4 trim
    ringed: channel 5 fader
    program: channel 1 mute
    zone 1..2: channel 1..2 solo
    flipping: channel 3 mute
    word 1..2: channel 1..2 display
    colour 1..2: channel 1..2 colour
    light: channel 1 colour
    level: channel 1 meter
  """

/// A made-up controller works without a line of code: bytes by hand in, bytes by hand out.
@Suite struct OddBoxTests {
  private func desk() throws -> TestDesk {
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(oddBox.utf8), file: "odd.yaml")
    #expect(diagnostics.lines == [])
    var desk = TestDesk(try #require(mapping))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.wait(10 * .ms)
    return desk
  }

  private func painted() throws -> TestDesk {
    var desk = try desk()
    desk.hear([0xF0, 0x7D, 0x10, 0x02, 0xF7])
    desk.wait(2000 * .ms)
    desk.hear([0xA5, 0, 0x7F])
    _ = desk.trace()
    return desk
  }

  private func fader(_ desk: TestDesk, _ channel: Int) -> Double {
    desk.console.fader(of: .channel(channel))?.value ?? .nan
  }

  @Test func greetsChecksAndAnswersAChallenge() throws {
    var desk = try desk()
    // 10 + 20 + 30 = 60, and 20 makes it 80, whose lower seven bits are 0.
    #expect(desk.trace() == ["0: F0 7D 10 01 10 20 30 20 F7"])
    desk.hear([0xF0, 0x7D, 0x10, 0x03, 1, 2, 3, 4, 5, 6, 7, 0x11, 0x22, 0x33, 0x44, 0xF7])
    // 11 + (22^0A = 28) - 44 = -0B -> 75; (33 >> 4 = 3) ^ 55 = 56;
    // (44 - (33 << 2 = CC) = 78) ^ (11 | 22 = 33) = 4B; 22 - 33 + (F0 ^ 40 = B0) = 9F -> 1F.
    #expect(desk.trace() == ["0: F0 7D 10 04 01 02 03 04 05 06 07 75 56 4B 1F F7"])
    // Another id is not answered: a wrong answer locks some units.
    desk.hear([0xF0, 0x7D, 0x11, 0x03, 1, 2, 3, 4, 5, 6, 7, 0x11, 0x22, 0x33, 0x44, 0xF7])
    #expect(desk.trace() == [])
  }

  @Test func aUnitThatAsksFasterThanItListensIsNotAnsweredForEver() throws {
    var desk = try painted()
    let question: [UInt8] = [
      0xF0, 0x7D, 0x10, 0x03, 1, 2, 3, 4, 5, 6, 7, 0x11, 0x22, 0x33, 0x44, 0xF7,
    ]
    let message = try #require(MIDIMessage(bytes: question))
    for _ in 0..<10_000 {
      _ = desk.surface.received(message, unit: 0, at: desk.now, console: desk.console)
    }
    desk.wait(60_000 * .ms)
    let replies = desk.trace().count { $0.contains("F0 7D 10 04") }
    #expect((1...64).contains(replies), "\(replies)")
  }

  @Test func takesASilentUnitForGoneAndPaintsItWhenItSpeaks() throws {
    var desk = try painted()
    desk.wait(1000 * .ms)
    #expect(desk.trace() == ["0: A5 00 00"])
    desk.hear([0xA1, 9, 1])  // a hand on the first fader
    #expect(desk.surface.isTouched(.channel(1)))
    desk.wait(4000 * .ms)
    #expect(!desk.surface.isTouched(.channel(1)))
    #expect(Set(desk.trace()) == ["0: A5 00 00"])
    desk.set(.fader(.channel(2), Decibels(-5)))
    desk.hear([0xA5, 0, 0x7F])
    desk.wait(1000 * .ms)
    #expect(desk.trace().contains { $0.contains("F0 7D 10 05 00 03") })
    // Switched on again: the same.
    desk.hear([0xFF])
    desk.wait(900 * .ms)
    #expect(desk.trace().contains { $0.contains("F0 7D 10 05 00 03") })
  }

  @Test func readsParameterNumbers() throws {
    var desk = try painted()
    desk.hear([0xA1, 9, 1])
    for (controller, value) in [(99, 2), (98, 44), (6, 96), (38, 0)] {
      desk.hear([0xB1, UInt8(controller), UInt8(value)])
    }
    #expect(abs(fader(desk, 1) - (40.0 * 12288 / 16383 - 30)) < 1e-9)
    // The lower part alone refines; a registered number between takes its data away.
    desk.hear([0xB1, 38, 127])
    #expect(abs(fader(desk, 1) - (40.0 * 12415 / 16383 - 30)) < 1e-9)
    let before = desk.console
    for (controller, value) in [(101, 0), (100, 0), (6, 1), (38, 1)] {
      desk.hear([0xB1, UInt8(controller), UInt8(value)])
    }
    #expect(desk.console == before)
    for (controller, value) in [(99, 2), (98, 45), (6, 127)] {
      desk.hear([0xB1, UInt8(controller), UInt8(value)])
    }
    #expect(fader(desk, 2) == 10)
  }

  @Test func sendsAFaderOtherMessagesThanItSends() throws {
    var desk = try painted()
    desk.set(.fader(.channel(3), .unity))
    desk.wait(100 * .ms)
    // 12000 of 16383 is 749 of 1023: upper 5, lower 109.
    #expect(desk.trace().filter { $0.hasPrefix("0: B4") } == ["0: B4 05 05", "0: B4 25 6D"])
    desk.hear([0x93, 1, 127])
    desk.hear([0xB3, 3, 31])
    let before = desk.console
    #expect(before.fader(of: .channel(3)) == .unity)
    desk.hear([0xB3, 35, 32])
    #expect(abs(fader(desk, 3) - -20) < 1e-9)
  }

  @Test func countsTurnsOfEveryKind() throws {
    var desk = try painted()
    func pan(_ channel: Int) -> Double {
      (desk.console.strip(.channel(channel))?.pan.value ?? .nan) * 100
    }
    desk.hear([0xE5, 0, 0x10])
    #expect(pan(1) == 2)
    // Within 10 ms it is the same click; the other way has to be said three times.
    desk.hear([0xE5, 0, 0x10])
    #expect(pan(1) == 2)
    for expected in [2.0, 2, 0] {
      desk.wait(20 * .ms)
      desk.hear([0xE5, 0, 0x50])
      #expect(pan(1) == expected)
    }
    desk.hear([0xB0, 40, 3])
    #expect(pan(2) == -6)
    desk.hear([0xB0, 41, 65])
    desk.wait(100 * .ms)
    desk.hear([0xB0, 41, 65])
    #expect(pan(3) == 4)
    desk.wait(10 * .ms)
    desk.hear([0xB0, 41, 66])
    #expect(pan(3) == 4 + 2 * 2 * 4)
  }

  @Test func knobsTakeOverWhenTheyPass() throws {
    var desk = try painted()
    func trim() -> Double { desk.console.strip(.channel(4))?.trim.value ?? .nan }
    // 0 dB of -60 to 20 is at 95 of 127.
    desk.hear([0xB0, 42, 10])
    #expect(trim() == 0)
    desk.hear([0xB0, 42, 100])
    #expect(abs(trim() - (-60 + 80.0 * 100 / 127)) < 0.5)
  }

  @Test func anEncoderStandsWhereItsRingWasTold() throws {
    var desk = try painted()
    desk.set(.fader(.channel(5), .unity))
    desk.wait(100 * .ms)
    #expect(desk.trace().filter { $0.hasPrefix("0: B0") } == ["0: B0 2C 02", "0: B0 2B 5F"])
    // It goes on from there, be it by leaps.
    desk.hear([0xB0, 43, 80])
    #expect(abs(fader(desk, 5) - (40.0 * 80 / 127 - 30)) < 1e-9)
  }

  @Test func hearsKeysThatComeInOddWays() throws {
    var desk = try painted()
    for isMuted in [true, false] {
      desk.hear([0xC2, 5])
      #expect(desk.console.isMutedByHand(.channel(1)) == isMuted)
    }
    desk.wait(100 * .ms)
    #expect(desk.trace().contains("0: 92 05 00"))
    desk.hear([0xB0, 0x0F, 7])
    desk.hear([0xB0, 0x2F, 0x43])
    #expect(desk.console.isSoloedByHand(.channel(2)))
    desk.hear([0xB0, 0x2F, 0x03])
    #expect(desk.console.isSoloedByHand(.channel(2)) && !desk.console.isSoloedByHand(.channel(1)))
    desk.wait(100 * .ms)
    let sent = desk.trace()
    let zone = sent.firstIndex(of: "0: B0 0C 07")
    #expect(zone.map { sent[$0 + 1] } == "0: B0 2C 43")
    desk.hear([0x90, 20, 127])
    #expect(desk.console.isMutedByHand(.channel(3)))
    desk.hear([0x90, 20, 0])
    #expect(!desk.console.isMutedByHand(.channel(3)))
  }

  @Test func writesTextColoursAndMetersAsTheFileSays() throws {
    var desk = try painted()
    desk.set(.colour(.channel(1), .red), .fader(.channel(1), Decibels(-10)))
    desk.meters[.channel(1)] = -20
    desk.show()
    desk.wait(200 * .ms)
    let sent = desk.trace()
    // Both strips in one message: 1 + 7, and their sum behind; 06 counts too, and 7D.
    #expect(sent.contains("0: F0 7D 06 01 07 0B F7"))
    #expect(sent.contains("0: B0 3C 03") && sent.contains("0: B0 3D 04"))
    // Half way between the two levels, and 2.
    #expect(sent.contains("0: C8 3E"))
    let text = Array(" -10.0".utf8)
    let body: [UInt8] = [0x7D, 0x10, 5, 0, 4] + text
    let check = body.reduce(0, ^) & 0x7F
    #expect(sent.contains("0: " + hexadecimal([0xF0] + body + [check, 0xF7])))
  }

  @Test(arguments: [
    ("top: 16383", "top: 16384"), ("{start}", "{begin}"),
    ("send top: 1023", "send top: 16384"), ("hui 7 port 2..3", "hui 7 port 2..4"),
    ("0 dB: 12000", "0 dB: 3999"), ("10 dB: 16383}", "10 dB: 16382}"),
    ("acceleration: 4", "acceleration: 0"), ("{complement}", "{crc}"),
    ("row numbers: [3, 4]", "row numbers: [3]"), ("white: 7, ", ""),
    ("cc 60, cc 61", "cc 60"), ("{response}", "{challenge}"),
    ("message: cc 40", "message: cc 38 channel 2"),
  ])
  func refusesInItsLine(old: String, new: String) throws {
    let text = oddBox.replacing(old, with: new, maxReplacements: 1)
    let (_, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "odd.yaml")
    let start = try #require(oddBox.firstRange(of: old)).lowerBound
    let line = oddBox[..<start].count { $0 == "\n" } + 1
    #expect(
      diagnostics.lines.contains { $0.hasPrefix("odd.yaml:\(line):") && $0.contains("error: ") },
      "\(new): \(diagnostics.lines)")
  }
}
