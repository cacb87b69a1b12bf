import ConsoleModel
import Testing
import Units

@Suite struct ConsoleTests {
  @Test func makesTheStandardDeskOfAFileThatSaysNothing() throws {
    #expect(try console("") == Console.standard)
    #expect(try console("name: Friday") == Console(name: "Friday"))
  }

  @Test func readsAFileThatSetsEverything() throws {
    let text = """
      name: Friday band
      size: { channels: 6, groups: 2, auxes: 2, fx: 2, vcas: 4, mute-groups: 2 }
      ramp: 0.02 s
      pan-law: -4.5 dB
      mute-reach: post-fader
      meter: post-fader
      channels:
        1: { name: Kick, input: 4, trim: 3 dB, polarity: inverted, fader: -6 dB, pan: L50, mute: on,
             solo: on, arm: on, main: off, groups: [1], vcas: [1], mute-groups: [2],
             sends: { aux 1: -10 dB, fx 1: { level: -12 dB, tap: input, on: no, pan: R12.5 } } }
        2: { name: Keys, stereo: yes, input: [3, 3] }
        3..5: { groups: 1..2, fader: 0 dB }
        5: { input: none, sends: { fx 2: { pan: follow, tap: pre-fader } } }
      groups: { 1: { name: Drums, fader: -3.5 dB, stereo: no, output: 9, mute-groups: [1, 2] } }
      auxes:
        1: { name: Wedge, output: [7, 8], pan: R100, main: on }
        2: { output: none, trim: -60 dB }
      fx: { 1: { name: Space, delay: 320 ms, sends: { fx 2: -20 dB }, groups: [2] } }
      main: { fader: -1 dB, output: [3, 4], solo: on, vcas: [4] }
      monitor: { fader: -inf dB, output: [1, 2], mute: on, pan: C }
      vcas: { 1: { name: Band, fader: -5 dB, mute: on, solo: on, vcas: [2, 3] } }
      mute-groups: { 1: { name: FX, on: yes, dim: -20 dB }, 2: { dim: none } }
      """
    let (loaded, messages) = load(text)
    #expect(messages == ["desk.yaml:19:7: warning: nobody feeds fx 1: no send to it is on"])
    #expect(loaded == (try complete()))
  }

  /// The console of that file, made by hand.
  private func complete() throws -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes) = (6, 2, 2)
    (size.fxs, size.vcas, size.muteGroups) = (2, 4, 2)
    var console = Console(name: "Friday band", size: size)
    console.rampTime = Milliseconds(20)
    console.panLaw = .minus4Point5
    console.muteReach = .postFader
    console = try console.after(.meterPoint(.postFader))
    return try console.withChannels().withBuses().withMasters()
  }

  @Test func keepsAChannelDownThatIsNamedWithoutAFader() throws {
    let desk = try console("channels: { 1: { name: Kick } }")
    #expect(desk.fader(of: .channel(1)) == .silence)
  }

  @Test func turnsASendOnThatIsNamed() throws {
    let desk = try console("channels: { 1: { sends: { aux 1: {}, fx 1: -3 dB } } }")
    let strip = try #require(desk.strip(.channel(1)))
    #expect(strip.sends[BusID(.aux, 1)] == Send(level: .silence, isOn: true, tap: .preFader))
    #expect(strip.sends[BusID(.fx, 1)] == Send(level: Decibels(-3), isOn: true, tap: .postFader))
  }

  @Test func readsPansToTheEndsAndFractions() throws {
    let desk = try console("channels: { 1: { pan: L100 }, 2: { pan: R0.5 }, 3: { pan: C } }")
    #expect(desk.channels.prefix(3).map(\.strip.pan) == [.left, Pan(0.005), .centre])
  }

  @Test func mergesRangesAndSingleEntriesInAnyOrder() throws {
    let desk = try console(
      "channels: { 2: { fader: -5 dB }, 1..3: { mute: on }, 3: { sends: { fx 1: 0 dB } } }")
    let edited = try Console.standard.after(
      .mute(.channel(1), true), .mute(.channel(2), true), .mute(.channel(3), true),
      .fader(.channel(2), Decibels(-5)), .sendLevel(.channel(3), to: BusID(.fx), .unity))
    #expect(desk == edited)
  }

  @Test func swapsOutputsWhateverTheirOrder() throws {
    let desk = try console("main: { output: [3, 4] }\nmonitor: { output: 1..2 }")
    #expect(desk.buses.suffix(2).map(\.outputs) == [[3, 4], [1, 2]])
  }

  @Test func givesAMonoBusTheFirstOfItsUsualOutputs() throws {
    let desk = try console("auxes: { 2: { stereo: no } }\nmain: { stereo: off }")
    #expect(desk.buses.filter { $0.strip.width == .mono }.map(\.outputs) == [[7], [1]])
  }

  @Test func reads256ChannelsAndTheMostOfEverything() throws {
    let desk = try console(
      "size: { channels: 256, groups: 32, auxes: 32, fx: 16, vcas: 32, mute-groups: 16 }\n"
        + "channels: { 1..256: { fader: 10 dB, vcas: 32, groups: 32, mute-groups: 16 } }")
    #expect(desk.channels.count == 256)
    #expect(desk.channels.allSatisfy { $0.strip.fader == .faderTop && $0.strip.vcas == [32] })
  }
}

extension Console {
  fileprivate func withChannels() throws -> Console {
    let fx = BusID(.fx, 1)
    let aux = BusID(.aux, 1)
    let first = StripID.channel(1)
    var console = try after(
      .name(first, "Kick"), .inputs(channel: 1, [4]), .trim(first, Decibels(3)),
      .polarity(first, inverted: true), .fader(first, Decibels(-6)), .pan(first, Pan(-0.5)),
      .mute(first, true), .solo(first, true), .arm(first, true), .assign(first, to: .main, false),
      .assign(first, to: BusID(.group, 1), true), .joinVCA(first, vca: 1),
      .joinMuteGroup(first, group: 2), .sendLevel(first, to: aux, Decibels(-10)),
      .sendOn(first, to: fx, false), .sendLevel(first, to: fx, Decibels(-12)),
      .sendTap(first, to: fx, .input), .sendPan(first, to: fx, .fixed(Pan(0.125))))
    console = try console.after(
      .name(.channel(2), "Keys"), .width(.channel(2), .stereo), .inputs(channel: 2, [3, 3]))
    for number in 3...5 {
      console = try console.after(
        .fader(.channel(number), .unity), .assign(.channel(number), to: BusID(.group, 1), true),
        .assign(.channel(number), to: BusID(.group, 2), true))
    }
    return try console.after(
      .inputs(channel: 5, []), .sendOn(.channel(5), to: BusID(.fx, 2), true),
      .sendTap(.channel(5), to: BusID(.fx, 2), .preFader))
  }

  fileprivate func withBuses() throws -> Console {
    let outputs = try after(
      .outputs(.main, []), .outputs(.monitor, []), .outputs(BusID(.aux, 2), []),
      .outputs(.main, [3, 4]), .outputs(.monitor, [1, 2]), .outputs(BusID(.aux, 1), [7, 8]),
      .width(.group(1), .mono), .outputs(BusID(.group, 1), [9]))
    return try outputs.after(
      .name(.group(1), "Drums"), .fader(.group(1), Decibels(-3.5)),
      .joinMuteGroup(.group(1), group: 1), .joinMuteGroup(.group(1), group: 2),
      .name(.aux(1), "Wedge"), .pan(.aux(1), .right), .assign(.aux(1), to: .main, true),
      .trim(.aux(2), Decibels(-60)), .name(.fx(1), "Space"),
      .delay(BusID(.fx, 1), Milliseconds(320)),
      .sendLevel(.fx(1), to: BusID(.fx, 2), Decibels(-20)),
      .assign(.fx(1), to: BusID(.group, 2), true))
  }

  fileprivate func withMasters() throws -> Console {
    try after(
      .fader(.main, Decibels(-1)), .solo(.main, true), .joinVCA(.main, vca: 4),
      .fader(.bus(.monitor), .silence), .mute(.bus(.monitor), true), .name(.vca(1), "Band"),
      .fader(.vca(1), Decibels(-5)), .mute(.vca(1), true), .solo(.vca(1), true),
      .joinVCA(.vca(1), vca: 2), .joinVCA(.vca(1), vca: 3), .muteGroupName(1, "FX"),
      .muteGroup(1, isOn: true), .muteGroupDim(1, Decibels(-20)))
  }
}
