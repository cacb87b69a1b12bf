import Remote
import Testing

@Suite struct JSONTests {
  private func read(_ text: String) -> JSON? { try? JSON(utf8: text.utf8) }

  @Test func readsWhatTheStandardAllows() {
    #expect(read(" null ") == .null)
    #expect(read("[true,false]") == .array([.bool(true), .bool(false)]))
    #expect(read("-12") == .integer(-12))
    #expect(read("0.5e-1") == .number(0.05))
    #expect(read("1E2") == .number(100))
    #expect(read("99999999999999999999") == .number(1e20))
    #expect(read(#"{"a":{"b":[]}, "c" : 1}"#)?["a"]?["b"] == .array([]))
    #expect(read(#""\u0041\n\"\\\/\u00e9\ud834\udd1e é""#) == .string("A\n\"\\/é𝄞 é"))
  }

  @Test(arguments: [
    "", "nul", "+1", "01", "1.", ".5", "1e", "-", "1e999", "NaN", "Infinity", "'a'", "[1,]",
    "[1 2]",
    "{a:1}",
    #"{"a":1,}"#, #"{"a":1,"a":2}"#, #"{"a" 1}"#, "[", "{", #"""#, #""\x""#, #""\ud834""#,
    #""\udd1e\ud834""#, #""\u00g0""#, "\"\t\"", "1 1", "[]]", "\u{FEFF}1", "truee",
  ])
  func refusesWhatItDoesNot(text: String) {
    #expect(read(text) == nil)
  }

  @Test func refusesTextThatIsNotUTF8() {
    for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
      #expect(throws: JSONMistake.self) { try JSON(utf8: bytes.map(UInt8.init)) }
    }
  }

  @Test func saysWhereTheMistakeIs() {
    func mistake(_ text: String) -> String? {
      do { _ = try JSON(utf8: text.utf8) } catch { return "\(error)" }
      return nil
    }
    #expect(mistake(#"{"a":1,"a":2}"#) == "a key that was there before at byte 11")
    #expect(mistake("[1 2]") == "no ',' or ']' at byte 4")
  }

  @Test func refusesDepth() {
    let deep = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    #expect(read(deep(16)) != nil)
    #expect(read(deep(17)) == nil)
    #expect(read(String(repeating: "[", count: 60_000)) == nil)
  }

  @Test func numbersComeBackAsTheyWere() {
    var dice = Dice(1)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: dice.next())
      guard number.isFinite else { continue }
      let back = try? JSON(utf8: JSON.number(number).line.utf8)
      #expect(back.flatMap(\.double) == number)
      let whole = Int(truncatingIfNeeded: dice.next())
      #expect((try? JSON(utf8: JSON.integer(whole).line.utf8)) == .integer(whole))
    }
  }

  @Test func aLineIsReadAsTheTextThatIsSpread() {
    let value = JSON.object([
      ("a\n\u{1}\u{7F}\"\\", .array([.null, .string("é 𝄞"), .bool(true)])), ("b", .object([])),
    ])
    #expect(!value.line.contains("\n"))
    #expect(read(value.line) == value)
    #expect(read(value.description) == value)
  }
}
