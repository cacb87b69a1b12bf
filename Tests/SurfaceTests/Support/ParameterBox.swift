import ConsoleModel
import Surface
import Testing
import YAML

/// A controller with a bit of everything, for layouts that move parameters.
enum ParameterBox {
  private static let device = """
    busbar-mapping: 1
    name: Box
    device:
      lamps: {off: 0, on: 127}
      units:
        - {name: box, client: Box, parts: all}
      parts:
        all:
          faders:
            fader 1..2: {message: pitch-bend channel 1..2, touch: note 101..102, top: 1000}
          encoders:
            pot 1..6:
              message: cc 1..6
              code: sign-bit
              ring: {message: cc 11..16, off: 0, pan: 1..11, fill: 21..31, centre: 64}
          buttons:
            key 1..6: note 1..6
            select 1..2: note 11..12
          displays:
            text 1..2: {write: "F0 7D {offset} {text} F7", rows: [0, 20], cell: 7}
    layout:
      select 1..2: strip select
      text 1: strip display
    """

  /// The line of the file at which the first line of a layout stands.
  static let firstLine = 24

  /// The file with some more lines in its layout.
  static func text(_ layout: [String]) -> String { device + layout.map { "\n  " + $0 }.joined() }

  /// Reads the file with some more lines in its layout; and what was wrong with it.
  static func load(_ layout: [String]) -> (mapping: Mapping?, lines: [String]) {
    let text = text(layout)
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "box.yaml")
    return (mapping, diagnostics.lines)
  }

  /// A desk with the unit there and painted, channel 1 selected, and an empty trace.
  static func desk(_ layout: String...) throws -> TestDesk {
    let (mapping, lines) = load(layout)
    #expect(lines == [])
    var desk = TestDesk(try #require(mapping))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.wait(1000 * .ms)
    desk.hear([0x90, 11, 127])
    desk.hear([0x90, 11, 0])
    desk.wait(1000 * .ms)
    _ = desk.trace()
    return desk
  }
}
