import ConsoleModel
import Testing
import Units

/// The way out of a strip and back, in a file.
@Suite struct InsertTests {
  @Test func readsWhereSignalsLeaveAndComeBack() throws {
    let desk = try console(
      """
      channels:
        1: { insert: { output: 7, input: 9 }, sends: { fx 1: 0 dB } }
        2: { stereo: yes, input: [3, 4], insert: { on: off, output: [30, 28], input: 9..10 } }
        3..4: { insert: { on: off, output: none } }
      groups: { 2: { insert: { input: [9, 9], output: 31..32 } } }
      fx: { 1: { stereo: no, insert: { output: 33, input: 1 } } }
      main: { insert: { output: [34, 35], input: [11, 12] } }
      monitor: { insert: { output: [36, 37], input: [13, 14] } }
      auxes: { 2: { output: none } }
      """)
    let wanted = try Console.standard.after(
      .outputs(BusID(.aux, 2), []), .insert(.channel(1), outputs: [7], inputs: [9]),
      .set(.channel(1), .insertOn, 1), .width(.channel(2), .stereo),
      .inputs(channel: 2, [3, 4]), .insert(.channel(2), outputs: [30, 28], inputs: [9, 10]),
      .insert(.group(2), outputs: [31, 32], inputs: [9, 9]), .set(.group(2), .insertOn, 1),
      .width(.fx(1), .mono), .insert(.fx(1), outputs: [33], inputs: [1]),
      .set(.fx(1), .insertOn, 1), .sendLevel(.channel(1), to: BusID(.fx, 1), .unity),
      .insert(.main, outputs: [34, 35], inputs: [11, 12]), .set(.main, .insertOn, 1),
      .insert(.bus(.monitor), outputs: [36, 37], inputs: [13, 14]),
      .set(.bus(.monitor), .insertOn, 1))
    for id in desk.stripIDs { #expect(desk.strip(id) == wanted.strip(id), "\(id)") }
    #expect(desk.buses.map(\.outputs) == wanted.buses.map(\.outputs))
  }

  @Test func keysMayComeFromSeveralEntries() throws {
    let desk = try console(
      """
      channels:
        1: { insert: { output: 40 } }
        1..2: { insert: { on: off } }
        2: { insert: { output: 41, input: 6 } }
      """)
    #expect(desk.strip(.channel(1))?.insert.outputs == [40])
    #expect(desk.strip(.channel(2))?.insert.inputs == [6])
    #expect((1...2).map { desk.value(of: .insertOn, on: .channel($0)) } == [0, 0])
  }

  private static let mistakes: [(file: String, message: String)] = [
    (
      "channels: { 1: { insert: 7 } }",
      "2:26: error: 'insert' of channel 1 is '7', but a group of keys is needed"
    ),
    (
      "channels: { 1: { insert: { send: 7 } } }",
      "2:28: error: unknown key 'send' in 'insert' of channel 1; allowed are: input, on, output; did you mean 'output'?"
    ),
    (
      "channels: { 1: { insert: { output: 257 } } }",
      "2:36: error: '257' is out of range in 'output' of 'insert' of channel 1; allowed are 1 to 256"
    ),
    (
      "channels: { 1: { insert: { output: nil } } }",
      "2:36: error: unknown output 'nil' in 'output' of 'insert' of channel 1; allowed are: none, 1 to 256"
    ),
    (
      "channels: { 1: { insert: { output: [40, 41], input: 1 } } }",
      "2:36: warning: the insert of channel 1 has 2 outputs, but it is mono, which needs 1 or none"
    ),
    (
      "main: { insert: { output: [40, 41], input: 1 } }",
      "2:44: warning: the insert of main has 1 input, but it is stereo, which needs 2 or none"
    ),
    (
      "main: { insert: { output: [40, 40], input: [1, 2] } }",
      "2:27: error: output 40 is given twice in 'output' of the insert of main"
    ),
    (
      "auxes: { 1: { output: [7, 8] } }\nchannels: { 1: { insert: { output: 8, input: 1 } } }",
      "3:36: error: output 8 of the insert of channel 1 already plays aux 1, at 2:23"
    ),
    (
      "channels: { 1: { insert: { output: 8, input: 1 } } }\nauxes: { 1: { output: [7, 8] } }",
      "3:23: error: output 8 of aux 1 already plays the insert of channel 1, at 2:36"
    ),
    (
      "channels: { 1: { insert: { output: 40 } }, 2: { insert: { output: 40 } } }",
      "2:67: error: output 40 of the insert of channel 2 already plays the insert of channel 1, at 2:36"
    ),
    (
      "main: { output: [1, 2], insert: { output: [2, 3], input: [1, 2] } }",
      "2:43: error: output 2 of the insert of main already plays main, at 2:17"
    ),
    (
      "channels: { 1..2: { insert: { output: 40, input: 3 } } }",
      "2:39: error: 'output' of 'insert' can't be shared by channels 1..2; give each its own, or 'none'"
    ),
    (
      "channels: { 1: { insert: { output: 40 } }, 1..2: { insert: { output: none } } }",
      "2:62: error: 'insert.output' of channel 1 is given twice; it was first given at 2:28"
    ),
    (
      "channels: { 1: { insert: { on: maybe } } }",
      "2:32: error: unknown word 'maybe' in 'on' of 'insert' of channel 1; allowed are: on, off, yes, no, true, false"
    ),
    (
      "talkback: { insert: { output: 40 } }",
      "2:13: error: unknown key 'insert' in talkback; allowed are: dim, high-pass, input, level, meter, on, to"
    ),
  ]

  @Test(arguments: 0..<mistakes.count) func saysWhereAMistakeIs(row: Int) throws {
    let (file, message) = Self.mistakes[row]
    let first = try #require(messages(file).first)
    #expect(first == "desk.yaml:" + message)
  }

  @Test func tellsOfOneThatIsOnButGoesNowhere() {
    #expect(
      messages("channels: { 1: { insert: {} }, 2: { insert: { output: 40 } } }") == [
        "desk.yaml:2:26: warning: the insert of channel 1 is on, but has no 'output' and no"
          + " 'input': the signal passes it as it is",
        "desk.yaml:2:45: warning: the insert of channel 2 is on, but has no 'input': the signal"
          + " passes it as it is",
      ])
    #expect(
      messages("main: { insert: { input: [3, 4] } }") == [
        "desk.yaml:2:17: warning: the insert of main is on, but has no 'output': the signal passes"
          + " it as it is"
      ])
    #expect(messages("main: { insert: { on: off } }") == [])
  }

  @Test func takesUsualOutputsAwayAndTellsOfIt() throws {
    let file = "channels: { 1: { insert: { output: 6, input: 1 } } }\nauxes: { 1: { name: Wedge } }"
    let (desk, messages) = load(file)
    #expect(
      messages == [
        "desk.yaml:2:36: warning: aux 1 has no output, because the insert of channel 1 plays on its"
          + " usual 5 and 6; give aux 1 an 'output'"
      ])
    #expect(desk?.buses.first { $0.id == BusID(.aux, 1) }?.outputs == [])
  }
}
