import ConsoleModel
import Learning
import Simulator
import Surface
import Testing
import Units

/// A desk that knows a device only by what was learnt of it.
private struct LearntDesk {
  var console = Console.standard
  var surface: Surface
  var unit: SimulatedUnit
  var now: UInt64 = 1000 * .ms

  init(_ learnt: Mapping, _ device: UnitProfile) {
    surface = Surface(mapping: learnt)
    unit = SimulatedUnit(device)
    surface.connected(0, at: now)
    run(for: 3000 * .ms)
  }

  mutating func run(for time: UInt64) {
    let end = now + time
    while now < end {
      now += 5 * .ms
      unit.advance(to: now)
      for sent in unit.takeSent() {
        let edits = surface.received(sent.message, unit: 0, at: now, console: console)
        for edit in edits {
          do { try console.apply(edit) } catch { Issue.record("\(error)") }
        }
      }
      surface.show(console: console, meters: MeterLevels(size: console.size), at: now)
      for (_, message) in surface.outgoing(at: now) { unit.hear(message, at: now) }
    }
  }

  func isOn(_ address: ParameterAddress) -> Bool { console.value(of: address) == 1 }

  func level(_ strip: StripID) -> Double {
    console.value(of: ParameterAddress(strip, ParameterKey(.fader))) ?? .nan
  }
}

@Suite struct LearntDeskTests {
  /// A hand moves strips, and the desk moves motors, of each shipped controller, by a file that was
  /// learnt from its messages alone.
  @Test(arguments: shippedFiles) func learntFilesWork(name: String) throws {
    for unit in try mapping(repositoryFile("mappings/" + name), name).units {
      var person = Person(at: unit)
      person.teachEverything()
      let text = try #require(person.bench.talk.mapping(of: LearntDevice(client: "Box")))
      var desk = LearntDesk(try mapping(text), unit)
      desk.surface.select(.channel(1), at: desk.now)
      for (index, fader) in unit.faders.enumerated().prefix(3) {
        let strip = try #require(self.strip(fader.name))
        let top = fader.profile.rules.top
        let isMotor = fader.profile.isMotor && fader.profile.outputTop == nil
        // A fader without a motor takes over where its strip is, at the bottom.
        for place in [top / 2, 0] where !isMotor {
          desk.unit.move(index, to: place, at: desk.now)
          desk.run(for: 400 * .ms)
        }
        desk.unit.move(index, to: top * 3 / 4, at: desk.now)
        desk.run(for: 1000 * .ms)
        // Three quarters of the way are 0 dB, within a step of the device.
        let slack = max(40 * Double(max(fader.profile.rules.step, 1)) / Double(top), 0.01)
        #expect(abs(desk.level(strip)) <= slack, "\(fader.name): \(desk.level(strip)) dB")
        guard isMotor else { continue }
        #expect(abs(desk.unit.faders[index].place / Double(top) - 0.75) < 0.01, "\(fader.name)")
        try desk.console.apply(.fader(strip, Decibels(-10)))
        desk.run(for: 1500 * .ms)
        // Half of the way.
        let place = desk.unit.faders[index].place / Double(top)
        #expect(abs(place - 0.5) < 0.01, "\(fader.name): \(place)")
      }
      for (index, key) in unit.buttons.enumerated() where key.name == "mute 1" {
        desk.unit.press(index, at: desk.now)
        desk.run(for: 300 * .ms)
        #expect(desk.isOn(ParameterAddress(.channel(1), ParameterKey(.mute))))
        #expect(desk.unit.lamps[index] == 127)
      }
    }
  }

  /// What `LayoutWriter` makes of the names.
  private func strip(_ name: String) -> StripID? {
    if name.hasPrefix("ma") { return .main }
    if name == "fader" { return .channel(1) }  // that which is selected
    return name.split(separator: " ").last.flatMap { Int($0) }.map { .channel($0) }
  }
}
