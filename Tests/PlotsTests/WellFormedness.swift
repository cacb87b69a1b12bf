import Testing

/// Why a text is not well-formed XML of elements, attributes and text; nil if it is.
func wellFormedness(of text: String) -> String? {
  var reader = MarkupReader(rest: Substring(text))
  return reader.problem()
}

/// Reads the part of XML that pictures are made of.
private struct MarkupReader {
  var rest: Substring
  var open: [String] = []
  var roots = 0

  mutating func problem() -> String? {
    while let character = rest.first {
      if character == "<" {
        rest.removeFirst()
        if let problem = tag() { return problem }
      } else if let problem = content() {
        return problem
      }
    }
    return open.isEmpty && roots == 1 ? nil : "open: \(open), roots: \(roots)"
  }

  private mutating func content() -> String? {
    let text = rest.prefix { $0 != "<" }
    rest = rest.dropFirst(text.count)
    if open.isEmpty && text.contains(where: { !$0.isWhitespace }) { return "text outside: \(text)" }
    return badText(text)
  }

  private mutating func tag() -> String? {
    let isEnd = rest.first == "/"
    if isEnd { rest.removeFirst() }
    let name = String(rest.prefix { $0.isLetter })
    rest = rest.dropFirst(name.count)
    if name.isEmpty { return "a tag without a name" }
    if isEnd {
      guard open.popLast() == name, rest.first == ">" else { return "</\(name)> closes another" }
      rest.removeFirst()
      return nil
    }
    if open.isEmpty { roots += 1 }
    if let problem = attributes(name) { return problem }
    if rest.hasPrefix("/>") {
      rest = rest.dropFirst(2)
      return nil
    }
    guard rest.first == ">" else { return "<\(name) does not end" }
    rest.removeFirst()
    open.append(name)
    return nil
  }

  private mutating func attributes(_ element: String) -> String? {
    var names: Set<String> = []
    while rest.first == " " {
      rest.removeFirst()
      let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" })
      guard !name.isEmpty, names.insert(name).inserted else { return "\(element): '\(name)'" }
      rest = rest.dropFirst(name.count)
      guard rest.hasPrefix("=\"") else { return "\(element) \(name) without a value" }
      rest = rest.dropFirst(2)
      let value = rest.prefix { $0 != "\"" }
      if value.contains("<") { return "'<' in \(element) \(name)" }
      if let problem = badText(value) { return problem }
      rest = rest.dropFirst(value.count)
      guard rest.first == "\"" else { return "\(element) \(name) does not end" }
      rest.removeFirst()
    }
    return nil
  }

  /// Every `&` begins one of the names that XML knows.
  private func badText(_ text: Substring) -> String? {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let names = ["amp;", "lt;", "gt;", "quot;"]
      guard names.contains(where: part.hasPrefix) else { return "&\(part)" }
    }
    let isControl = text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
    return isControl ? "a control character" : nil
  }
}

@Suite struct WellFormednessTests {
  @Test func acceptsWhatIsWellFormed() {
    for text in ["<a/>", "<a b=\"c &amp; d\">e<f/></a>\n", "<a>\n<b c-d=\"1\" x1=\"2\"/></a>"] {
      #expect(wellFormedness(of: text) == nil, "\(text)")
    }
  }

  @Test func refusesWhatIsNot() {
    for text in [
      "", "<a>", "<a></b>", "<a/><a/>", "<a b=c/>", "<a b=\"1\" b=\"2\"/>", "<a>&</a>",
      "<a b=\"<\"/>", "x<a/>", "<a b=\"1/>", "<a>\u{1}</a>", "<>",
    ] {
      #expect(wellFormedness(of: text) != nil, "\(text)")
    }
  }
}
