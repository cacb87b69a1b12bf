import Learning
import Surface
import Testing

@Suite struct MappingTextTests {
  /// What is written into each row of each shipped file, and nothing else than that line.
  @Test(arguments: shippedFiles) func keepsEveryOtherByte(name: String) throws {
    let bytes = repositoryFile("mappings/" + name)
    for unit in try mapping(bytes, name).units {
      for row in MappingText(bytes, file: name).rows(of: unit.name) {
        let fader = try #require(unit.faders.first { row.faders.contains($0.name) })
        for (key, value) in [("settle", "85 ms"), ("step", "2"), ("echo", "no"), ("top", "126")] {
          var text = MappingText(bytes, file: name)
          do { try text.apply([.init(key, value)], to: row) } catch {
            Issue.record("\(error)")
          }
          let changed = try mapping(text.bytes, name)
          let rules = try #require(
            changed.units.flatMap(\.faders).first {
              $0.name == fader.name && $0.profile.address == fader.profile.address
            }
          ).profile.rules
          switch key {
          case "settle": #expect(rules.settle == 85 * .ms)
          case "step": #expect(rules.step == 2)
          case "echo": #expect(!rules.echoes)
          default: #expect(rules.top == 126)
          }
          differsOnce(bytes, text.bytes, key, value)
        }
      }
    }
  }

  /// One line is new, or one differs in its number alone.
  private func differsOnce(_ old: [UInt8], _ new: [UInt8], _ key: String, _ value: String) {
    let before = String(decoding: old, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let after = String(decoding: new, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = zip(before, after).prefix { $0 == $1 }.count
    let end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    if old == new { return #expect(value == "no") }
    if after.count == before.count + 1 {
      #expect(start + end >= before.count)
      return #expect(after[start].hasSuffix("\(key): \(value)"))
    }
    #expect(after.count == before.count && start + end == before.count - 1)
    #expect(after[start].contains("\(key): \(value)"))
    // Without the number the lines are the same.
    let oldLine = before[start].replacing(key, with: "")
    let newLine = after[start].replacing("\(key): \(value)", with: "")
    let common = zip(oldLine, newLine).prefix { $0 == $1 }.count
    let rest = zip(oldLine.reversed(), newLine.reversed()).prefix { $0 == $1 }.count
    #expect(common + rest >= newLine.count - 2, "\(before[start]) -> \(after[start])")
  }

  @Test func changesWhatIsThereAndAddsWhatIsNot() throws {
    try expect(
      "{message: pitch-bend, top: 16368 , step: 16} # top: 1", ["top": "99", "echo": "no"],
      "{message: pitch-bend, top: 99 , step: 16, echo: no} # top: 1")
    try expect(
      "{message: pitch-bend, scale: {-20 dB: 4000, 10 dB: 16383}, motor: 'no'}",
      ["scale": "{0 dB: 5, 10 dB: 16383}", "motor": "yes"],
      "{message: pitch-bend, scale: {0 dB: 5, 10 dB: 16383}, motor: yes}")
    try expect(
      "\n          message: pitch-bend   # é, 'x'\n          step: \"2\"  # two\n",
      ["step": "4", "settle": "80 ms"],
      "\n          message: pitch-bend   # é, 'x'\n          step: 4  # two\n          settle: 80 ms\n"
    )
    try expect(
      "\n          message: pitch-bend\n          scale:\n            0 dB: 1 # low\n"
        + "            10 dB: 16383 # high\n          step: 2",
      ["scale": "{0 dB: 5, 10 dB: 16383}"],
      "\n          message: pitch-bend\n          scale: {0 dB: 5, 10 dB: 16383} # high\n"
        + "          step: 2")
  }

  @Test func keepsLineEndsAndTheByteOrderMark() throws {
    let text = "\u{FEFF}" + file("\n          message: pitch-bend\n          step: 2\n")
    let windows = text.replacing("\n", with: "\r\n")
    var edited = MappingText(Array(windows.utf8), file: "x")
    let row = try #require(edited.rows(of: "box").first)
    try edited.apply([.init("top", "99"), .init("step", "3")], to: row)
    let wanted = windows.replacing("step: 2\r\n", with: "step: 3\r\n          top: 99\r\n")
    #expect(edited.bytes == Array(wanted.utf8))
  }

  @Test func refusesWhatWouldBeWrong() throws {
    let bytes = Array(file("{message: cc 1, scale: {0 dB: 5, 10 dB: 127}}").utf8)
    var text = MappingText(bytes, file: "x.yaml")
    let row = try #require(text.rows(of: "box").first)
    #expect(throws: MappingText.Refusal.self) { try text.apply([.init("top", "99")], to: row) }
    #expect(text.bytes == bytes)
  }

  private func expect(_ old: String, _ changes: [String: String], _ new: String) throws {
    var text = MappingText(Array(file(old).utf8), file: "x.yaml")
    let row = try #require(text.rows(of: "box 2").first)
    #expect(row.faders == ["slide 3"])
    let sorted = changes.sorted { $0.key < $1.key }.map { MappingText.Change($0.key, $0.value) }
    do { try text.apply(sorted, to: row) } catch { Issue.record("\(error)") }
    #expect(String(decoding: text.bytes, as: UTF8.self) == file(new))
  }

  private func file(_ fader: String) -> String {
    """
    busbar-mapping: 1
    name: Bøx
    device:
      units: [{name: box, count: 2, client: [Bøx], parts: [other, all]}]
      parts:
        other: {buttons: {slide: note 3}}
        all:
          faders:
            slide 3: \(fader)
    layout: {slide 3: strip fader}
    """ + "\n"
  }
}
