import ConsoleModel
import YAML

/// Reads layers of the user's choice: `drums: channel 1..6, vca 2, -, main`.
enum UserLayerReader {
  static func read(_ value: ValueReader) -> [UserLayer] {
    var layers: [UserLayer] = []
    for (key, value) in value.entries("layer") ?? [] {
      guard let name = key.string(length: 1...32) else { continue }
      if Layer.standard.contains(where: { $0.name == name }) {
        key.error("there is a layer '\(name)' already; give this one another name")
      }
      layers.append(UserLayer(name: name, strips: strips(value)))
    }
    if layers.count > most { value.error("there are more than \(most) user layers") }
    return layers
  }

  private static let most = 64
  private static let mostStrips = 512

  private static func strips(_ value: ValueReader) -> [StripID?] {
    let items = value.isList ? value.items(count: 1...mostStrips) ?? [] : [value]
    let strips = items.flatMap { item in
      item.string(length: 1...1024).map { parts(of: $0, item) } ?? []
    }
    if strips.count > mostStrips {
      value.error("\(value.place) has more than \(mostStrips) strips")
    }
    return strips
  }

  private static func parts(of text: String, _ value: ValueReader) -> [StripID?] {
    text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part -> [StripID?] in
      let words = part.split(separator: " ")
      guard let first = words.first, let last = words.last else {
        value.error("a strip is missing in \(value.place); '-' leaves a gap")
        return []
      }
      let name = part.base[first.startIndex..<last.endIndex]
      if name == "-" { return [nil] }
      if let strip = StripID(String(name)) { return [strip] }
      return range(words, name, value) ?? []
    }
  }

  /// Strips of a kind, by the range of their numbers; nil after reporting a mistake.
  private static func range(
    _ words: [Substring], _ name: Substring, _ value: ValueReader
  ) -> [StripID]? {
    let kind = words.dropLast().joined(separator: " ")
    guard words.count == 2, StripID("\(kind) 1") != nil, let last = words.last else {
      value.part(name, place: value.place).unknown(
        "strip", name,
        allowed: [
          "channel 1", "channel 1..8", "group 1", "aux 1", "fx 1", "matrix 1", "vca 1", "main",
          "monitor", "talkback", "oscillator", "-",
        ])
      return nil
    }
    return value.part(last, place: value.place).range(in: 1...256)?.compactMap {
      StripID("\(kind) \($0)")
    }
  }
}
