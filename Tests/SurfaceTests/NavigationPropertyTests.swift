import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// What holds wherever a surface looks.
@Suite struct NavigationPropertyTests {
  /// Keys of a Mackie Control that only look elsewhere.
  private static let views: [UInt8] =
    Array(0x18...0x1F) + Array(0x28...0x34) + [0x3F] + Array(0x41...0x45) + [
      0x47, 0x53, 0x62, 0x63,
    ]

  private static func desk(_ random: inout SeededGenerator) throws -> TestDesk {
    var size = ConsoleSize()
    size.channels = Int.random(in: 1...40, using: &random)
    size.auxes = Int.random(in: 0...9, using: &random)
    size.fxs = Int.random(in: 0...2, using: &random)
    size.matrices = Int.random(in: 0...2, using: &random)
    size.vcas = Int.random(in: 0...4, using: &random)
    var desk = TestDesk(try mackieControl(), console: Console(name: "Test", size: size))
    for strip in desk.console.stripIDs where desk.console.fader(of: strip) != nil {
      let level = Double.random(in: -60...5, using: &random)
      try desk.console.apply(.fader(strip, Decibels(level)))
      for bus in desk.console.buses.map(\.id) {
        try? desk.console.apply(.sendLevel(strip, to: bus, Decibels(level - 5)))
        if Bool.random(using: &random) { try? desk.console.apply(.sendOn(strip, to: bus, false)) }
      }
    }
    desk.start()
    return desk
  }

  /// Looks somewhere by random keys.
  private static func wander(_ desk: inout TestDesk, _ count: Int, _ random: inout SeededGenerator)
  {
    for _ in 0..<count {
      if Int.random(in: 0..<6, using: &random) == 0 {
        desk.down(Key.shift)
        desk.press(UInt8.random(in: 0x36...0x3D, using: &random))
        desk.up(Key.shift)
      } else {
        desk.press(views.randomElement(using: &random) ?? 0x3F)
      }
      if Bool.random(using: &random) {
        desk.wait(UInt64.random(in: 0...600, using: &random) * .ms)
      }
    }
  }

  @Test func lookingAroundChangesNothingOfTheDesk() throws {
    var random = SeededGenerator(11)
    for _ in 0..<12 * testScale {
      var desk = try Self.desk(&random)
      let before = desk.console
      Self.wander(&desk, 60, &random)
      // Motors that move, and hands that only rest on faders, change nothing either.
      for channel in 1...9 {
        desk.hear(.pitchBend(channel: channel, value: Int.random(in: 0...16383, using: &random)))
        desk.hear([0x90, 0x67 + UInt8(channel), 127])
        desk.hear([0x90, 0x67 + UInt8(channel), 0])
      }
      #expect(desk.console == before && desk.refusals == [])
    }
  }

  /// Whatever is pressed that is no key for it, no fader and no send changes its level.
  @Test func mashingKeysMovesNoLevel() throws {
    var random = SeededGenerator(12)
    for _ in 0..<12 * testScale {
      var desk = try Self.desk(&random)
      let before = levels(of: desk.console)
      for _ in 0..<150 {
        let key = UInt8.random(in: 0..<0x67, using: &random)
        // Pushing a pot and the clear key reset what they are asked to.
        guard key != Key.control, !(0x20...0x27).contains(key) else { continue }
        if Bool.random(using: &random) { desk.down(key) } else { desk.up(key) }
        if Int.random(in: 0..<4, using: &random) == 0 { desk.wait(300 * .ms) }
      }
      #expect(levels(of: desk.console) == before)
      #expect(desk.refusals == [])
    }
  }

  private func levels(of console: Console) -> [ParameterAddress: Double] {
    var levels: [ParameterAddress: Double] = [:]
    for strip in console.stripIDs {
      let keys =
        [ParameterKey(.fader)] + console.buses.map { ParameterKey(.sendLevel, to: $0.id) }
      for address in keys.map({ ParameterAddress(strip, $0) }) {
        levels[address] = console.value(of: address)
      }
    }
    return levels
  }

  /// A key that switches a view, pressed twice, leaves everything as it was: what the surface shows,
  /// to the last motor, lamp and letter, and what its controls do.
  @Test(arguments: [Key.flip, Key.global, Key.names, Key.option])
  func twiceIsNotAtAll(key: UInt8) throws {
    var random = SeededGenerator(UInt64(key))
    for _ in 0..<6 * testScale {
      var desk = try Self.desk(&random)
      Self.wander(&desk, 12, &random)
      desk.wait(3000 * .ms)
      let look = desk.surface.navigation
      let shown = desk.units
      // A layer that gave way to the buses, or to another bus's sends, comes back with its key.
      if key == Key.global, look.faders != .level { continue }
      desk.press(key)
      desk.wait(UInt64.random(in: 0...3000, using: &random) * .ms)
      desk.press(key)
      desk.wait(4000 * .ms)
      #expect(desk.surface.navigation == look || key == Key.global)
      #expect(desk.units == shown)
    }
  }

  /// Held for a moment, a layer gives way and comes back as it was.
  @Test func momentaryViewsComeBack() throws {
    var desk = try ParameterBox.desk(
      "fader 1..2: strip fader", "pot 1..2: strip pot", "key 1: layer fx momentary",
      "key 2: aux 2 sends momentary", "key 3: page eq momentary", "key 4: flip momentary",
      "key 5: bank right", "key 6: assign send")
    desk.set(.sendLevel(.channel(3), to: BusID(.aux, 2), .unity))
    desk.press(5)
    desk.press(6)
    desk.wait(3000 * .ms)
    let (look, shown) = (desk.surface.navigation, desk.units[0])
    for key: UInt8 in [1, 2, 3, 4] {
      desk.down(key)
      desk.wait(3000 * .ms)
      #expect(desk.surface.navigation != look)
      #expect(desk.units[0].lamps[Int(key)] == 127)
      desk.up(key)
      desk.wait(3000 * .ms)
      #expect(desk.surface.navigation == look)
      #expect(desk.units[0].lamps == shown.lamps && desk.units[0].faders == shown.faders)
    }
  }
}
