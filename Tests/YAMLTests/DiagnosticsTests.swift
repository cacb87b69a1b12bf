import Testing
import Units
import YAML

@Suite struct DiagnosticsTests {
  private func place(_ line: Int, _ column: Int = 1) -> SourceLocation {
    SourceLocation(line: line, column: column)
  }

  @Test func writesLinesThatEditorsJumpFrom() {
    let mistake = Diagnostic(
      file: "a.yaml", location: place(12, 9), severity: .error, message: "no")
    #expect(mistake.description == "a.yaml:12:9: error: no")
    let whole = Diagnostic(file: "a.yaml", location: nil, severity: .warning, message: "big")
    #expect(whole.description == "a.yaml: warning: big")
  }

  @Test func sortsByPlaceAndKeepsTheOrderAtOnePlace() {
    let diagnostics = Diagnostics(file: "f")
    diagnostics.error(place(2, 5), "c")
    diagnostics.error(place(2, 3), "b")
    diagnostics.warning(place(2, 5), "d")
    diagnostics.error(nil, "a")
    #expect(diagnostics.sorted.map(\.message) == ["a", "b", "c", "d"])
    #expect(diagnostics.errorCount == 3)
    #expect(diagnostics.warningCount == 1)
  }

  @Test func keepsTheFirstHundredAndCountsTheRest() {
    let diagnostics = Diagnostics(file: "f")
    for line in (1...250).reversed() { diagnostics.error(place(line), "\(line)") }
    #expect(diagnostics.sorted.map(\.message) == (1...100).map { "\($0)" })
    #expect(diagnostics.lines.count == 101)
    #expect(diagnostics.lines.last == "f: 150 more mistakes are not shown; mend these first")
  }

  @Test func aWarningMakesRoomForAnError() {
    let diagnostics = Diagnostics(file: "f", limit: 2)
    diagnostics.warning(place(1), "w1")
    diagnostics.warning(place(2), "w2")
    diagnostics.warning(place(3), "w3")
    #expect(!diagnostics.hasErrors)
    diagnostics.error(place(9), "e9")
    diagnostics.error(place(8), "e8")
    diagnostics.error(place(7), "e7")
    diagnostics.warning(place(1), "w0")
    #expect(diagnostics.sorted.map(\.message) == ["e7", "e8"])
    #expect(diagnostics.hiddenCount == 5)
    #expect(diagnostics.hasErrors)
  }
}

@Suite struct NearestWordTests {
  @Test(arguments: [
    ("fadr", "fader"), ("FADER", "fader"), ("afder", "fader"), ("comp", "compressor"),
    ("high_pass", "high-pass"), ("inptu", "input"), ("mut", "mute"), ("apn", "pan"),
  ])
  func findsTheWordThatWasMeant(word: String, meant: String) {
    let words = ["assigns", "compressor", "fader", "high-pass", "input", "mute", "pan"]
    #expect(nearest(to: word, among: words) == meant)
  }

  @Test(arguments: ["x", "", "reverb", "fdaerxx", "in", String(repeating: "fader", count: 20)])
  func offersNothingThatIsFarOff(word: String) {
    #expect(nearest(to: word, among: ["fader", "input", "pan"]) == nil)
  }

  @Test func offersNoneOfSeveralThatStartAlike() {
    #expect(nearest(to: "fad", among: ["fader-touch", "fader-level"]) == nil)
  }

  @Test func prefersTheFirstOfEquallyNear() {
    #expect(nearest(to: "gat", among: ["gate", "gait"]) == "gate")
  }

  @Test func findsOneMistakeOfEachKind() {
    let word = Array("threshold")
    for index in word.indices {
      var left = word
      left.remove(at: index)
      var added = word
      added.insert("q", at: index)
      var replaced = word
      replaced[index] = "q"
      for wrong in [left, added, replaced] {
        #expect(nearest(to: String(wrong), among: ["range", "threshold"]) == "threshold")
      }
    }
  }
}
