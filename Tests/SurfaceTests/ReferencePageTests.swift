import Surface
import Testing
import YAML

/// The page about mapping files: its examples load, and every word that a file may have is in one.
@Suite struct ReferencePageTests {
  /// An example of the page, made a whole file.
  private struct Example {
    /// The line of the page at which it stands.
    let line: Int
    /// As it stands there.
    let text: String
    let file: String
  }

  /// The parts of a device for examples that have none.
  private static let parts = """
    parts:
      all:
        faders: {"fader 1..8": {message: pitch-bend channel 1..8, touch: note 101..108 channel 2}}
        encoders: {"pot 1..8": {message: cc 1..8, code: sign-bit}}
        buttons:
          key 1..40: note 1..40
          f 1..8: note 41..48
          select 1..8: note 51..58
          mute 1..8: note 61..68
          solo 1..8: note 71..78
          arm 1..8: note 81..88
          push 1..8: note 91..98
        displays: {"text 1..8": {write: "F0 7D {offset} {text} F7", rows: [0], cell: 7}}
        colours: {"colour 1..8": {messages: note 1..8 channel 3, palette: {white: 1}}}
        meters: {"meter 1..8": {message: key-pressure 1..8, levels: {0 dB: 1}}}
    """

  private static let units = "units: [{name: box, client: Box, parts: all}]"

  /// The examples of the page, in order.
  private static let examples: [Example] = {
    let page = String(decoding: repositoryFile("mappings/README.md"), as: UTF8.self)
    var examples: [Example] = []
    var open: (line: Int, lines: [Substring])?
    for (place, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let (start, lines) = open {
        open = (start, lines + [line])
        guard line == "```" else { continue }
        let text = lines.joined(separator: "\n")
        examples.append(Example(line: start, text: text, file: whole(text)))
        open = nil
      } else if line == "```yaml" {
        open = (place + 1, [])
      }
    }
    return examples
  }()

  /// Completes what is a part of a file.
  private static func whole(_ text: String) -> String {
    let keys = Set(
      text.split(separator: "\n").filter { !$0.hasPrefix(" ") && $0.contains(":") }
        .map { String($0.prefix { $0 != ":" }) })
    func file(_ device: String, _ rest: String) -> String {
      "busbar-mapping: 1\nname: Example\ndevice:\n" + indented(device) + "\n" + rest
    }
    if keys.contains("busbar-mapping") { return text }
    if keys.contains("layout") { return file(units + "\n" + parts, text) }
    if keys.contains("units") {
      return file(text + "\nparts: {strips: {}, keys: {}}", "layout: {}")
    }
    if keys.contains("rate") { return file(text + "\n" + units + "\n" + parts, "layout: {}") }
    let kinds: Set = ["faders", "buttons", "encoders", "displays", "colours", "meters"]
    if keys.isSubset(of: kinds) {
      return file(units + "\nparts:\n  all:\n" + indented(indented(text)), "layout: {}")
    }
    return file(units + "\n" + parts, "layout:\n" + indented(text))
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }

  private static func load(_ text: String) -> [String] {
    MappingFile.load(bytes: Array(text.utf8), file: "example.yaml").diagnostics.lines
  }

  @Test func everyExampleLoads() {
    #expect(Self.examples.count > 10)
    for example in Self.examples {
      #expect(Self.load(example.file) == [], "line \(example.line) of the page:\n\(example.file)")
    }
  }

  /// Wherever a file may have keys, a key that nobody knows makes the loader tell all that it knows.
  @Test func everyKeyHasAnExample() throws {
    var known: [String: Set<String>] = [:]
    var shown: [String: Set<String>] = [:]
    for example in Self.examples {
      for node in try Self.nodes(of: example.file) {
        guard case .mapping(let pairs) = node.content, !pairs.isEmpty else { continue }
        let spoilt = Self.put("zzz: 1", before: node, in: example.file)
        for line in Self.load(spoilt) {
          guard let (place, words) = Self.allowed(line, "unknown key 'zzz' in ") else { continue }
          known[place, default: []].formUnion(words)
          shown[place, default: []].formUnion(pairs.map(\.key))
        }
      }
    }
    #expect(known.count > 15)
    for (place, words) in known {
      let missing = words.subtracting(shown[place] ?? [])
      #expect(missing.isEmpty, "\(place) has no example of \(missing.sorted())")
    }
  }

  /// A value that nobody knows makes the loader tell the words that may stand there.
  @Test func everyWordHasAnExample() throws {
    let all = Self.examples.map(\.text).joined(separator: "\n")
    var words: Set<String> = []
    for example in Self.examples {
      for node in try Self.nodes(of: example.file) {
        guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else { continue }
        for line in Self.load(Self.put("zzz", insteadOf: scalar, at: node, in: example.file)) {
          guard line.contains("unknown "), line.contains("'zzz'") else { continue }
          words.formUnion(Self.allowed(line, "'zzz' in ")?.words ?? [])
        }
      }
    }
    words.formUnion(Gesture.allCases.filter { $0 != .press }.map(\.rawValue))
    words.formUnion(KeyBehaviour.allCases.map(\.rawValue) + ["toggle", "when", "modifier"])
    for condition in ["zzz", "page zzz", "layer zzz", "selected zzz"] {
      let text = Self.whole("when \(condition): {pot 1: strip pan}")
      words.formUnion(Self.load(text).flatMap { Self.allowed($0, "'zzz' in ")?.words ?? [] })
    }
    words.remove("all")  // the part of a box that this test adds
    #expect(words.count > 100)
    for word in words.sorted() {
      #expect(Self.isShown(word, in: all), "the page has no example of '\(word)'")
    }
  }

  /// Whether a word, or the action of which it is an example, is among others.
  private static func isShown(_ word: String, in text: String) -> Bool {
    if word.contains(" to ") { return true }  // `00 to FF` is no word
    let parts = word.split(separator: " ")
    if parts.count > 1, parts[0] == "strip" || parts.last?.first?.isNumber == true {
      // `strip mute` stands for that of any strip, `channel 1` for all channels.
      let rest = parts.dropFirst().joined(separator: " ")
      return has(parts[0] == "strip" ? rest : String(parts[0]), text)
    }
    return has(word, text) || parts.count > 1 && parts.allSatisfy { has(String($0), text) }
  }

  private static func has(_ word: String, _ text: String) -> Bool {
    let inner: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "-" }
    return text.ranges(of: word).contains { range in
      let before = text[..<range.lowerBound].last
      let after = text[range.upperBound...].first
      return !(before.map(inner) ?? false) && !(after.map(inner) ?? false)
    }
  }

  /// What a message names as allowed, and where.
  private static func allowed(
    _ line: String, _ start: String
  ) -> (place: String, words: Set<String>)? {
    guard let found = line.firstRange(of: start), let list = line.firstRange(of: "; allowed ")
    else {
      return nil
    }
    let place = String(line[found.upperBound..<list.lowerBound])
    let rest = line[list.upperBound...].drop { $0 != ":" }.dropFirst(2)
    let words = rest.prefix { $0 != ";" }.split(separator: ",")
    return (place, Set(words.map { String($0.drop { $0 == " " }) }))
  }

  /// All nodes of a file.
  private static func nodes(of file: String) throws -> [YAMLNode] {
    func all(_ node: YAMLNode) -> [YAMLNode] {
      switch node.content {
      case .mapping(let pairs): [node] + pairs.flatMap { all($0.value) }
      case .sequence(let items): items.flatMap(all)
      default: [node]
      }
    }
    let root = YAMLDocument.parse(bytes: Array(file.utf8), file: "example.yaml").node
    return all(try #require(root))
  }

  private static func put(_ text: String, before node: YAMLNode, in file: String) -> String {
    var lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (line, column) = (node.location.line - 1, node.location.column - 1)
    let place = lines[line].index(lines[line].startIndex, offsetBy: column)
    if lines[line][place] == "{" {
      lines[line].insert(contentsOf: text + ", ", at: lines[line].index(after: place))
    } else {
      let indent = String(repeating: " ", count: column)
      lines[line].insert(contentsOf: text + "\n" + indent, at: place)
    }
    return lines.joined(separator: "\n")
  }

  private static func put(
    _ text: String, insteadOf scalar: YAMLScalar, at node: YAMLNode, in file: String
  ) -> String {
    var lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (line, column) = (node.location.line - 1, node.location.column - 1)
    let start = lines[line].index(lines[line].startIndex, offsetBy: column)
    let quotes = scalar.style == .quoted ? 2 : 0
    guard
      let end = lines[line].index(
        start, offsetBy: scalar.text.count + quotes, limitedBy: lines[line].endIndex)
    else { return file }
    lines[line].replaceSubrange(start..<end, with: text)
    return lines.joined(separator: "\n")
  }
}
