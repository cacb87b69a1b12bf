import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

@Suite struct FuzzTests {
  @Test func survivesAnyMessages() throws {
    var random = SeededGenerator(11)
    var desk = TestDesk(try mackieControl())
    for unit in 0..<4 { desk.surface.connected(unit, at: desk.now) }
    desk.wait(2000 * .ms)
    var parsers = (0..<4).map { _ in MIDIParser() }
    var count = 0
    for _ in 0..<100_000 * testScale {
      let unit = Int.random(in: 0..<4, using: &random)
      guard let message = parsers[unit].parse(UInt8.random(in: 0...255, using: &random)) else {
        continue
      }
      count += 1
      for edit in desk.surface.received(message, unit: unit, at: desk.now, console: desk.console) {
        desk.apply(edit)
      }
      guard count % 16 == 0 else { continue }
      desk.now += UInt64.random(in: 0...20, using: &random) * .ms
      desk.show()
      desk.sent = []
    }
    #expect(count > 10_000)
    #expect(desk.refusals == [])
    #expect(desk.console.channels.allSatisfy { $0.strip.fader <= .faderTop })
    #expect(desk.units.allSatisfy { $0.strange.allSatisfy { $0.first == 0xF0 } })
  }

  @Test func survivesAnyMappingFile() {
    let shipped = repositoryFile("mappings/mackie-control.yaml")
    var random = SeededGenerator(12)
    var bytes = 0
    var loaded = 0
    while bytes < 1_000_000 * testScale {
      let file = mutated(shipped, &random)
      bytes += max(file.count, 1)
      let (mapping, diagnostics) = MappingFile.load(bytes: file, file: "fuzz.yaml")
      #expect((mapping == nil) == diagnostics.hasErrors)
      guard let mapping else { continue }
      loaded += 1
      exercise(mapping, &random)
    }
    #expect(loaded > 10)
  }

  /// A mapping that loads must not break the machine, whatever the unit says.
  private func exercise(_ mapping: Mapping, _ random: inout SeededGenerator) {
    var surface = Surface(mapping: mapping)
    let console = Console.standard
    let meters = MeterLevels(size: console.size)
    for unit in mapping.units.indices { surface.connected(unit, at: 0) }
    for step in 0..<200 {
      let now = UInt64(step) * 20 * .ms
      let bytes =
        [0x80 | UInt8.random(in: 0...0x6F, using: &random)]
        + (0..<2).map { _ in
          UInt8.random(in: 0...127, using: &random)
        }
      if let message = MIDIMessage(bytes: bytes) {
        for edit in surface.received(message, unit: 0, at: now, console: console) {
          var edited = console
          #expect(throws: Never.self) { try edited.apply(edit) }
        }
      }
      surface.show(console: console, meters: meters, at: now)
      _ = surface.outgoing(at: now)
    }
  }

  private func mutated(_ file: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    guard Int.random(in: 0..<8, using: &random) > 0 else {
      return (0..<Int.random(in: 0..<2000, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    }
    var bytes = file
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(place + Int.random(in: 1...30, using: &random), bytes.count)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(place..<end)
      case 1:
        let target = Int.random(in: 0...place, using: &random)
        bytes.insert(contentsOf: bytes[place..<end], at: target)
      case 2: bytes[place] = UInt8.random(in: 32...126, using: &random)
      case 3: bytes[place] = "0123456789-:{}[]. \n\"".utf8.randomElement(using: &random) ?? 0
      default: bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
    return bytes
  }
}
