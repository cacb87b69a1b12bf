import Testing
import YAML

@Suite struct MappingReaderTests {
  @Test func readsAGoodDeskWithoutAWord() {
    let (node, diagnostics) = YAMLDocument.parse(
      bytes: Array(SampleDesk.good.utf8), file: "desk.yaml")
    let channels = node.map { SampleDesk.walk($0, diagnostics) }
    #expect(diagnostics.lines == [])
    #expect(
      channels == [
        .init(name: "Kick", inputs: [1], fader: -6, assigns: ["main", "drums"]),
        .init(name: "Keys L/R", inputs: [3, 4], fader: 0, muted: true, assigns: ["main"]),
      ])
  }

  @Test func findsEveryMistakeInOneRunInTheOrderOfTheFile() {
    let text = """
      rate: fast
      channels:
        - name: Kick
          input: 65
          fadr: -6 dB
          mute: Off
        - input: 2
          fader: -6 db
          assigns: [mian, drums]
          sends:
            haul: {level: 3, tap: postfader}
      sysx: F0
      """
    #expect(
      mistakes(text) { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:7: error: 'rate' of the desk is 'fast', but a number in Hz is needed",
        "desk.yaml:4:12: error: '65' is out of range in 'input' of a channel; allowed are 1 to 64",
        "desk.yaml:5:5: error: unknown key 'fadr' in a channel; allowed are: assigns, delay, fader,"
          + " high-pass, input, mute, name, pan, sends; did you mean 'fader'?",
        "desk.yaml:6:11: error: unknown word 'Off' in 'mute' of a channel; allowed are: on, off,"
          + " yes, no, true, false; did you mean 'off'?",
        "desk.yaml:7:5: error: missing key 'name' in a channel",
        "desk.yaml:8:12: error: unknown unit 'db' in 'fader' of a channel; allowed is: dB; did you"
          + " mean 'dB'?",
        "desk.yaml:9:15: error: unknown word 'mian' in item 1 of 'assigns' of a channel; allowed"
          + " are: main, drums, band; did you mean 'main'?",
        "desk.yaml:11:7: error: unknown word 'haul' in a key of 'sends' of a channel; allowed are:"
          + " hall, plate; did you mean 'hall'?",
        "desk.yaml:11:21: error: no unit after '3' in 'level' of a send; allowed is: dB; did you"
          + " mean '3 dB'?",
        "desk.yaml:11:29: error: unknown word 'postfader' in 'tap' of a send; allowed are: input,"
          + " pre-fader, post-fader; did you mean 'post-fader'?",
        "desk.yaml:12:1: error: unknown key 'sysx' in the desk; allowed are: channels, rate, sysex;"
          + " did you mean 'sysex'?",
      ])
  }

  @Test func reportsAMistypedRequiredKeyOnlyOnce() {
    #expect(
      mistakes("- nmae: Kick\n  input: 1") { node, diagnostics in
        guard case .sequence(let items) = node.content else { return }
        let keys = MappingReader(items[0], what: "a channel", diagnostics: diagnostics)
        _ = keys.required("name")
        _ = keys.required("input")
        keys.finish()
      } == [
        "desk.yaml:1:3: error: unknown key 'nmae' in a channel; allowed are: input, name; did you"
          + " mean 'name'?"
      ])
  }

  @Test func translatesAWordThatOtherDesksUse() {
    let text = "channels: [{name: A, input: 1, volume: 0 dB}]"
    #expect(
      mistakes(text) { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:32: error: unknown key 'volume' in a channel; allowed are: assigns, delay,"
          + " fader, high-pass, input, mute, name, pan, sends; did you mean 'fader'?"
      ])
  }

  @Test func suggestsAKeyThatIsStillFree() {
    #expect(
      mistakes("pad: 1\npax: 2") { node, diagnostics in
        let keys = MappingReader(node, what: "a strip", diagnostics: diagnostics)
        for key in ["pad", "pan"] { _ = keys.optional(key) }
        keys.finish()
      } == [
        "desk.yaml:2:1: error: unknown key 'pax' in a strip; allowed are: pad, pan; did you"
          + " mean 'pan'?"
      ])
  }

  @Test func noticesAMissingSpaceAfterAColon() {
    #expect(
      mistakes("{pad:5}") { node, diagnostics in
        let keys = MappingReader(node, what: "a strip", diagnostics: diagnostics)
        _ = keys.optional("pad")
        keys.finish()
      } == [
        "desk.yaml:1:2: error: unknown key 'pad:5' in a strip; allowed is: pad; did you mean"
          + " 'pad: 5'?"
      ])
  }

  @Test func saysWhatAMissingValueShouldHaveBeen() {
    #expect(
      mistakes("channels:\n  - name:\n    input: ~\n    fader: null\n    sends:") {
        _ = SampleDesk.walk($0, $1)
      } == [
        "desk.yaml:2:10: error: no value for 'name' of a channel; a text is needed",
        "desk.yaml:3:12: error: '~' means no value for 'input' of a channel; a range such as 1..64"
          + " is needed, in quotes if it is text",
        "desk.yaml:4:12: error: 'null' means no value for 'fader' of a channel; a number in dB is"
          + " needed, in quotes if it is text",
        "desk.yaml:5:11: error: no value for 'sends' of a channel; a group of keys is needed",
      ])
  }

  @Test func saysWhatKindOfValueIsNeeded() {
    #expect(
      mistakes("channels: {a: 1}") { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:11: error: 'channels' of the desk is a group of keys, but a list is needed"
      ])
    #expect(
      mistakes("channels: [Kick, {name: [a], input: 1}]") { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:12: error: item 1 of 'channels' of the desk is 'Kick', but a group of keys is"
          + " needed",
        "desk.yaml:1:25: error: 'name' of a channel is a list, but a text is needed",
      ])
    #expect(
      mistakes("- 1") { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:1: error: the desk is a list, but a group of keys is needed"
      ])
  }

  @Test func saysNothingMoreAboutWhatWasRefused() {
    #expect(
      mistakes("channels: *all") { _ = SampleDesk.walk($0, $1) } == [
        "desk.yaml:1:11: error: aliases such as '*all' are not used here; write the value out, or"
          + " put text that starts with '*' in quotes"
      ])
  }

  @Test func reportsAtTheKeyOrAtTheGroup() {
    let lines = mistakes("a:\n  b: 1") { node, diagnostics in
      let keys = MappingReader(node, what: "x", diagnostics: diagnostics)
      let inner = keys.optional("a")?.mapping("y")
      inner?.error(at: "b", "no b")
      inner?.error(at: "c", "no c")
      keys.warning(at: "a", "old")
      #expect(keys.location(of: "a") == SourceLocation(line: 1, column: 1))
      #expect(keys.location(of: "z") == nil)
    }
    #expect(
      lines == [
        "desk.yaml:1:1: warning: old",
        "desk.yaml:2:3: error: no b",
        "desk.yaml:2:3: error: no c",
      ])
  }
}
