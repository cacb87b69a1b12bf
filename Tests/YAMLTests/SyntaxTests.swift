import Testing
import YAML

@Suite struct SyntaxTests {
  @Test(arguments: [
    ("", "1:1: error: the file is empty"),
    ("# nothing\n\n# at all\n", "1:1: error: the file is empty"),
    ("---\n", "1:1: error: the file is empty"),
    ("\u{FEFF}", "1:1: error: the file is empty"),
    ("a: 1\n\tb: 2", "2:1: error: a tab cannot indent a line; use spaces"),
    ("a:\n\tb: 2", "2:1: error: a tab cannot indent a line; use spaces"),
    (
      "- name: Kick\n   fader: 1",
      "2:9: error: a ':' is not allowed here; check the indentation of this line, and put text that"
        + " contains ': ' in quotes"
    ),
    (
      "name: Keys: left",
      "1:11: error: a ':' is not allowed here; check the indentation of this line, and put text"
        + " that contains ': ' in quotes"
    ),
    (
      "a: 1\nfader\nb: 2",
      "2:1: error: a ':' with a space after it is missing here; write 'key: value'"
    ),
    (
      "a: [1, 2\nb: 3",
      "2:2: error: ',' or ']' is missing here: the list that '[' opens at 1:4 goes on"
    ),
    (
      "a: {b: 1\nc: [}",
      "2:2: error: ',' or '}' is missing here: the group that '{' opens at 1:4 goes on"
    ),
    ("a: 'x\nb: 2", "1:4: error: this quote is never closed; end the text with the same quote"),
    ("a: \"x", "1:4: error: this quote is never closed; end the text with the same quote"),
    ("a: [", "1:5: error: a value is missing here"),
    ("a: [}", "1:5: error: '}' is not allowed here; a value is needed"),
    ("a: [1,, 2]", "1:7: error: ',' is not allowed here; a value is needed"),
    (
      "[a:,b]",
      "1:3: error: a ':' is not allowed here; write a space after it, or put the text in quotes"
    ),
    ("a: @b", "1:4: error: text cannot start with '@'; put it in quotes"),
    ("a: `b", "1:4: error: text cannot start with '`'; put it in quotes"),
    ("a: %b", "1:4: error: text cannot start with '%'; put it in quotes"),
    (
      "fader: - 6 dB",
      "1:8: error: a list cannot start here; put '- ' on a line of its own, and write a negative"
        + " number without a space, as in -6"
    ),
    (
      "a:\n    b: 1\n  c: 2",
      "3:3: error: a key, 'key: value', is needed here, in line with the group that starts at 1:1;"
        + " check the indentation"
    ),
    (
      "a:\n  - 1\n  b: 2",
      "3:3: error: a list item, '- ', is needed here, in line with the list that starts at 2:3;"
        + " check the indentation"
    ),
    ("a: 1\n]", "2:1: error: ']' is not allowed here; a key, 'key: value', is needed"),
    (
      "a: \"\\q\"",
      "1:5: error: this escape is not known; after a backslash are allowed: \\ \" n t x u, and in"
        + " single quotes a backslash is a plain character"
    ),
    (
      "a: \"\\xZZ\"",
      "1:7: error: an escape needs hexadecimal digits: two after \\x, four after \\u, eight after"
        + " \\U"
    ),
    ("a: \"\\uD800\"", "1:7: error: this escape names no Unicode character"),
    ("a: *", "1:5: error: text cannot start with '*' or '&'; put it in quotes"),
    ("a: | x\n  y", "1:6: error: the text after '|' or '>' starts on the next line"),
  ])
  func explainsBrokenSyntax(text: String, message: String) {
    #expect(mistakes(text) == ["desk.yaml:\(message)"])
  }

  @Test(arguments: [
    (
      "a: &x 1",
      "1:4: error: anchors such as '&x' are not used here; write the value out where it is needed,"
        + " or put text that starts with '&' in quotes"
    ),
    (
      "a: !!str 1",
      "1:4: error: tags such as '!!str' are not used here; leave it out, or put text that starts"
        + " with '!' in quotes"
    ),
    (
      "a: ! 1",
      "1:4: error: tags such as '!' are not used here; leave it out, or put text that starts with"
        + " '!' in quotes"
    ),
    (
      "a: !no!such 1",
      "1:4: error: tags such as '!no!such' are not used here; leave it out, or put text that starts"
        + " with '!' in quotes"
    ),
    ("a: 1\nb: 2\na: 3", "3:1: error: duplicate key 'a'; it was first given at 1:1"),
    ("{a: 1, \"a\": 3}", "1:8: error: duplicate key 'a'; it was first given at 1:2"),
    ("\u{E9}: 1\ne\u{301}: 2", "2:1: error: duplicate key 'e\u{301}'; it was first given at 1:1"),
    ("<<: {b: 1}", "1:1: error: merge keys, '<<', are not used here; write the keys out"),
    ("? [a, b]\n: 1", "1:3: error: a list cannot be a key; a key is a word"),
    ("{a: 1}: 1", "1:1: error: a group of keys cannot be a key; a key is a word"),
    (": 1", "1:1: error: a key is missing before this ':'"),
    (
      "a: 1\n---\nb: 2",
      "2:1: error: a second document starts here; a file holds one, so remove the '---' between"
        + " them"
    ),
    (
      "%YAML 1.1\n---\na: 1",
      "1:1: error: a line that starts with '%' is a YAML directive, and those are not used here;"
        + " leave it out"
    ),
    (
      "a: \u{7}",
      "1:4: error: the control character U+0007 is not allowed; in double quotes it can be written"
        + " as an escape such as \"\\x1B\""
    ),
  ])
  func refusesWhatNoHandWrittenFileNeeds(text: String, message: String) {
    #expect(mistakes(text) == ["desk.yaml:\(message)"])
  }

  @Test func readsTheSameFromCRLFAndCRAndAfterAByteOrderMark() {
    let (plain, _) = YAMLDocument.parse(bytes: Array(SampleDesk.good.utf8), file: "a")
    #expect(plain != nil)
    for end in ["\r\n", "\r"] {
      let text = SampleDesk.good.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: end)
      for mark in ["", "\u{FEFF}"] {
        let bytes = Array((mark + text).utf8)
        let (node, diagnostics) = YAMLDocument.parse(bytes: bytes, file: "a")
        #expect(node == plain)
        #expect(diagnostics.lines == [])
      }
    }
  }

  @Test func acceptsTheUsualForms() {
    let text = "---\na: 'it''s'\n'b c': \"\\u00e9\"\nd: |\n  one\n  two\ne: []\nf: a#b\n..."
    let (node, diagnostics) = YAMLDocument.parse(bytes: Array(text.utf8), file: "a")
    #expect(diagnostics.lines == [])
    guard case .mapping(let pairs)? = node?.content else {
      Issue.record("no mapping")
      return
    }
    #expect(pairs.map(\.key) == ["a", "b c", "d", "e", "f"])
    let contents: [YAMLNode.Content] = [
      .scalar(YAMLScalar("it's", style: .quoted)), .scalar(YAMLScalar("\u{E9}", style: .quoted)),
      .scalar(YAMLScalar("one\ntwo\n", style: .block)), .sequence([]), .scalar(YAMLScalar("a#b")),
    ]
    #expect(pairs.map(\.value.content) == contents)
  }

  @Test func countsColumnsInCharactersThatTheUserSees() {
    let names = [
      ("Kick", 4), ("\u{E9}", 1), ("e\u{301}", 1), ("👩‍🎤", 1), ("日本", 2), ("a\tb", 3),
    ]
    for (name, width) in names {
      let text = "# 👩‍🎤 é\n{'\(name)': *x}"
      #expect(mistakes(text).first?.hasPrefix("desk.yaml:2:\(width + 6): error: aliases") == true)
    }
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let cases: [([UInt8], String)] = [
      ([0x61, 0x3A, 0x20, 0xFF], "1:4: error: the byte FF"),
      (Array("a: é\nb: ".utf8) + [0xE9, 0x0A], "2:4: error: the byte E9"),
      ([0xC0, 0x80], "1:1: error: the byte C0"),
      (Array("a: é".utf8) + [0xED, 0xA0, 0x80], "1:5: error: the byte ED"),
      ([0x61, 0xF0, 0x9F], "1:2: error: the byte F0"),
    ]
    for (bytes, start) in cases {
      #expect(mistakes(bytes) == ["desk.yaml:\(start) is not UTF-8 text; save the file as UTF-8"])
    }
    #expect(
      mistakes([0xFF, 0xFE, 0x61, 0x00])
        == ["desk.yaml:1:1: error: the file is in UTF-16; save it as UTF-8"])
  }

  @Test func reportsMistakesBeforeBrokenSyntaxToo() {
    #expect(
      mistakes("a: 1\na: 2\nb: 'x").map { $0.prefix(20) } == [
        "desk.yaml:2:1: error", "desk.yaml:3:4: error",
      ])
  }
}
