import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// A desk of twelve channels, a unit that was greeted and painted, and an empty trace.
private func startedDesk() throws -> TestDesk {
  var size = ConsoleSize()
  size.channels = 12
  var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
  desk.start()
  _ = desk.trace()
  return desk
}

@Suite struct SurfaceTraceTests {
  @Test func asksWaitsAndPaintsEverythingAtTheStart() throws {
    var size = ConsoleSize()
    size.channels = 2
    size.vcas = 0
    var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.send()
    #expect(desk.trace() == [])
    desk.wait(149 * .ms)
    #expect(desk.trace() == [])
    desk.wait(1 * .ms)
    #expect(desk.trace() == ["0: F0 00 00 66 14 00 F7"])
    desk.hear([0xF0, 0, 0, 0x66, 0x14, 0x01, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0xF7])
    let setup = (0..<8).map { "0: F0 00 00 66 14 20 0\($0) 01 F7" }
    let trace = desk.trace()
    #expect(Array(trace.prefix(8)) == setup)
    // Lamps come before faders, faders before rings, rings before text.
    let kinds = trace.dropFirst(8).map { String($0.dropFirst(3).prefix(2)) }
    let order = ["90", "E", "B0", "F0"]
    let places = kinds.map { kind in order.firstIndex { kind.hasPrefix($0) } ?? 9 }
    #expect(places == places.sorted())
    desk.wait(2000 * .ms)
    #expect(desk.units[0].faders == [0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      desk.units[0].row(0)
        == "Ch 1   Ch 2                                             ")
    #expect(
      desk.units[0].row(1)
        == "  -inf   -inf                                           ")
    #expect(desk.units[0].rings == [0x56, 0x56, 0, 0, 0, 0, 0, 0])
    #expect(desk.units[0].strange == [])
  }

  @Test func goesOnWithoutAnAnswerAndPaintsAgainWhenOneComes() throws {
    var desk = TestDesk(try mackieControl())
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.wait(1149 * .ms)
    #expect(desk.trace() == ["0: F0 00 00 66 14 00 F7"])
    desk.wait(1000 * .ms)
    let first = desk.trace()
    #expect(first.count > 50)
    desk.hear([0xF0, 0, 0, 0x66, 0x11, 0x06, 0xF7])
    desk.wait(1000 * .ms)
    // As much again, now with the number that the unit gave itself.
    #expect(desk.trace() == first.map { $0.replacing("66 14", with: "66 11") })
  }

  @Test func echoesAHandAndSendsTheConsolesPlaceOnceAtTheEnd() throws {
    var desk = try startedDesk()
    desk.hear([0x90, 0x69, 0x7F])
    #expect(desk.trace() == [])
    let level = Decibels(-50 + 80 * 4112 / 16368)  // position 0.2512, the second line of the law
    #expect(desk.hear([0xE1, 0x10, 0x20]) == [.fader(.channel(2), level)])
    #expect(desk.trace().first == "0: E1 10 20")
    desk.hear([0xE1, 0x00, 0x60])
    #expect(desk.trace() == ["0: E1 00 60", "0: F0 00 00 66 14 12 3F 20 30 2E 30 64 42 20 F7"])
    desk.hear([0x90, 0x69, 0x00])
    #expect(desk.trace() == ["0: E1 00 60"])
    // What the servo says while it settles changes nothing.
    #expect(desk.hear([0xE1, 0x30, 0x60]) == [])
    #expect(desk.console.fader(of: .channel(2))?.description == "0.0")
    desk.wait(3000 * .ms)
    #expect(desk.units[0].faders[1] == 0x3000)
  }

  @Test func lightsAMuteAndSaysItsCause() throws {
    var desk = try startedDesk()
    #expect(desk.hear([0x90, 0x12, 0x7F]) == [.mute(.channel(3), true)])
    desk.hear([0x90, 0x12, 0x00])
    #expect(
      desk.trace() == ["0: 90 12 7F", "0: F0 00 00 66 14 12 46 4D 55 54 45 20 20 20 F7"])
    desk.set(.joinVCA(.channel(4), vca: 2), .mute(.vca(2), true))
    #expect(
      desk.trace() == ["0: 90 13 01", "0: F0 00 00 66 14 12 4D 56 32 4D 55 54 45 20 F7"])
  }

  @Test func movesABankAndStartsFourMotorsAtATime() throws {
    var desk = try startedDesk()
    for channel in 1...12 { desk.set(.fader(.channel(channel), Decibels(-Double(channel)))) }
    desk.wait(3000 * .ms)
    _ = desk.trace()
    let start = desk.now
    desk.hear([0x90, 0x2F, 0x7F])
    desk.wait(1000 * .ms)
    let moves = desk.sent.filter { $0.bytes[0] & 0xF0 == 0xE0 }
    #expect(moves.map { Int($0.bytes[0] & 0xF) } == Array(0..<8))
    #expect(moves.map { ($0.at - start) / .ms } == [0, 0, 0, 0, 30, 30, 30, 30])
    let grid = FaderGrid(top: 16368)
    #expect(
      desk.units[0].faders
        == (9...12).map { grid.raw(of: Decibels(-Double($0))) } + [0, 0, 0, 0, 0])
    #expect(desk.units[0].row(0).hasPrefix("Ch 9   Ch 10  Ch 11  Ch 12         "))
    #expect(desk.units[0].lamps[0x2E] == 127)
    #expect(desk.units[0].lamps[0x2F] == 0)
  }

  @Test func dropsWhatNoHandSaysWhileABankSettlesAndHearsAHandAtOnce() throws {
    var desk = try startedDesk()
    desk.hear([0x90, 0x2F, 0x7F])
    desk.wait(100 * .ms)
    #expect(desk.hear([0xE0, 0x00, 0x70]) == [])
    desk.hear([0x90, 0x68, 0x7F])
    #expect(desk.hear([0xE0, 0x00, 0x70]).count == 1)
  }

  @Test func keepsAHandOnItsStripWhenTheBankChangesUnderIt() throws {
    var desk = try startedDesk()
    desk.hear([0x90, 0x68, 0x7F])
    desk.hear([0xE0, 0x00, 0x40])
    desk.hear([0x90, 0x2F, 0x7F])
    #expect(desk.surface.visibleStrips[0] == .channel(9))
    let edits = desk.hear([0xE0, 0x00, 0x41])
    #expect(edits.count == 1)
    guard case .fader(.channel(1), _) = edits[0] else {
      Issue.record("\(edits)")
      return
    }
    desk.wait(500 * .ms)
    #expect(desk.units[0].faders[0] == 0x41 << 7)
    desk.hear([0x90, 0x68, 0x00])
    #expect(desk.units[0].faders[0] == 0)
  }

  @Test func repeatsAMeterWhileItLastsAndLetsItGo() throws {
    var desk = try startedDesk()
    let start = desk.now
    desk.meters[.channel(1)] = -12
    desk.show()
    desk.wait(250 * .ms)
    #expect(desk.sent.map { ($0.at - start) / .ms } == [0, 100, 200])
    #expect(desk.trace() == ["0: D0 06", "0: D0 06", "0: D0 06"])
    desk.meters[.channel(1)] = 0.5
    desk.show()
    desk.wait(60 * .ms)
    #expect(desk.trace() == ["0: D0 0E", "0: D0 0D"])
    desk.meters[.channel(1)] = -.infinity
    desk.show()
    desk.wait(5000 * .ms)
    #expect(desk.trace() == ["0: D0 0D", "0: D0 00", "0: D0 0F"])
  }

  @Test func forgetsAHandAndRepaintsAfterAnUnplug() throws {
    var desk = try startedDesk()
    desk.hear([0x90, 0x68, 0x7F])
    desk.hear([0xE0, 0x00, 0x60])
    let level = desk.console.fader(of: .channel(1))
    #expect(desk.surface.isTouched(.channel(1)))
    desk.surface.disconnected(0, at: desk.now)
    #expect(!desk.surface.isTouched(.channel(1)))
    _ = desk.trace()
    desk.set(.fader(.channel(2), .unity))
    desk.wait(5000 * .ms)
    #expect(desk.trace() == [])
    #expect(desk.console.fader(of: .channel(1)) == level)
    desk.units[0] = MackieUnit(id: 0x14)
    desk.start()
    #expect(desk.units[0].faders == [0x60 << 7, 12276, 0, 0, 0, 0, 0, 0, 0])
    #expect(!desk.units[0].lcd.contains(UInt8(ascii: "#")))
    #expect(desk.units[0].lamps[0...31].allSatisfy { $0 == 0 })
    #expect(!desk.units[0].rings.contains(-1))
    #expect(!desk.units[0].meters.contains(-1))
  }

  @Test func believesNoHandAndRepaintsWhenInputWasLost() throws {
    var desk = try startedDesk()
    desk.hear([0x90, 0x68, 0x7F])
    desk.hear([0xE0, 0x00, 0x60])
    desk.units[0] = MackieUnit(id: 0x14)
    desk.surface.inputWasLost(at: desk.now)
    desk.wait(1000 * .ms)
    #expect(!desk.surface.isTouched(.channel(1)))
    #expect(desk.units[0].faders[0] == 0x60 << 7)
    #expect(!desk.units[0].lcd.contains(UInt8(ascii: "#")))
  }

  @Test func saysGoodbyeToTheUnitsThatAreThere() throws {
    let desk = try startedDesk()
    #expect(
      desk.surface.farewell().map { "\($0.unit): \(hexadecimal($0.message.bytes))" }
        == ["0: F0 00 00 66 14 08 00 F7"])
  }

  @Test func staysInsideTheBudgetWhateverHappens() throws {
    var desk = try startedDesk()
    var random = SeededGenerator(4)
    for _ in 0..<300 {
      desk.hear([0x90, [0x2E, 0x2F, 0x3F, 0x43].randomElement(using: &random) ?? 0, 0x7F])
      desk.hear([0x90, 0x2E, 0])
      desk.hear([0x90, 0x2F, 0])
      desk.hear([0x90, 0x3F, 0])
      desk.hear([0x90, 0x43, 0])
      desk.wait(UInt64.random(in: 0...80, using: &random) * .ms)
    }
    // A store of 512 bytes with a tap of 2500 a second, checked as a leaking bucket.
    var level = 0.0
    var last: UInt64 = 0
    var highest = 0.0
    for message in desk.sent {
      level = max(0, level - Double(message.at - last) / 1e9 * 2500) + Double(message.bytes.count)
      highest = max(highest, level)
      last = message.at
    }
    #expect(highest <= 512.001)
    #expect(highest > 400)
    #expect(desk.sent.allSatisfy { $0.bytes.count <= 28 })
  }
}
