/// Builds the node tree of one document, refusing what a hand-written file has no use for.
///
/// A refused part is reported and stands in the tree as `.refused`, so that a schema walk finds the
/// other mistakes in the same run.
struct TreeBuilder: ~Copyable {
  /// Thrown after the reason was reported: nothing further can be read.
  struct Stop: Error {}

  /// How deep lists and groups may nest, the outermost being 1.
  static let deepest = 32
  /// How many values, keys included, a file may hold.
  static let mostNodes = 200_000

  private var events: EventReader
  private var source: SourceText
  private let diagnostics: Diagnostics
  private var nodeCount = 0

  init?(_ source: SourceText, diagnostics: Diagnostics) {
    guard let events = EventReader(source.text) else { return nil }
    self.events = events
    self.source = source
    self.diagnostics = diagnostics
  }

  /// Reads the whole file; nil if it is broken or holds nothing, which is then reported.
  mutating func document() -> YAMLNode? {
    do {
      _ = try next()  // the stream's start
      guard case .documentStart = try next().kind else { return reportEmpty() }
      let root = try node(try next(), depth: 0)
      _ = try next()  // the document's end
      let end = try next()
      if case .documentStart = end.kind {
        diagnostics.error(
          source.location(at: end.start),
          "a second document starts here; a file holds one, so remove the '---' between them")
      }
      if case .scalar(let scalar) = root.content, scalar.isNull { return reportEmpty() }
      return root
    } catch {
      return nil
    }
  }

  private func reportEmpty() -> YAMLNode? {
    diagnostics.error(SourceLocation(line: 1, column: 1), "the file is empty")
    return nil
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do {
      return try events.next()
    } catch {
      error.report(in: &source, to: diagnostics)
      throw Stop()
    }
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    let location = source.location(at: event.start)
    try count(at: location)
    reportProperties(event, location)
    switch event.kind {
    case .scalar(let scalar): return YAMLNode(.scalar(scalar), at: location)
    case .sequenceStart:
      return YAMLNode(.sequence(try items(depth: try deeper(depth, location))), at: location)
    case .mappingStart:
      return YAMLNode(.mapping(try pairs(depth: try deeper(depth, location))), at: location)
    default:
      reportAlias(event, location)
      return YAMLNode(.refused, at: location)
    }
  }

  private mutating func items(depth: Int) throws(Stop) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind { return items }
      items.append(try node(event, depth: depth))
    }
  }

  private mutating func pairs(depth: Int) throws(Stop) -> [YAMLPair] {
    var pairs: [YAMLPair] = []
    var first: [String: SourceLocation] = [:]
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { return pairs }
      let key = try node(event, depth: depth)
      let value = try node(try next(), depth: depth)
      guard let text = keyText(key) else { continue }
      if let earlier = first[text] {
        diagnostics.error(
          key.location,
          "duplicate key \(Wording.quoted(text)); it was first given at \(earlier)")
      } else {
        first[text] = key.location
        pairs.append(YAMLPair(key: text, keyNode: key, value: value))
      }
    }
  }
}

extension TreeBuilder {
  private mutating func count(at location: SourceLocation) throws(Stop) {
    nodeCount += 1
    guard nodeCount > Self.mostNodes else { return }
    diagnostics.error(location, "the file holds more than 200,000 values; is it the right one?")
    throw Stop()
  }

  private func deeper(_ depth: Int, _ location: SourceLocation) throws(Stop) -> Int {
    guard depth >= Self.deepest else { return depth + 1 }
    diagnostics.error(location, "this is nested too deeply; 32 levels are allowed")
    throw Stop()
  }

  /// The text of a usable key, or nil after reporting why it is none.
  private func keyText(_ key: YAMLNode) -> String? {
    switch key.content {
    case .scalar(let scalar) where scalar.text == "<<" && scalar.style == .plain:
      diagnostics.error(
        key.location, "merge keys, '<<', are not used here; write the keys out")
    case .scalar(let scalar) where scalar.text.isEmpty:
      diagnostics.error(key.location, "a key is missing before this ':'")
    case .scalar(let scalar): return scalar.text
    case .refused: break
    default: diagnostics.error(key.location, "\(key.kind) cannot be a key; a key is a word")
    }
    return nil
  }

  /// Reports an anchor and a tag; libyaml hides the lone tag `!`, so the text is looked at too.
  private mutating func reportProperties(_ event: YAMLEvent, _ location: SourceLocation) {
    if event.hasAnchor {
      let word = Wording.quoted(Self.word(source.rest(at: event.start)))
      diagnostics.error(
        location,
        "anchors such as \(word) are not used here; write the value out where it is needed, or put"
          + " text that starts with '&' in quotes")
    }
    let hidesTag =
      if case .scalar = event.kind { source.character(at: event.start) == "!" } else { false }
    if event.hasTag || hidesTag {
      let message = Self.tagMessage(source.rest(at: event.start))
      diagnostics.error(location, message)
    }
  }

  private mutating func reportAlias(_ event: YAMLEvent, _ location: SourceLocation) {
    let word = Wording.quoted(Self.word(source.rest(at: event.start)))
    diagnostics.error(
      location,
      "aliases such as \(word) are not used here; write the value out, or put text that starts with"
        + " '*' in quotes")
  }

  /// What is said about a tag at the start of `rest`.
  static func tagMessage(_ rest: Substring) -> String {
    "tags such as \(Wording.quoted(word(rest))) are not used here; leave it out, or put text that"
      + " starts with '!' in quotes"
  }

  private static func word(_ rest: Substring) -> Substring {
    rest.prefix { !" \t,[]{}".contains($0) }
  }
}
