import Testing

@Suite struct LoopTests {
  @Test func namesALoopOfBusesAtTheArrowThatClosesIt() {
    let text = """
      fx:
        1: { sends: { fx 2: -10 dB } }
        2: { sends: { fx 3: -10 dB } }
        3: { sends: { fx 1: -10 dB } }
      """
    #expect(
      messages(text) == ["desk.yaml:5:17: error: this closes a loop: fx 3 -> fx 1 -> fx 2 -> fx 3"])
  }

  @Test func blamesTheLastArrowInTheFileWhateverKindOfBusItLeaves() {
    let text = """
      fx: { 1: { groups: [1] } }
      groups: { 1: { sends: { fx 1: 0 dB } } }
      """
    #expect(
      messages(text) == ["desk.yaml:3:25: error: this closes a loop: group 1 -> fx 1 -> group 1"])
    let reversed = text.split(separator: "\n").reversed().joined(separator: "\n")
    #expect(
      messages(reversed) == [
        "desk.yaml:3:21: error: this closes a loop: fx 1 -> group 1 -> fx 1"
      ])
  }

  @Test func countsTheWaysToMainThatEveryGroupHasByItself() {
    #expect(
      messages("main: { groups: [2] }") == [
        "desk.yaml:2:18: error: this closes a loop: main -> group 2 -> main"
      ])
    #expect(messages("groups: { 2: { main: off } }\nmain: { groups: [2] }") == [])
    #expect(
      messages("main: { groups: [2] }\ngroups: { 2: { main: on } }") == [
        "desk.yaml:3:22: error: this closes a loop: group 2 -> main -> group 2"
      ])
  }

  @Test func findsABusThatFeedsItself() {
    #expect(
      messages("groups: { 1..3: { groups: 2 } }") == [
        "desk.yaml:2:27: error: this lets group 2 feed itself"
      ])
  }

  @Test func findsSeveralLoopsInOneRun() {
    let text = """
      groups: { 1: { groups: [2] }, 2: { groups: [1] }, 3: { groups: [4] }, 4: { groups: [3, 4] } }
      """
    #expect(
      messages(text) == [
        "desk.yaml:2:45: error: this closes a loop: group 2 -> group 1 -> group 2",
        "desk.yaml:2:85: error: this closes a loop: group 4 -> group 3 -> group 4",
        "desk.yaml:2:88: error: this lets group 4 feed itself",
      ])
  }

  @Test func letsASendThatIsOffPointAnywhere() throws {
    _ = try console("main: { sends: { aux 1: { on: off } } }\nauxes: { 1: { main: on } }")
    #expect(
      messages("main: { sends: { aux 1: { on: on } } }\nauxes: { 1: { main: on } }") == [
        "desk.yaml:3:21: error: this closes a loop: aux 1 -> main -> aux 1"
      ])
  }

  @Test func namesALoopOfVCAs() {
    #expect(
      messages("vcas: { 1: { vcas: [2] }, 2: { vcas: [3] }, 3: { vcas: [1] } }") == [
        "desk.yaml:2:57: error: this closes a loop: vca 3 under vca 1 under vca 2 under vca 3"
      ])
    #expect(
      messages("vcas: { 1: { vcas: [1] } }") == [
        "desk.yaml:2:21: error: this hangs vca 1 under itself"
      ])
  }

  @Test func refusesAStackOfFiveVCAs() {
    let four = "vcas: { 1: { vcas: [2] }, 2: { vcas: [3] }, 3: { vcas: [4] } }"
    #expect(messages(four + "\nchannels: { 1: { vcas: [1] } }") == [])
    let five = "vcas: { 1: { vcas: [2] }, 2: { vcas: [3] }, 3: { vcas: [4] }, 4: { vcas: [5] } }"
    #expect(
      messages(five) == ["desk.yaml:2:75: error: this stacks VCAs 5 levels high; allowed are 4"])
  }
}
