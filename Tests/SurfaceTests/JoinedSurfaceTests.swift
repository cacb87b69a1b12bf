import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// Several controllers side by side as one surface.
@Suite struct JoinedSurfaceTests {
  private static func box(_ layout: String..., layers: String) throws -> Mapping {
    let text = ParameterBox.text(layout) + "\nuser layers:\n  \(layers)"
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "box.yaml")
    #expect(!diagnostics.hasErrors, "\(diagnostics.lines)")
    return try #require(mapping)
  }

  private static func desk() throws -> TestDesk {
    let left = try box(
      "fader 1..2: strip fader", "key 1: modifier", "key 2: bank right", "key 3: layer mine",
      layers: "mine: main, vca 1..3")
    let right = try box(
      "fader 1..2: strip fader", "key 1: modifier", "key 1 + key 2: vca 1 select",
      "key 3: layer yours", "when layer mine: {key 4: undo}",
      layers: "mine: channel 1\n  yours: group 1..5")
    var desk = TestDesk(Mapping.joined([left, right]))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.surface.connected(1, at: desk.now)
    desk.wait(1000 * .ms)
    return desk
  }

  @Test func theyShareLayerBankAndModifiers() throws {
    var desk = try Self.desk()
    #expect(desk.surface.mapping.name == "Box + Box")
    #expect(desk.surface.mapping.units.map(\.name) == ["Box box", "Box box"])
    #expect(desk.surface.width == 4)
    #expect(desk.surface.visibleStrips == (1...4).map { .channel($0) })
    desk.press(2)
    #expect(desk.surface.visibleStrips == (5...8).map { .channel($0) })
    desk.wait(1000 * .ms)
    desk.hear([0x90, 101, 127], unit: 1)
    #expect(desk.hear([0xE0, 0, 0], unit: 1) == [.fader(.channel(7), .silence)])
    desk.hear([0x90, 101, 0], unit: 1)
    // The left one's modifier counts on the right.
    desk.down(1)
    desk.hear([0x90, 2, 127], unit: 1)
    #expect(desk.surface.navigation.selected == .vca(1))
    desk.hear([0x90, 2, 0], unit: 1)
    desk.up(1)
  }

  @Test func theFirstOfTwoLayersOfANameCounts() throws {
    var desk = try Self.desk()
    desk.press(3)
    #expect(desk.surface.visibleStrips == [.main, .vca(1), .vca(2), .vca(3)])
    desk.hear([0x90, 3, 127], unit: 1)
    #expect(desk.surface.visibleStrips == (1...4).map { .group($0) })
  }
}
