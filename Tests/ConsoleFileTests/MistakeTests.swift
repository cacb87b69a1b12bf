import Testing

@Suite struct MistakeTests {
  @Test func findsEveryMistakeOfAFileInOneRun() {
    let found = messages(
      """
      name: Friday
      ramp: 5
      pan-law: -3.5 dB
      chanels: {}
      channels:
        1: { fader: 12 dB, pan: l50, input: [1, 2] }
        2: { fader: nan, polarity: reverse, volume: 3 dB }
        33: { mute: maybe }
        3: { groups: [9], vcas: [1, 1], sends: { fx1: -3 dB } }
      """)
    #expect(
      found == [
        "desk.yaml:3:7: error: no unit after '5' in 'ramp' of the console; allowed are: ms, s;"
          + " did you mean '5 ms'?",
        "desk.yaml:4:10: error: unknown word '-3.5 dB' in 'pan-law' of the console; allowed are:"
          + " -3 dB, -4.5 dB, -6 dB; did you mean '-4.5 dB'?",
        "desk.yaml:5:1: error: unknown key 'chanels' in the console; allowed are: all-mute,"
          + " auxes, busbar-console, channels, fx, groups, main, matrices, meter, monitor,"
          + " mute-groups, mute-reach, name, oscillator, pan-law, ramp, size, solo, solo-auxes,"
          + " solo-exclusive, solo-follows-select, solo-fx, solo-groups, solo-input-first, solo-key,"
          + " solo-main, solo-matrices, talkback, unassign, vcas; did you mean 'channels'?",
        "desk.yaml:7:15: error: '12 dB' is out of range in 'fader' of channel 1; allowed is 10 dB"
          + " or less, and -inf dB",
        "desk.yaml:7:27: error: unknown pan 'l50' in 'pan' of channel 1; allowed are: C, L1 to L100,"
          + " R1 to R100; did you mean 'L50'?",
        "desk.yaml:7:39: warning: channel 1 has 2 inputs, but it is mono, which needs 1 or none",
        "desk.yaml:8:15: error: 'fader' of channel 2 is 'nan', but a number in dB is needed",
        "desk.yaml:8:30: error: unknown word 'reverse' in 'polarity' of channel 2; allowed are:"
          + " normal, inverted",
        "desk.yaml:8:39: error: unknown key 'volume' in channel 2; allowed are: arm, colour,"
          + " compressor, delay, direct, eq, fader, gate, groups, high-pass, input, insert, link, main, meter, mute,"
          + " mute-groups, mute-safe, name, order, pan, polarity, sends, solo, solo-safe, stereo, trim, vcas;"
          + " did you mean 'fader'?",
        "desk.yaml:9:3: error: there is no channel 33; allowed are 1 to 32",
        "desk.yaml:9:15: error: unknown word 'maybe' in 'mute' of one of the channels; allowed are:"
          + " on, off, yes, no, true, false",
        "desk.yaml:10:17: error: there is no group 9; allowed are 1 to 8",
        "desk.yaml:10:31: error: vca 1 is given twice in 'vcas' of channel 3",
        "desk.yaml:10:44: error: unknown bus 'fx1' in a key of 'sends' of channel 3; allowed are: aux 1,"
          + " aux 2, aux 3, aux 4, aux 5, aux 6, aux 7, aux 8, fx 1, fx 2, fx 3, fx 4; did you mean"
          + " 'fx 1'?",
      ])
  }

  /// Files of one mistake each, from line 2 on, and what is said about it after `desk.yaml:`.
  @Test(arguments: [
    (
      "name: \"\"",
      "2:7: error: '' is 0 characters long in 'name' of the console; allowed are 1 to 32 characters"
    ),
    (
      "name: A name that goes on for far too long",
      "2:7: error: 'A name that goes on for far too long' is 36 characters long in 'name' of the console; allowed are 1 to 32 characters"
    ),
    (
      "name: \"a\\x07b\"",
      "2:7: error: 'a\\u{7}b' holds the unprintable character U+7 in 'name' of the console; only printable text is allowed"
    ),
    (
      "ramp: 0.5 ms",
      "2:7: error: '0.5 ms' is out of range in 'ramp' of the console; allowed are 1 ms to 200 ms"
    ),
    ("ramp: 5 dB", "2:7: error: unknown unit 'dB' in 'ramp' of the console; allowed are: ms, s"),
    (
      "mute-reach: postfader",
      "2:13: error: unknown word 'postfader' in 'mute-reach' of the console; allowed are: all, post-fader; did you mean 'post-fader'?"
    ),
    (
      "meter: after",
      "2:8: error: unknown word 'after' in 'meter' of the console; allowed are: input, pre-fader, post-fader"
    ),
    (
      "size: { channels: 300 }",
      "2:19: error: '300' is out of range in 'channels' of the size; allowed are 1 to 256"
    ),
    ("size: 16", "2:7: error: 'size' of the console is '16', but a group of keys is needed"),
    ("size: { fx: 0 }\nfx: { 1: {} }", "3:7: error: there is no fx 1; the console has none"),
    (
      "main: { fader: -6 }",
      "2:16: error: no unit after '-6' in 'fader' of main; allowed is: dB; did you mean '-6 dB'?"
    ),
    (
      "main:\n  fader: -6,5 dB",
      "3:10: error: '-6,5 dB' has a comma in 'fader' of main; write a point; did you mean '-6.5 dB'?"
    ),
    (
      "main: { trim: 21 dB }",
      "2:15: error: '21 dB' is out of range in 'trim' of main; allowed are -60 dB to 20 dB"
    ),
    (
      "main: { main: on }",
      "2:9: error: unknown key 'main' in main; allowed are: colour, compressor, delay, eq, fader, groups, insert, limiter, loudness, meter, mute, mute-groups, mute-safe, name, output, pan, polarity, saturation, sends, solo, stereo, trim, vcas, width"
    ),
    (
      "monitor: { solo: on }",
      "2:12: error: unknown key 'solo' in monitor; allowed are: colour, compressor, delay, dim, dim-level, eq, fader, insert, limiter, meter, mono, mute, mute-groups, mute-safe, name, output, pan, polarity, saturation, source, stereo, trim, vcas, width"
    ),
    (
      "channels: [1]",
      "2:11: error: 'channels' of the console is a list, but a group of keys is needed"
    ),
    ("channels: { 1: Kick }", "2:16: error: channel '1' is 'Kick', but a group of keys is needed"),
    (
      "channels: { 6..3: {} }",
      "2:13: error: the range '6..3' runs backwards in a key of 'channels' of the console; did you mean '3..6'?"
    ),
    (
      "channels: { kick: {} }",
      "2:13: error: 'kick' is not a whole number in a key of 'channels' of the console; allowed are 1 to 32"
    ),
    (
      "channels: { 1: { mute: off, mute: on } }",
      "2:29: error: duplicate key 'mute'; it was first given at 2:18"
    ),
    (
      "channels: { 1: { pan: L101 } }",
      "2:23: error: unknown pan 'L101' in 'pan' of channel 1; allowed are: C, L1 to L100, R1 to R100"
    ),
    (
      "channels: { 1: { input: 257 } }",
      "2:25: error: '257' is out of range in 'input' of channel 1; allowed are 1 to 256"
    ),
    (
      "channels: { 1: { input: non } }",
      "2:25: error: unknown input 'non' in 'input' of channel 1; allowed are: none, 1 to 256; did you mean 'none'?"
    ),
    (
      "channels: { 1: { stereo: yes } }",
      "2:26: error: channel 1 is stereo and needs its 'input', such as [1, 2] or none"
    ),
    (
      "channels: { 1: { stereo: yes, input: 1 } }",
      "2:38: warning: channel 1 has 1 input, but it is stereo, which needs 2 or none"
    ),
    (
      "channels: { 1..4: { input: 1 } }",
      "2:28: error: 'input' can't be shared by channels 1..4; give each its own, or 'none'"
    ),
    (
      "channels: { 1..4: { mute: on }, 3: { mute: off } }",
      "2:38: error: 'mute' of channel 3 is given twice; it was first given at 2:21"
    ),
    (
      "channels: { 1: { sends: { main: 0 dB } } }\nsize: { auxes: 1, fx: 1 }",
      "2:27: error: unknown bus 'main' in a key of 'sends' of channel 1; allowed are: aux 1, fx 1"
    ),
    (
      "channels: { 1: { sends: { aux 1: { tap: post-fade } } } }",
      "2:41: error: unknown word 'post-fade' in 'tap' of a send; allowed are: input, pre-eq, post-eq, pre-fader, post-fader; did you mean 'post-fader'?"
    ),
    (
      "channels: { 1: { mute-groups: 9 } }",
      "2:31: error: there is no mute group 9; allowed are 1 to 8"
    ),
    (
      "channels: { 1: { vcas: [Band] } }",
      "2:25: error: 'Band' is not a whole number in item 1 of 'vcas' of channel 1; allowed are 1 to 8"
    ),
    (
      "auxes: { 1: { output: [7, 7] } }",
      "2:23: error: output 7 is given twice in 'output' of aux 1"
    ),
    (
      "auxes: { 1: { output: [7, 8] }, 2: { output: [8, 9] } }",
      "2:46: error: output 8 of aux 2 already plays aux 1, at 2:23"
    ),
    (
      "groups: { 1: { output: 7 } }",
      "2:24: warning: group 1 has 1 output, but it is stereo, which needs 2 or none"
    ),
    (
      "fx: { 1: { delay: 3 s } }",
      "2:19: error: '3 s' is out of range in 'delay' of fx 1; allowed are 0 ms to 2000 ms"
    ),
    (
      "mute-groups: { 1: { dim: 0 dB } }",
      "2:26: error: dim at 0 dB is out of range; allowed is a level below 0 dB, none"
    ),
    (
      "solo: pre",
      "2:7: error: unknown word 'pre' in 'solo' of the console; allowed are: pfl, afl, sip"
    ),
    (
      "monitor: { source: monitor }\nsize: { groups: 0, auxes: 1, fx: 0 }",
      "2:20: error: unknown bus 'monitor' in 'source' of monitor; allowed are: aux 1, main"
    ),
    (
      "talkback: { to: [aux 1, aux 1] }",
      "2:25: error: aux 1 is given twice in 'to' of talkback"
    ),
    (
      "talkback: { input: [1, 2] }",
      "2:20: error: there are 2 inputs in 'input' of talkback; allowed are 1 or none"
    ),
    (
      "oscillator: { level: 3 dB }",
      "2:22: error: '3 dB' is out of range in 'level' of oscillator; allowed are -80 dB to 0 dB"
    ),
    (
      "matrices: { 1: {} }",
      "2:13: error: there is no matrix 1; the console has none"
    ),
    (
      "vcas: { 1: { pan: C } }",
      "2:14: error: unknown key 'pan' in vca 1; allowed are: colour, fader, mute, name, solo, vcas"
    ),
    (
      "main: &m { mute: on }",
      "2:7: error: anchors such as '&m' are not used here; write the value out where it is needed, or put text that starts with '&' in quotes"
    ),
    (
      "main: { fader: *m }",
      "2:16: error: aliases such as '*m' are not used here; write the value out, or put text that starts with '*' in quotes"
    ),
  ])
  func says(_ text: String, _ message: String) {
    #expect(messages(text) == ["desk.yaml:\(message)"])
  }

  @Test func namesAVersionThatItDoesNotKnow() {
    let (console, messages) = loadWhole("busbar-console: 2\nstrips: 7\n")
    #expect(console == nil)
    #expect(
      messages == [
        "desk.yaml:1:17: error: this file is of format version 2, but this program reads version 1"
      ])
  }

  @Test func needsTheVersion() {
    #expect(
      loadWhole("name: Friday\n").messages == [
        "desk.yaml:1:1: error: missing key 'busbar-console' in the console"
      ])
  }

  @Test func doesNotBlameStripsForASizeThatCannotBeRead() {
    #expect(messages("size: { groups: many }\ngroups: { 20: { mute: on } }").count == 1)
  }

  @Test func doesNotBlameInputsForAWidthThatCannotBeRead() {
    #expect(messages("channels: { 1: { stereo: maybe, input: [1, 2] } }").count == 1)
  }
}
