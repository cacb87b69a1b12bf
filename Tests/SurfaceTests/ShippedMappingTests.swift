import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

@Suite struct ShippedMappingTests {
  private func load(_ name: String) throws -> Mapping {
    try mapping(repositoryFile("mappings/" + name), name)
  }

  @Test func thereIsOneForEveryControllerThatIsPromised() {
    let promised = [
      "asparion-d700", "bcf2000", "easycontrol-9", "faderport-2", "faderport-8",
      "faderport-classic", "hui", "icon", "launch-control-xl", "mackie-control",
      "midi-fighter-twister", "midimix", "nanokontrol2", "x-touch", "x-touch-compact",
      "x-touch-mini", "x-touch-one",
    ]
    #expect(Set(promised.map { $0 + ".yaml" }).isSubset(of: shippedFiles))
  }

  @Test(arguments: shippedFiles) func opensWithWhatOneHasToKnow(name: String) throws {
    let text = String(decoding: repositoryFile("mappings/" + name), as: UTF8.self)
    let comment = text.split(separator: "\n").prefix { $0.hasPrefix("#") }
      .joined(separator: "\n")
    for word in ["Device", "Mode", "Mapped", "Problems", "on the hardware"] {
      #expect(comment.contains(word), "\(name) does not say '\(word)'")
    }
  }

  /// Every motor is sent a place and every lamp a value within a few seconds, at no higher rate than
  /// the file says.
  @Test(arguments: shippedFiles) func tellsEveryMotorAndLamp(name: String) throws {
    let mapping = try load(name)
    let console = Console.standard
    for (index, unit) in mapping.units.enumerated() {
      var surface = Surface(mapping: mapping)
      var now: UInt64 = 0
      var sent: [[UInt8]] = []
      func turn(_ surface: inout Surface, _ time: UInt64) {
        let end = now + time
        while now < end {
          now += 10 * .ms
          surface.show(console: console, meters: MeterLevels(size: console.size), at: now)
          sent += surface.outgoing(at: now).filter { $0.unit == index }.map(\.message.bytes)
        }
      }
      surface.show(console: console, meters: MeterLevels(size: console.size), at: now)
      surface.connected(index, at: now)
      turn(&surface, 6000 * .ms)
      #expect(surface.isReady(index))
      for message in sent { #expect(MIDIMessage(bytes: message) != nil) }
      for fader in unit.faders where fader.profile.isMotor {
        let heads = (fader.profile.output ?? fader.profile.address).messages(0).map(\.bytes[0])
        #expect(heads.allSatisfy { head in sent.contains { $0[0] == head } }, "\(fader.name)")
      }
      for lamp in unit.buttons.compactMap(\.profile.lamp) {
        let start = lamp.address.messages(1).map { $0.bytes.dropLast() }
        #expect(
          lamp.address.messages(lamp.off).isEmpty
            || start.contains { start in sent.contains { $0.starts(with: start) } },
          "\(lamp.address) is not told")
      }
      let rate = UInt64(unit.rate) * now / 1_000_000_000 + UInt64(unit.burst)
      #expect(sent.reduce(0) { $0 + UInt64($1.count) } <= rate)
    }
  }

  /// A place that a fader can have comes back as itself, whatever it moves.
  @Test(arguments: shippedFiles) func keepsEveryPlaceOfItsFaders(name: String) throws {
    for unit in try load(name).units {
      for rules in Set(unit.faders.map(\.profile.rules)) {
        let grid = FaderGrid(rules)
        let places = Array(stride(from: 0, through: rules.top, by: rules.step)) + [rules.top]
        for raw in places {
          let back = grid.raw(of: grid.level(of: raw))
          let isSame = (back + rules.step / 2) / rules.step == (raw + rules.step / 2) / rules.step
          #expect(isSame && (rules.step > 1 || back == raw), "\(raw) of \(rules.top): \(back)")
        }
        let isAboveUnity = grid.level(of: rules.top) > .unity
        #expect(places.contains { grid.level(of: $0) == .unity } == isAboveUnity)
      }
    }
  }
}
