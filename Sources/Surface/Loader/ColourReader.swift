import ConsoleModel
import YAML

/// Reads the colours of a row of strips.
enum ColourReader {
  static func read(_ value: ValueReader, _ key: ControlKey) -> [ColourProfile]? {
    value.mapping("colours") { keys in
      let palette = keys.required("palette").map { self.palette($0) } ?? [:]
      let write = keys.optional("write").flatMap { TemplateText.colours($0) }
      let rows = keys.optional("messages")?.oneOrMore(count: 1...4)?.compactMap {
        MessageText.read($0, count: key.count)
      }
      if (keys.location(of: "write") == nil) == (keys.location(of: "messages") == nil) {
        keys.error("colours need 'write', a message for all strips, or 'messages' of each strip")
      }
      let counts = Set(palette.values.map(\.count))
      if counts.count > 1 || rows.map({ counts != [$0.count] }) ?? false {
        keys.error(
          at: "palette", "every colour needs as many numbers: one for each of the messages")
      }
      return (0..<key.count).map { place in
        var colour = ColourProfile(palette: palette)
        colour.write = write
        colour.addresses = rows?.map { $0[place] } ?? []
        return colour
      }
    }
  }

  private static func palette(_ value: ValueReader) -> [StripColour: [Int]] {
    var palette: [StripColour: [Int]] = [:]
    for (key, value) in value.entries("colour") ?? [] {
      guard let colour = key.choice(StripColour.self) else { continue }
      palette[colour] = value.oneOrMore(count: 1...4)?.compactMap { $0.integer(in: 0...127) }
    }
    if palette[.white] == nil { value.error("a palette needs 'white', for colours it lacks") }
    return palette
  }
}
