import Testing

@Suite struct WarningTests {
  @Test func tellsOfAnEffectThatNobodyFeeds() {
    #expect(
      messages(
        "fx: { 1: { delay: 90 ms }, 2: { name: Hall } }\nchannels: { 1: { sends: { fx 2: 0 dB } } }"
      )
        == ["desk.yaml:2:7: warning: nobody feeds fx 1: no send to it is on"])
  }

  @Test func tellsOfAnAuxThatIsFedButHasNoOutput() {
    let fed = "channels: { 4..5: { sends: { aux 1: 0 dB } } }"
    #expect(
      messages("auxes: { 1: { output: none } }\n\(fed)") == [
        "desk.yaml:2:23: warning: aux 1 has no output, so nobody hears what is sent to it"
      ])
    #expect(messages("auxes: { 1: { output: none } }") == [])
    #expect(messages("auxes: { 1: { output: none, main: on } }\n\(fed)") == [])
  }

  @Test func tellsOfABusThatLostItsUsualOutputs() {
    #expect(
      messages("main: { output: [3, 6] }\nauxes: { 1: { name: Wedge } }") == [
        "desk.yaml:2:17: warning: aux 1 has no output, because main plays on its usual 5 and 6;"
          + " give aux 1 an 'output'",
        "desk.yaml:2:17: warning: monitor has no output, because main plays on its usual 3 and 4;"
          + " give monitor an 'output'",
      ])
    #expect(messages("groups: { 1: { output: [5, 6] } }") == [])
  }

  @Test func tellsOfAMoveThatIsAppliedTwice() {
    let text = """
      groups: { 1: { vcas: [1] } }
      channels:
        1: { groups: [1], vcas: [1] }
        2: { groups: [1], vcas: [2] }
        3: { vcas: [1] }
      """
    #expect(
      messages(text) == [
        "desk.yaml:4:28: warning: each dB of vca 1 moves channel 1 by 2 dB on its way through"
          + " group 1, which it moves too, at 2:23"
      ])
    #expect(
      messages(text + "\nvcas: { 2: { vcas: [1] } }") == [
        "desk.yaml:4:28: warning: each dB of vca 1 moves channel 1 by 2 dB on its way through"
          + " group 1, which it moves too, at 2:23",
        "desk.yaml:5:28: warning: each dB of vca 1 moves channel 2 by 2 dB on its way through"
          + " group 1, which it moves too, at 2:23",
      ])
  }

  @Test func tellsOfAVCAThatSilencesItsMembers() {
    #expect(
      messages("vcas: { 2: { fader: -inf dB } }\nchannels: { 3: { vcas: [1, 2] } }") == [
        "desk.yaml:3:28: warning: vca 2 stands at -inf dB, so that channel 3 is silent"
      ])
  }

  @Test func tellsOfASendThatMutesLeaveOpen() {
    let strip = "channels: { 3: { mute-groups: [1], sends: { aux 1: -10 dB, fx 1: 0 dB } } }"
    #expect(
      messages("mute-reach: post-fader\n\(strip)") == [
        "desk.yaml:3:45: warning: mute groups do not mute the send of channel 3 to aux 1 before its"
          + " fader: mute-reach is post-fader"
      ])
    #expect(messages(strip) == [])
  }

  @Test func tellsOfGroupsThatNobodyNeeds() {
    #expect(
      messages("channels: { 3: { groups: [1] } }") == [
        "desk.yaml:2:27: warning: group 1 has one source, channel 3, and does nothing to it:"
          + " channel 3 could go where group 1 goes"
      ])
    #expect(messages("channels: { 3: { groups: [1] } }\ngroups: { 1: { width: 90 % } }") == [])
    #expect(
      messages("channels: { 3..4: { groups: [1, 2] } }") == [
        "desk.yaml:2:33: warning: group 1 and group 2 have the same 2 members: where both go, these"
          + " are 6 dB louder"
      ])
  }

  @Test func loadsAFileWithWarnings() {
    #expect(load("fx: { 1: { name: Hall } }").console != nil)
  }
}
