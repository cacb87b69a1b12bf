import ConsoleModel
import Testing
import Units

/// A channel's own way out of the desk, and where strips are metered, in a file.
@Suite struct DirectOutTests {
  @Test func readsDirectOuts() throws {
    let desk = try console(
      """
      channels:
        1: { direct: { output: 33 } }
        2: { stereo: yes, input: [3, 4], direct: { output: [36, 35], tap: post-eq, level: -6 dB } }
        3: { direct: { on: no, output: 37..37, level: -inf dB, tap: input } }
        4..5: { direct: { on: off, output: none } }
      """)
    let wanted = try Console.standard.after(
      .direct(.channel(1), outputs: [33]), .set(.channel(1), .directOn, 1),
      .width(.channel(2), .stereo), .inputs(channel: 2, [3, 4]),
      .direct(.channel(2), outputs: [36, 35]), .set(.channel(2), .directOn, 1),
      .set(.channel(2), .directTap, 2), .set(.channel(2), .directLevel, -6),
      .direct(.channel(3), outputs: [37]), .set(.channel(3), .directLevel, -.infinity),
      .set(.channel(3), .directTap, 0))
    for id in desk.stripIDs { #expect(desk.strip(id) == wanted.strip(id), "\(id)") }
  }

  @Test func readsWhereStripsAreMetered() throws {
    let desk = try console(
      """
      meter: input
      channels: { 1: { meter: post-fader }, 2: { meter: desk } }
      main: { meter: desk }
      talkback: { meter: pre-fader }
      """)
    let wanted = try Console.standard.after(
      .meterPoint(.input), .set(.channel(1), .meter, 3), .set(.main, .meter, 0),
      .set(.talkback, .meter, 2))
    #expect(desk == wanted)
  }

  private static let mistakes: [(file: String, message: String)] = [
    (
      "channels: { 1: { direct: 9 } }",
      "2:26: error: 'direct' of channel 1 is '9', but a group of keys is needed"
    ),
    (
      "channels: { 1: { direct: { outputs: 9 } } }",
      "2:28: error: unknown key 'outputs' in 'direct' of channel 1; allowed are: level, on, output, tap; did you mean 'output'?"
    ),
    (
      "channels: { 1: { direct: { output: 9, tap: post-fade } } }",
      "2:44: error: unknown word 'post-fade' in 'tap' of 'direct' of channel 1; allowed are: input, pre-eq, post-eq, pre-fader, post-fader; did you mean 'post-fader'?"
    ),
    (
      "channels: { 1: { direct: { output: 40, level: 11 dB } } }",
      "2:47: error: '11 dB' is out of range in 'level' of 'direct' of channel 1; allowed is 10 dB or less, and -inf dB"
    ),
    (
      "channels: { 1: { direct: { output: 257 } } }",
      "2:36: error: '257' is out of range in 'output' of 'direct' of channel 1; allowed are 1 to 256"
    ),
    (
      "channels: { 1: { direct: { output: [40, 41] } } }",
      "2:36: warning: the direct out of channel 1 has 2 outputs, but it is mono, which needs 1 or none"
    ),
    (
      "channels: { 1: { direct: { output: [40, 41, 42] } } }",
      "2:36: error: the direct out of channel 1 has 3 outputs, but it is mono, which needs 1 or none"
    ),
    (
      "auxes: { 1: { output: [7, 8] } }\nchannels: { 1: { direct: { output: 8 } } }",
      "3:36: error: output 8 of the direct out of channel 1 already plays aux 1, at 2:23"
    ),
    (
      "channels: { 1: { direct: { output: 40 } }, 2: { insert: { output: 40, input: 1 } } }",
      "2:67: error: output 40 of the insert of channel 2 already plays the direct out of channel 1, at 2:36"
    ),
    (
      "channels: { 1: { direct: { output: 40 } }, 2: { direct: { output: 40 } } }",
      "2:67: error: output 40 of the direct out of channel 2 already plays the direct out of channel 1, at 2:36"
    ),
    (
      "channels: { 1..2: { direct: { output: 40 } } }",
      "2:39: error: 'output' of 'direct' can't be shared by channels 1..2; give each its own, or 'none'"
    ),
    (
      "channels: { 1: { direct: {} } }",
      "2:26: warning: the direct out of channel 1 is on, but has no 'output': nobody hears it"
    ),
    (
      "channels: { 1: { meter: pre-fade } }",
      "2:25: error: unknown word 'pre-fade' in 'meter' of channel 1; allowed are: desk, input, pre-fader, post-fader; did you mean 'pre-fader'?"
    ),
    (
      "meter: desk",
      "2:8: error: unknown word 'desk' in 'meter' of the console; allowed are: input, pre-fader, post-fader"
    ),
  ]

  @Test(arguments: 0..<mistakes.count) func saysWhereAMistakeIs(row: Int) throws {
    let (file, message) = Self.mistakes[row]
    let first = try #require(messages(file).first)
    #expect(first == "desk.yaml:" + message)
  }

  @Test func takesUsualOutputsAwayAndTellsOfIt() throws {
    let file = "channels: { 1: { direct: { output: 6 } } }\nauxes: { 1: { name: Wedge } }"
    let (desk, messages) = load(file)
    #expect(
      messages == [
        "desk.yaml:2:36: warning: aux 1 has no output, because the direct out of channel 1 plays on"
          + " its usual 5 and 6; give aux 1 an 'output'"
      ])
    #expect(desk?.buses.first { $0.id == BusID(.aux, 1) }?.outputs == [])
  }
}
