import Testing
import YAML

@Suite struct LimitTests {
  private func bytes(_ text: String, filling size: Int) -> [UInt8] {
    Array(String(repeating: text, count: size / text.utf8.count).utf8)
  }

  @Test func allowsThirtyTwoLevelsAndNoMore() {
    let allowed = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(mistakes(allowed) == [])
    let message = "error: this is nested too deeply; 32 levels are allowed"
    #expect(mistakes("[" + allowed + "]") == ["desk.yaml:1:33: \(message)"])
    let dashes = String(repeating: "- ", count: 33)
    #expect(mistakes(dashes) == ["desk.yaml:1:65: \(message)"])
  }

  @Test func allowsTwoHundredThousandValuesAndNoMore() {
    let items = "[" + String(repeating: "1,", count: 199_999) + "]"
    #expect(mistakes(items) == [])
    #expect(
      mistakes("# é\n[" + String(repeating: "1,", count: 200_000) + "]") == [
        "desk.yaml:2:400000: error: the file holds more than 200,000 values; is it the right one?"
      ])
  }

  @Test func allowsFourMebibytesAndNoMore() {
    let size = 4 << 20
    let filled = Array("a: ".utf8) + [UInt8](repeating: 0x78, count: size - 3)
    #expect(mistakes(filled) == [])
    #expect(
      mistakes(filled + [0x78]) == [
        "desk.yaml: error: the file is larger than 4 MiB; is it the right one?"
      ])
  }

  @Test func anAliasBombIsRefusedAliasByAlias() {
    let text = """
      a: &a [x, x]
      b: &b [*a, *a]
      c: &c [*b, *b]
      """
    #expect(
      mistakes(text).map { $0.split(separator: " ").prefix(5).joined(separator: " ") } == [
        "desk.yaml:1:4: error: anchors such as", "desk.yaml:2:4: error: anchors such as",
        "desk.yaml:2:8: error: aliases such as", "desk.yaml:2:12: error: aliases such as",
        "desk.yaml:3:4: error: anchors such as", "desk.yaml:3:8: error: aliases such as",
        "desk.yaml:3:12: error: aliases such as",
      ])
  }

  @Test(arguments: [
    "[", "{", "- ", "? ", "a: ", "a: {", "[a, ", "{a: b, ", "\"", "'", "'a", "*a ", "&a ", "!a ",
    "- *a\n", "- &a b\n", "- !t b\n", "#", "# é\n", "\n", "\r", " ", "\t", "|\n", ">", "a", "é",
    "e\u{301}", "\u{301}", "a b ", "a\n", "a:\n", "a: b\n", "k: *a\n", "%TAG !a! b\n", "---\n",
    "...\n", "--- a\n", "<<: 1\n", "? a\n", ": a\n", "\u{1}", "\u{FEFF}", "\u{85}", "\u{2028}",
    ",", "]", "}", "[]: ", "👩‍🎤: *a\n", "\u{1F1E6}", "- - - a\n", "a: 'b\n", "\\", "\"\\", "@",
  ])
  func muchOfAnythingEndsQuickly(unit: String) {
    let size = min(4 << 20, testScale << 18)
    for prefix in ["", "a: [", "é: ", "- |\n  "] {
      let content = Array(prefix.utf8) + bytes(unit, filling: size - 16)
      let start = ContinuousClock.now
      #expect(mistakes(content) { _ = SampleDesk.walk($0, $1) }.count <= 101)
      let elapsed = ContinuousClock.now - start
      #expect(elapsed < .seconds(10), "\(elapsed) for \(size) bytes after \(prefix)")
    }
  }

  @Test func tensOfThousandsOfUnknownKeysEndQuickly() {
    var text = "channels:\n- name: A\n"
    for number in 0..<90_000 { text += "  fader\(number): 1\n" }
    let start = ContinuousClock.now
    let lines = mistakes(text) { _ = SampleDesk.walk($0, $1) }
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(lines.count == 101)
    #expect(lines.last == "desk.yaml: 89901 more mistakes are not shown; mend these first")
  }
}
