import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// Flip, sends on faders, pages of the selected strip and layers of the user's choice.
@Suite struct NavigationTests {
  private static func desk() throws -> TestDesk {
    var size = ConsoleSize()
    size.channels = 16
    size.auxes = 8
    size.fxs = 2
    var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
    desk.start()
    for channel in 1...8 {
      desk.set(
        .fader(.channel(channel), Decibels(-5)),
        .pan(.channel(channel), Pan(Double(channel - 4) / 10)),
        .sendLevel(.channel(channel), to: BusID(.aux, 2), Decibels(Double(-channel))))
    }
    desk.wait(2000 * .ms)
    return desk
  }

  private static let grid = FaderGrid(top: 16368)

  /// The raw position of a level, in the device's steps of 16.
  private static func raw(_ level: Decibels) -> Int { (grid.raw(of: level) + 8) / 16 }

  private static func raw(_ pan: Double) -> Int { Int(((pan + 1) / 2 * 1023).rounded()) }

  @Test func flipSwapsFadersAndPots() throws {
    var desk = try Self.desk()
    let before = desk.units[0]
    desk.press(Key.flip)
    desk.wait(2000 * .ms)
    #expect(desk.units[0].lamps[0x32] == 127)
    for strip in 0..<8 {
      #expect((desk.units[0].faders[strip] + 8) / 16 == Self.raw(Double(strip - 3) / 10))
      #expect(desk.units[0].rings[strip] == 0x21 + 6)  // -5 dB is at 0.625 of the travel
    }
    // A hand on a fader pans, a pot sets the level, and its push mutes.
    desk.hear([0x90, 0x68, 127])
    #expect(desk.hear([0xE0, 0x70, 0x7F]) == [.pan(.channel(1), .right)])
    desk.hear([0x90, 0x68, 0])
    #expect(
      desk.hear([0xB0, 0x11, 1]) == [.fader(.channel(2), Taper.level(at: FaderPosition(0.64)))])
    #expect(desk.press(0x21) == [.mute(.channel(2), true)])
    desk.set(
      .pan(.channel(1), Pan(-0.3)), .fader(.channel(2), Decibels(-5)), .mute(.channel(2), false))
    // Twice is not at all.
    desk.press(Key.flip)
    desk.wait(3000 * .ms)
    #expect(desk.units[0] == before)
  }

  @Test func theSendsToABusComeOnTheFaders() throws {
    var desk = try Self.desk()
    let before = desk.units[0]
    let aux = BusID(.aux, 2)
    desk.down(Key.shift)
    desk.press(Key.f2)
    desk.up(Key.shift)
    // For a second every strip says which bus, then how much goes there.
    #expect(desk.units[0].cell(3, 1) == "Aux 2  ")
    desk.wait(2000 * .ms)
    for strip in 0..<8 {
      #expect((desk.units[0].faders[strip] + 8) / 16 == Self.raw(Decibels(Double(-strip - 1))))
      #expect(desk.units[0].cell(strip, 1) == "-\(strip + 1).0dB ")
    }
    desk.hear([0x90, 0x6A, 127])
    #expect(desk.hear([0xE2, 0, 0]) == [.sendLevel(.channel(3), to: aux, .silence)])
    desk.hear([0x90, 0x6A, 0])
    // The mute keys are the sends' switches: lit for one that is off.
    #expect(desk.units[0].lamps[0x11] == 0)
    #expect(desk.press(0x11) == [.sendOn(.channel(2), to: aux, false)])
    #expect(desk.units[0].lamps[0x11] == 127)
    #expect(desk.units[0].cell(1, 1) == "off    ")
    #expect(desk.press(0x11) == [.sendOn(.channel(2), to: aux, true)])
    #expect(desk.console.isMutedByHand(.channel(2)) == false)
    // What can't send there is dead: the bus itself, and VCAs.
    desk.press(Key.auxes)
    desk.hear([0x90, 0x69, 127])
    #expect(desk.hear([0xE1, 0, 8]) == [] && desk.press(0x11) == [])
    desk.hear([0x90, 0x69, 0])
    desk.press(Key.inputs)
    desk.set(.sendLevel(.channel(3), to: aux, Decibels(-3)))
    desk.down(Key.shift)
    desk.press(Key.f2)
    desk.up(Key.shift)
    desk.wait(3000 * .ms)
    #expect(desk.units[0] == before)
    #expect(desk.refusals == [])
  }

  @Test func theSendsOfAStripComeOnTheFaders() throws {
    var desk = try Self.desk()
    let before = desk.units[0]
    desk.press(0x1B)  // select 4
    desk.press(Key.global)
    desk.wait(2000 * .ms)
    #expect(desk.units[0].lamps[Int(Key.global)] == 127)
    #expect(desk.units[0].row(0).hasPrefix("Aux 1  Aux 2  Aux 3  "))
    #expect((desk.units[0].faders[1] + 8) / 16 == Self.raw(Decibels(-4)))
    #expect(desk.units[0].faders[0] == 0)
    #expect(desk.units[0].cell(1, 1) == "-4.0dB " && desk.units[0].cell(0, 1) == "off    ")
    // Further buses by the bank key.
    desk.press(Key.bankRight)
    #expect(desk.surface.visibleStrips.prefix(3) == [.fx(1), .fx(2), nil])
    desk.wait(1000 * .ms)
    desk.hear([0x90, 0x68, 127])
    #expect(
      desk.hear([0xE0, 0x70, 0x7F])
        == [.sendLevel(.channel(4), to: BusID(.fx, 1), Decibels(10))])
    desk.hear([0x90, 0x68, 0])
    #expect(desk.press(0x10) == [.sendOn(.channel(4), to: BusID(.fx, 1), false)])
    // Selecting a bus shows what goes there; its key then ends it.
    desk.press(0x19)  // the second strip: fx 2
    #expect(desk.surface.navigation.faders == .sends(to: BusID(.fx, 2)))
    #expect(desk.surface.visibleStrips.first == .channel(1))
    desk.press(Key.global)
    #expect(desk.surface.navigation.faders == .level)
    desk.press(0x1B)
    desk.press(0x1B)
    desk.press(Key.global)
    // A layer key ends it as well.
    desk.press(Key.inputs)
    #expect(desk.surface.navigation.faders == .level)
    desk.wait(3000 * .ms)
    #expect(desk.units[0].faders == before.faders)
  }

  @Test func potsTurnThePagesOfTheSelectedStrip() throws {
    var desk = try Self.desk()
    desk.press(0x1A)  // select 3
    desk.press(Key.eq)
    desk.wait(1500 * .ms)
    #expect(desk.units[0].row(0) == "1 Gain 1 Freq 1 Q    1 Shap 2 Gain 2 Freq 2 Q    2 Shap ")
    #expect(desk.units[0].row(1) == " 0.0dB 100 Hz 0.7    lw-shl  0.0dB 400 Hz 1      peakng ")
    #expect(desk.units[0].lamps[Int(Key.eq)] == 127 && desk.units[0].lamps[0x2A] == 0)
    #expect(desk.hear([0xB0, 0x14, 4]) == [.set(.channel(3), .eq(2, .gain), 2)])
    #expect(desk.units[0].cell(4, 1) == "+2.0dB ")
    // Pushes: a gain's switches its band, a word's goes on, any other's resets.
    #expect(desk.press(0x24) == [.set(.channel(3), .eq(2, .on), 1)])
    #expect(desk.press(0x23) == [.set(.channel(3), .eq(1, .shape), 2)])
    desk.hear([0xB0, 0x15, 9])
    #expect(desk.press(0x25) == [.set(.channel(3), .eq(2, .frequency), 400)])
    #expect(desk.units[0].lamps[0x63] == 127 && desk.units[0].lamps[0x62] == 0)
    desk.press(Key.cursorRight)
    #expect(desk.units[0].cell(0, 0) == "3 Gain ")
    #expect(desk.units[0].lamps[0x63] == 0 && desk.units[0].lamps[0x62] == 127)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.channel(3), .eq(3, .gain), 0.5)])
    // A bus has six bands, and no gate; names of strips are a key away.
    desk.surface.select(.main, at: desk.now)
    desk.press(Key.cursorRight)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.main, .eq(5, .gain), 0.5)])
    // A channel, with its four, shows the last page that it has.
    desk.surface.select(.channel(3), at: desk.now)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.channel(3), .eq(3, .gain), 1)])
    desk.surface.select(.main, at: desk.now)
    desk.wait(500 * .ms)
    desk.press(Key.gate)
    #expect(
      desk.hear([0xB0, 0x10, 1]) == [] && desk.units[0].rings == Array(repeating: 0, count: 8))
    desk.wait(1500 * .ms)
    #expect(desk.units[0].row(0).allSatisfy { $0 == " " })
    desk.press(Key.names)
    #expect(desk.units[0].row(0).hasPrefix("Ch 1   Ch 2   "))
    desk.press(Key.pan)
    #expect(desk.hear([0xB0, 0x10, 1]).first == .pan(.channel(1), Pan(-0.28)))
    #expect(desk.refusals == [])
  }

  @Test func aPageIsAboutTheFirstStripUntilOneIsSelected() throws {
    var desk = try Self.desk()
    desk.press(Key.bankRight)
    desk.press(Key.eq)
    #expect(desk.surface.navigation.selected == .channel(9))
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.channel(9), .eq(1, .gain), 0.5)])
  }

  @Test func aPageOfSendsAndAFlipMeet() throws {
    var desk = try Self.desk()
    desk.press(0x1A)
    desk.down(Key.shift)
    desk.press(Key.send)
    desk.up(Key.shift)
    desk.wait(1500 * .ms)
    #expect(desk.units[0].row(0).hasPrefix("Aux 1  Aux 2  Aux 3  "))
    #expect(desk.units[0].row(1).hasPrefix("off    -3.0dB off    "))
    desk.press(Key.flip)
    desk.wait(1500 * .ms)
    #expect((desk.units[0].faders[1] + 8) / 16 == Self.raw(Decibels(-3)))
    desk.hear([0x90, 0x69, 127])
    #expect(
      desk.hear([0xE1, 0, 0]) == [.sendLevel(.channel(3), to: BusID(.aux, 2), .silence)])
    desk.hear([0x90, 0x69, 0])
    #expect(
      desk.hear([0xB0, 0x10, 1]) == [.fader(.channel(1), Taper.level(at: FaderPosition(0.64)))])
  }

  @Test func aHandOnAFaderIsToldOfWhateverThePage() throws {
    var desk = try Self.desk()
    desk.press(0x1A)
    desk.press(Key.eq)
    desk.hear([0x90, 0x69, 127])
    #expect(desk.units[0].cell(1, 0) == "Ch 2   " && desk.units[0].cell(1, 1) == "-5.0dB ")
    desk.hear([0x90, 0x69, 0])
    desk.wait(1500 * .ms)
    #expect(desk.units[0].cell(1, 0) == "1 Freq ")
  }

  @Test func layersMayBeOfTheUsersChoice() throws {
    let text = String(decoding: repositoryFile("mappings/mackie-control.yaml"), as: UTF8.self)
    let manual = String(decoding: repositoryFile("mappings/README.md"), as: UTF8.self)
    let block = try #require(manual.split(separator: "```").first { $0.hasPrefix("yaml\nuser") })
    let parts = block.dropFirst(5).split(separator: "layout:\n")
    let changed = text.replacing("layout:\n", with: parts[0] + "layout:\n" + parts[1])
      .replacing("  f 1..8: mute group 1..8\n", with: "  f 4..8: mute group 4..8\n")
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(changed.utf8), file: "mine.yaml")
    #expect(diagnostics.lines == [])
    var size = ConsoleSize()
    size.channels = 10
    var desk = TestDesk(try #require(mapping), console: Console(name: "Test", size: size))
    desk.start()
    desk.press(0x36)
    #expect(
      desk.surface.visibleStrips
        == (1...6).map { .channel($0) } + [.vca(1), nil])
    desk.wait(1000 * .ms)
    #expect(desk.units[0].lamps[0x36] == 127 && desk.units[0].lamps[0x3F] == 0)
    #expect(desk.units[0].cell(7, 0).allSatisfy { $0 == " " })
    // The gap is dead, its neighbours are not.
    #expect(desk.press(0x17) == [] && desk.press(0x16) == [.mute(.vca(1), true)])
    desk.press(Key.bankRight)
    #expect(desk.surface.visibleStrips.prefix(2) == [.main, nil])
    #expect(mapping?.userLayers[1].strips.count == 6)
  }

  @Test(arguments: [
    ("drums: chanel 1", "26:10: error: unknown strip 'chanel 1' in layer 'drums'; allowed are: "),
    ("drums: channel 1..300", "26:18: error: '300' is out of range in layer 'drums'"),
    ("drums: 'channel 1,, main'", "26:10: error: a strip is missing in layer 'drums'; '-' leaves"),
    ("fx: main", "26:3: error: there is a layer 'fx' already; give this one another name"),
  ])
  func saysWhatIsWrongWithAUserLayer(line: String, message: String) {
    let text = ParameterBox.text(["key 1: undo"]) + "\nuser layers:\n  \(line)"
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "box.yaml")
    #expect(mapping == nil)
    #expect(diagnostics.lines.first?.hasPrefix("box.yaml:" + message) == true)
    #expect(diagnostics.lines.count == 1, "\(diagnostics.lines)")
  }

  @Test func fineIsATenth() throws {
    var desk = try Self.desk()
    desk.press(0x18)
    desk.down(Key.option)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.pan(.channel(1), Pan(-0.298))])
    desk.press(Key.eq)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.channel(1), .eq(1, .gain), 0.05)])
    #expect(desk.hear([0xB0, 0x11, 1]) == [.set(.channel(1), .eq(1, .frequency), 100.6)])
    #expect(desk.hear([0xB0, 0x13, 1]) == [.set(.channel(1), .eq(1, .shape), 2)])
    desk.up(Key.option)
    #expect(desk.hear([0xB0, 0x10, 1]) == [.set(.channel(1), .eq(1, .gain), 0.5)])
    #expect(desk.units[0].lamps[Int(Key.option)] == 0)
  }

  @Test func aFineFaderGoesATenthOfTheHandsWay() throws {
    var desk = try Self.desk()
    desk.down(Key.option)
    desk.hear([0x90, 0x68, 127])
    // -5 dB is at 0.625 of the way: 10230. The first position only tells where the hand is.
    #expect(desk.hear(.pitchBend(channel: 1, value: 10224)) == [])
    let up = desk.hear(.pitchBend(channel: 1, value: 10224 + 1600))
    guard case .fader(.channel(1), let level)? = up.first else { return #expect(Bool(false)) }
    #expect(abs(Taper.position(of: level).value - (0.625 + 160 / 16368)) < 1e-4)
    // What goes back is the hand's own place, nothing else.
    #expect(desk.units[0].faders[0] == 11824)
    // No longer fine, the fader goes on from here: no jump to where the hand is.
    desk.up(Key.option)
    #expect(desk.hear(.pitchBend(channel: 1, value: 11824)) == [])
    let down = desk.hear(.pitchBend(channel: 1, value: 11824 - 160)).first
    guard case .fader(.channel(1), let lower)? = down else { return #expect(Bool(false)) }
    #expect(abs(Taper.position(of: lower).value - 0.625) < 1e-4)
    desk.hear([0x90, 0x68, 0])
    desk.wait(1000 * .ms)
    // Let go, the motor goes to the console's place, and the next hand moves it as ever.
    #expect((desk.units[0].faders[0] + 8) / 16 == Self.raw(lower))
    desk.hear([0x90, 0x68, 127])
    #expect(desk.hear(.pitchBend(channel: 1, value: 0)) == [.fader(.channel(1), .silence)])
  }

  @Test func clearIsAKeyAway() throws {
    var desk = try Self.desk()
    desk.down(Key.control)
    #expect(desk.press(0x12) == [.muteSafe(.channel(3), true)])
    #expect(desk.press(0x0A) == [.soloSafe(.channel(3), true)])
    #expect(desk.press(0x1A) == [.pan(.channel(3), .centre)])
    #expect(desk.hear([0x90, 0x6A, 127]) == [.fader(.channel(3), .silence)])
    desk.hear([0x90, 0x6A, 0])
    desk.up(Key.control)
    desk.wait(2000 * .ms)
    #expect(desk.units[0].faders[2] == 0)
    #expect(desk.press(0x12) == [.mute(.channel(3), true)])
  }
}

/// Notes of a Mackie Control's keys.
enum Key {
  static let (send, pan, compressor, eq, gate): (UInt8, UInt8, UInt8, UInt8, UInt8) = (
    0x29, 0x2A, 0x2B, 0x2C, 0x2D
  )
  static let (bankRight, flip, global, names): (UInt8, UInt8, UInt8, UInt8) = (
    0x2F, 0x32, 0x33, 0x34
  )
  static let (f2, inputs, auxes): (UInt8, UInt8, UInt8) = (0x37, 0x3F, 0x42)
  static let (shift, option, control): (UInt8, UInt8, UInt8) = (0x46, 0x47, 0x48)
  static let (cursorLeft, cursorRight): (UInt8, UInt8) = (0x62, 0x63)
}
