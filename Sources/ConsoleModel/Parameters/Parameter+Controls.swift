import Units

// What is no processor: levels, keys and ways.
extension Parameter {
  /// The rows of all controls, in the order of `Control`.
  static let controls = strip + assigns + sends + memberships + others + desk

  private static let sounding = all.union([.vca])
  private static let senders = all.subtracting([.monitor])
  private static let faders = -Double.infinity...Decibels.faderTop.value
  private static let sendBuses: Set<BusKind> = [.aux, .fx, .matrix]

  private static let strip: [Parameter] = [
    Parameter(
      .trim, "trim", .decibels, -60...20, default: 0, step: 0.5, kinds: all,
      "The gain at the strip's input"),
    Parameter(
      choice: .polarity, "polarity", ["normal", "inverted"], kinds: all,
      "Whether the wave is turned upside down"),
    Parameter(
      .fader, "fader", .decibels, faders, default: -.infinity, onBuses: 0,
      exceptions: [.main: -.infinity], step: 0.01, taper: .fader, kinds: sounding,
      "The strip's own fader; VCAs add theirs"),
    Parameter(
      switch: .mute, "mute", kinds: sounding,
      "The strip's own mute; VCAs and mute groups add theirs"
    ),
    Parameter(
      switch: .muteSafe, "mute-safe", kinds: all,
      "Lets only its own mute silence it: no VCA's, no mute group, no all-mute"),
    Parameter(
      switch: .solo, "solo", kinds: sounding.subtracting([.monitor]),
      "Lets the monitor hear it, or mutes the others, as the solo mode says"),
    Parameter(
      switch: .soloSafe, "solo-safe", exceptions: [.fx: 1], kinds: [.channel, .group, .fx],
      "Lets no solo in place mute it"),
    Parameter(switch: .arm, "arm", kinds: channels, "Marks it for recording"),
    Parameter(
      .pan, "pan", .place, -100...100, default: 0, step: 2, kinds: all,
      "Where a mono strip stands; the balance of a stereo one"),
    Parameter(
      switch: .link, "link", kinds: channels,
      "Makes it a pair with the next channel: what is done to one is done to both"),
    Parameter(
      choice: .colour, "colour", StripColour.allCases.map(\.rawValue), kinds: sounding,
      "What it is shown in where a surface has colours"),
  ]

  private static let assigns: [Parameter] = [
    Parameter(
      .main, "main", .onOff, 0...1, default: 1, exceptions: [.aux: 0, .matrix: 0], step: 1,
      kinds: senders.subtracting([.main]), "Whether it goes to main"),
    Parameter(
      switch: .group, "groups.*", kinds: senders, to: [.group],
      "Whether it goes to the group of that number"),
    Parameter(
      switch: .to, "to.*", kinds: [.talkback, .oscillator],
      to: Set(BusKind.allCases).subtracting([.monitor]), "Whether it goes to that bus"),
  ]

  private static let sends: [Parameter] = [
    Parameter(
      .sendLevel, "sends.*.level", .decibels, faders, default: -.infinity, step: 0.01,
      taper: .fader, kinds: senders, to: sendBuses, "The send's level; it turns a new send on"),
    Parameter(
      switch: .sendOn, "sends.*.on", kinds: senders, to: sendBuses, "Whether the send is on"),
    Parameter(
      choice: .sendTap, "sends.*.tap", Tap.allCases.map(\.rawValue), default: Tap.postFader.place,
      exceptions: [.aux: Double(Tap.preFader.place)], kinds: senders, to: sendBuses,
      "Where the send takes its signal"),
    Parameter(
      .sendPan, "sends.*.pan", .placeOrFollow, -100...100, default: .infinity, step: 2,
      kinds: senders, to: sendBuses, "Where the send falls in a stereo bus, or as the strip's pan"),
    Parameter(
      .sendWidth, "sends.*.width", .percent, 0...200, default: 100, step: 5, kinds: senders,
      to: sendBuses, "How far the sides of a stereo strip stand apart in a stereo bus"),
    Parameter(
      choice: .sendMute, "sends.*.mute", SendMute.allCases.map(\.rawValue), kinds: senders,
      to: sendBuses, "Whether mutes reach it: as the desk's `mute-reach` says, always, or never"),
  ]

  private static let memberships: [Parameter] = [
    Parameter(
      member: .inVCA, "vcas.*", in: .vca, kinds: sounding, "Whether it hangs under that VCA"),
    Parameter(
      member: .inMuteGroup, "mute-groups.*", in: .muteGroup, kinds: all,
      "Whether it belongs to that mute group"),
  ]

  private static let others: [Parameter] = [
    Parameter(
      .source, "source", .bus, 0...Double(BusID.everyName.count - 1),
      default: Double(BusID.everyName.firstIndex(of: .main) ?? 0), step: 1, kinds: [.monitor],
      "What the monitor hears while it hears no solo"),
    Parameter(switch: .muteGroupOn, "on", kinds: [.muteGroup], "Mutes its members, or dims them"),
    Parameter(
      .muteGroupDim, "dim", .decibelsOrNone, -.infinity...(-0.001),
      default: .infinity, step: 0.01, taper: .fader, kinds: [.muteGroup],
      "How far it turns its members down, below 0 dB, instead of muting them"),
  ]

  private static let desk: [Parameter] =
    [
      Parameter(
        choice: .soloMode, "solo", SoloMode.allCases.map(\.rawValue), kinds: [.desk],
        "What solo keys do")
    ]
    + soloTaps.map { control, kinds in
      Parameter(
        choice: control, "solo-\(kinds)", SoloTap.allCases.map(\.rawValue), kinds: [.desk],
        "Where the monitor listens to soloed \(kinds), unless solo is in place")
    } + [
      Parameter(
        switch: .soloExclusive, "solo-exclusive", kinds: [.desk], "Lets a new solo lift all others"),
      Parameter(
        switch: .soloInputFirst, "solo-input-first", kinds: [.desk],
        "Lets soloed buses wait while a channel is soloed"),
      Parameter(
        switch: .soloFollowsSelect, "solo-follows-select", kinds: [.desk],
        "Moves a solo to the strip that is selected, while there is one"),
      Parameter(
        choice: .soloKey, "solo-key", SoloKey.allCases.map(\.rawValue), kinds: [.desk],
        "How solo keys latch; `auto` latches when tapped"),
      Parameter(
        choice: .muteReach, "mute-reach", MuteReach.allCases.map(\.rawValue), kinds: [.desk],
        "Which sends the mutes of their strips reach"),
      Parameter(
        switch: .allMute, "all-mute", kinds: [.desk],
        "Mutes all channels and fx returns that are not mute-safe"),
      Parameter(
        choice: .unassign, "unassign", Keeping.allCases.map { "keep-\($0.rawValue)" },
        kinds: [.desk], "What a strip keeps when it leaves a VCA: its fader, or how it sounds"),
      Parameter(
        choice: .meterPoint, "meter", MeterPoint.allCases.map(\.rawValue), default: 1,
        kinds: [.desk], "Where the meters listen that go by the desk"),
    ]

  private static let soloTaps: KeyValuePairs<Control, String> = [
    .soloGroups: "groups", .soloAuxes: "auxes", .soloFXs: "fx", .soloMatrices: "matrices",
    .soloMain: "main",
  ]
}

extension Tap {
  /// The place among the words of its row.
  var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension BusID {
  /// The names of all buses that the monitor of the largest console may hear.
  public static let everyName: [BusID] = {
    let most = ConsoleSize.limits
    let counts: [(BusKind, Int)] = [
      (.group, most.groups), (.aux, most.auxes), (.fx, most.fxs), (.matrix, most.matrices),
      (.main, 1),
    ]
    return counts.flatMap { kind, count in (1...count).map { BusID(kind, $0) } }
  }()
}
