import ConsoleModel
import MIDI
import Surface
import Testing
import Units

@Suite struct SurfaceTests {
  @Test func turnsEveryPositionIntoALevelAndBackIntoTheSamePosition() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    for raw in 0...16368 {
      desk.hear([0x90, 0x68, 0x7F])
      desk.hear(.pitchBend(channel: 1, value: raw))
      desk.units[0].faders[0] = -1  // forget the echo
      desk.hear([0x90, 0x68, 0])
      desk.wait(150 * .ms)
      // Numbers of the place at 0 dB come back as that place; all others as themselves.
      let (place, back) = ((raw + 8) / 16, (desk.units[0].faders[0] + 8) / 16)
      guard desk.units[0].faders[0] == raw || (place == 767 && back == 767) else {
        Issue.record("\(raw) came back as \(desk.units[0].faders[0])")
        return
      }
    }
  }

  @Test func putsUnitsSideBySideAndKeepsThePlaceOfOneThatWasThere() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    #expect(desk.surface.width == 8)
    desk.start(1, id: 0x15)
    #expect(desk.surface.width == 16)
    #expect(desk.units[1].row(0).hasPrefix("Ch 9   Ch 10  "))
    #expect(
      desk.hear([0x90, 0x10, 0x7F], unit: 1) == [.mute(.channel(9), true)])
    desk.hear([0x90, 0x2F, 0x7F])
    #expect(desk.surface.visibleStrips.first == .channel(17))
    desk.surface.disconnected(1, at: desk.now)
    #expect(desk.surface.width == 16)
    #expect(desk.hear([0x90, 0x10, 0x7F], unit: 1) == [])
    // A master section is only on the main unit.
    #expect(desk.hear([0xE8, 0, 0], unit: 1) == [])
  }

  @Test func setsSendsWithThePotsOnceAskedTo() throws {
    var size = ConsoleSize()
    size.auxes = 1
    size.fxs = 1
    var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
    desk.start()
    let aux = BusID(.aux, 1)
    let fx = BusID(.fx, 1)
    #expect(desk.units[0].lamps[0x2A] == 127)
    desk.hear([0x90, 0x29, 0x7F])
    desk.wait(100 * .ms)
    #expect(desk.units[0].row(1).hasPrefix("Aux 1  Aux 1  "))
    #expect(desk.units[0].lamps[0x29] == 127)
    #expect(desk.units[0].lamps[0x2A] == 0)
    // The second channel's pot, 30 clicks from silence: 0.3 of the travel is -26 dB.
    #expect(desk.hear([0xB0, 0x11, 30]) == [.sendLevel(.channel(2), to: aux, Decibels(-26))])
    #expect(desk.hear([0xB0, 0x11, 0x41]) == [.sendLevel(.channel(2), to: aux, Decibels(-26.8))])
    desk.wait(1100 * .ms)
    #expect(desk.units[0].row(1).hasPrefix("off     -26.8 off    "))
    #expect(desk.units[0].rings[1] != 0)
    #expect(desk.hear([0x90, 0x21, 0x7F]) == [.sendOn(.channel(2), to: aux, false)])
    desk.wait(100 * .ms)
    #expect(desk.units[0].rings[1] == 0)
    // With the next press the next bus, and round again; the Pan key ends it.
    desk.hear([0x90, 0x29, 0])
    desk.hear([0x90, 0x29, 0x7F])
    #expect(desk.hear([0xB0, 0x10, 25]) == [.sendLevel(.channel(1), to: fx, Decibels(-30))])
    // Neither does a bus send to itself, nor the monitor to any.
    desk.hear([0x90, 0x41, 0x7F])
    #expect(desk.hear([0xB0, 0x10, 25]) == [])
    #expect(desk.hear([0x90, 0x20, 0x7F]) == [])
    desk.hear([0x90, 0x44, 0x7F])
    #expect(desk.hear([0xB0, 0x11, 25]) == [])
    desk.hear([0x90, 0x3F, 0x7F])
    desk.hear([0x90, 0x2A, 0x7F])
    #expect(desk.hear([0xB0, 0x10, 1]) == [.pan(.channel(1), Pan(0.02))])
  }

  @Test func showsTheLayersAndTheirEnds() throws {
    var size = ConsoleSize()
    size.vcas = 3
    var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
    desk.start()
    desk.hear([0x90, 0x45, 0x7F])
    desk.wait(1000 * .ms)
    #expect(desk.units[0].row(0) == "VCA 1  VCA 2  VCA 3                                     ")
    #expect(desk.units[0].faders.prefix(4) == [12276, 12276, 12276, 0])
    #expect(desk.units[0].rings == Array(repeating: 0, count: 8))
    #expect(desk.units[0].lamps[0x45] == 127)
    #expect(desk.units[0].lamps[0x3F] == 0)
    // Beyond the end nothing answers, and a VCA has no pan and no record key.
    let dead: [[UInt8]] = [
      [0x90, 0x13, 0x7F], [0xB0, 0x10, 1], [0xB0, 0x13, 1], [0x90, 0, 0x7F],
    ]
    for control in dead {
      #expect(desk.hear(control) == [])
    }
    desk.hear([0x90, 0x44, 0x7F])
    desk.wait(1000 * .ms)
    #expect(desk.units[0].row(0).hasPrefix("Main   Monitr        "))
    #expect(desk.hear([0x90, 0x09, 0x7F]) == [])
    #expect(desk.hear([0x90, 0x08, 0x7F]) == [.solo(.main, true)])
    #expect(desk.refusals == [])
  }

  @Test func nudgesAndBanksOnlyWhereThereAreStrips() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    func press(_ note: UInt8) {
      desk.hear([0x90, note, 0x7F])
      desk.hear([0x90, note, 0])
    }
    press(0x2E)
    press(0x30)
    #expect(desk.surface.navigation.first == 0)
    press(0x31)
    #expect(desk.surface.navigation.first == 1)
    for _ in 0..<6 { press(0x2F) }
    #expect(desk.surface.navigation.first == 25)
    press(0x31)
    #expect(desk.surface.navigation.first == 25)
    press(0x2E)
    #expect(desk.surface.navigation.first == 17)
    press(0x3F)
    #expect(desk.surface.navigation.first == 0)
  }

  @Test func turnsAPanInSmallStepsAndShowsIt() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    #expect(desk.hear([0xB0, 0x10, 0x45]) == [.pan(.channel(1), Pan(-0.1))])
    #expect(desk.units[0].cell(0, 1) == "L10    ")
    #expect(desk.units[0].rings[0] == 0x16 - 0)
    desk.wait(1100 * .ms)
    #expect(desk.units[0].cell(0, 1) == "  -inf ")
    desk.hear([0xB0, 0x10, 0x7F])
    #expect(desk.console.strip(.channel(1))?.pan == .left)
    #expect(desk.units[0].rings[0] == 0x11)
    #expect(desk.hear([0x90, 0x20, 0x7F]) == [.pan(.channel(1), .centre)])
    #expect(desk.units[0].rings[0] == 0x56)
    for _ in 0..<70 { desk.hear([0xB0, 0x10, 0x01]) }
    #expect(desk.console.strip(.channel(1))?.pan == .right)
  }

  @Test(arguments: [
    ("Kick", "Kick   "), ("Snare top", "Snr tp "), ("E-Gitarre 12", "E-Gt12 "),
    ("Übergröße", "Ubrgrs "), ("Ведущий 1", "?????1 "), ("Flöte", "Flote  "), ("", "       "),
  ])
  func abbreviatesNamesToSixPlainLetters(name: String, cell: String) throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    desk.set(.name(.channel(1), name))
    desk.wait(100 * .ms)
    #expect(desk.units[0].cell(0, 0) == cell)
  }

  @Test func showsTheEffectiveLevelUntilAHandAsksForTheOwnOne() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    desk.set(
      .fader(.channel(1), Decibels(-6)), .joinVCA(.channel(1), vca: 1),
      .fader(.vca(1), Decibels(-10)))
    #expect(desk.units[0].cell(0, 1) == " -16.0 ")
    desk.hear([0x90, 0x68, 0x7F])
    #expect(desk.units[0].cell(0, 1) == "-6.0dB ")
    desk.wait(2000 * .ms)
    #expect(desk.units[0].cell(0, 1) == "-6.0dB ")
    desk.hear([0x90, 0x68, 0])
    desk.wait(1100 * .ms)
    #expect(desk.units[0].cell(0, 1) == " -16.0 ")
  }

  @Test func knowsAUnitByItsIdentityThenByTheLongestPartOfItsName() throws {
    let mapping = try mackieControl()
    #expect(mapping.units.map(\.name) == ["main", "extender 1", "extender 2", "extender 3"])
    #expect(mapping.units(fitting: "X-Touch", usb: nil) == [0])
    #expect(mapping.units(fitting: "X-Touch-Ext", usb: nil) == [1, 2, 3])
    #expect(mapping.units(fitting: "X-Touch", usb: 0x1397_00B6) == [1, 2, 3])
    #expect(mapping.units(fitting: "Launchpad", usb: nil) == [])
    #expect(mapping.units[0].match.port(among: ["X-TOUCH_EXT", "X-TOUCH_INT"]) == 1)
    #expect(mapping.units[0].match.port(among: ["MIDI 1"]) == 0)
  }

  @Test(arguments: [
    (EncoderCode.signBit, [(0x01, 1), (0x41, -1), (0x00, 1), (0x49, -9)]),
    (.invertedSignBit, [(0x41, 1), (0x01, -1)]),
    (.twosComplement, [(0x01, 1), (0x7F, -1), (0x3F, 63), (0x40, -64)]),
    (.offsetBinary, [(0x41, 1), (0x3F, -1), (0x40, 0)]),
  ])
  func readsEveryWayThatEncodersCount(code: EncoderCode, values: [(Int, Int)]) {
    for (value, steps) in values { #expect(code.steps(of: value) == steps) }
  }

  /// After any sequence of hands, keys, unplugs and edits from elsewhere, the unit shows the console.
  @Test func showsTheConsoleAfterWhateverHappened() throws {
    var random = SeededGenerator(7)
    for _ in 0..<10 * testScale {
      var desk = TestDesk(try mackieControl())
      desk.start()
      for _ in 0..<200 { desk.act(&random) }
      desk.surface.connected(0, at: desk.now)
      for note in UInt8(0x68)...0x70 { desk.hear([0x90, note, 0]) }
      desk.hear([0x90, 0x3F, 0])
      desk.wait(13_000 * .ms)
      desk.expectTruth()
    }
  }
}

extension TestDesk {
  fileprivate mutating func act(_ random: inout SeededGenerator) {
    func strip() -> UInt8 { UInt8.random(in: 0..<9, using: &random) }
    let before = console
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1:
      let place = strip()
      let isTouched = Bool.random(using: &random)
      hear([0x90, 0x68 + place, isTouched ? 0x7F : 0])
      hands[Int(place)] = isTouched
    case 2, 3, 4:
      let value = Int.random(in: 0...16383, using: &random)
      let place = strip()
      hear(.pitchBend(channel: Int(place) + 1, value: value))
      if !hands[Int(place)] { check(console, is: before) }
    case 5, 6: hear([0x90, UInt8.random(in: 0..<0x60, using: &random), 0x7F])
    case 7: hear([0x90, UInt8.random(in: 0..<0x60, using: &random), 0])
    case 8: hear([0xB0, 0x10 + strip(), UInt8.random(in: 0...127, using: &random)])
    case 9:
      let channel = Int.random(in: 1...32, using: &random)
      set(.fader(.channel(channel), Decibels(Double.random(in: -80...10, using: &random))))
    case 10:
      if Int.random(in: 0..<10, using: &random) == 0 {
        surface.disconnected(0, at: now)
        wait(100 * .ms)
        surface.connected(0, at: now)
      }
    default: wait(UInt64.random(in: 0...500, using: &random) * .ms)
    }
  }

  private func check(_ console: Console, is before: Console) {
    #expect(console == before, "a position without a hand changed the console")
  }

  /// Compares what the unit decoded with what the console says.
  fileprivate func expectTruth() {
    let unit = units[0]
    #expect(unit.strange == [])
    #expect(refusals == [])
    let isOnSends = surface.navigation.faders != .level
    for (place, strip) in surface.visibleStrips.enumerated() {
      let (fader, pot) = addresses(place, strip)
      let wanted = fader.flatMap { raw(of: $0) } ?? 0
      #expect((unit.faders[place] + 8) / 16 == (wanted + 8) / 16)
      if !isOnSends {
        let isMuted = strip.map { console.isMutedByHand($0) } ?? false
        #expect(unit.lamps[MackieUnit.Lamp.mute + place] == (isMuted ? 127 : 0))
      }
      let isSelected = strip != nil && strip == surface.navigation.selected
      #expect(unit.lamps[MackieUnit.Lamp.select + place] == (isSelected ? 127 : 0))
      #expect(unit.rings[place] == pot.map { ring(of: $0) } ?? 0)
      if case .page = surface.navigation.pots, !surface.navigation.namesStrips { continue }
      let name = strip.map { console.name(of: $0).replacing("Monitor", with: "Monitr") } ?? ""
      let cell = unit.cell(place, 0)
      #expect(cell.prefix(name.utf8.count) == name.prefix(6) && cell.hasSuffix(" "))
    }
    let main = raw(of: ParameterAddress(.main, ParameterKey(.fader))) ?? 0
    #expect((unit.faders[8] + 8) / 16 == (main + 8) / 16)
  }

  /// What the fader and the pot at a place stand for.
  private func addresses(
    _ place: Int, _ strip: StripID?
  ) -> (fader: ParameterAddress?, pot: ParameterAddress?) {
    let look = surface.navigation
    let fader: ParameterAddress? =
      switch look.faders {
      case .level: strip.map { ParameterAddress($0, ParameterKey(.fader)) }
      case .sends(let bus): strip.map { ParameterAddress($0, ParameterKey(.sendLevel, to: bus)) }
      case .sendsOf(let source):
        strip?.bus.map { ParameterAddress(source, ParameterKey(.sendLevel, to: $0)) }
      }
    var pot: ParameterAddress?
    switch look.pots {
    case .pan: pot = strip.map { ParameterAddress($0, ParameterKey(.pan)) }
    case .send(let bus): pot = strip.map { ParameterAddress($0, ParameterKey(.sendLevel, to: bus)) }
    case .page(let page):
      if let selected = look.selected {
        let slots = page.slots(of: selected, in: console).dropFirst(look.firstPot + place)
        pot = slots.first.map { ParameterAddress(selected, $0.key) }
      }
    }
    return look.isFlipped ? (pot, fader) : (fader, pot)
  }

  private func raw(of address: ParameterAddress) -> Int? {
    console.value(of: address).map {
      FaderGrid(top: 16368).raw(at: address.parameter.position(of: $0))
    }
  }

  /// What a ring shows: eleven places around the middle or from the left.
  private func ring(of address: ParameterAddress) -> Int {
    guard let value = console.value(of: address) else { return 0 }
    let row = address.parameter
    if row.unit == .onOff && value == 0 { return 0 }
    if !value.isFinite && row.unit != .ratio { return 0 }
    if let bus = address.key.bus,
      console.value(of: ParameterAddress(address.owner, ParameterKey(.sendOn, to: bus))) == 0
    {
      return 0
    }
    let place = Int((row.position(of: value).value * 10).rounded())
    guard row.range.lowerBound == -row.range.upperBound else { return 0x21 + place }
    return 0x11 + place + (value == 0 ? 0x40 : 0)
  }
}

extension StripID {
  fileprivate var bus: BusID? { if case .bus(let bus) = self { bus } else { nil } }
}
