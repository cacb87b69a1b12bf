import Units

extension Parameter {
  /// Every parameter: the settings of processors in the order of `Setting`, then the controls.
  public static let table: [Parameter] = settings + controls

  static let settings: [Parameter] =
    input + gate + equaliser + compressor + saturation + tone + output + ways + echo + reverb
    + monitor + talkback + oscillator

  /// The rows that a kind of strip has, in the order of the signal.
  public static func table(of kind: StripKind) -> [Parameter] {
    table.filter { $0.kinds.contains(kind) }
  }

  static let channels: Set<StripKind> = [.channel]
  static let buses: Set<StripKind> = [.group, .aux, .fx, .matrix, .main, .monitor]
  static let all = channels.union(buses)
  static let microphones: Set<StripKind> = [.channel, .talkback]
  static let effects: Set<StripKind> = [.fx]
  static let outputs: Set<StripKind> = [.aux, .matrix, .main, .monitor]
}

// What comes before the equaliser.
extension Parameter {
  private static let input = [
    Parameter(
      .delay, "delay", .milliseconds, 0...300, default: 0, step: 0.1, kinds: all.subtracting([.fx]),
      "Delays the whole strip, to bring what stands apart together"),
    Parameter(switch: .highPassOn, "high-pass.on", kinds: microphones, "Takes the low end out"),
    Parameter(
      .highPassFrequency, "high-pass.frequency", .hertz, 20...1000, default: 80, step: 1.06,
      taper: .logarithmic, kinds: microphones, "Where the high-pass is down by 3 dB"),
    Parameter(
      choice: .highPassSlope, "high-pass.slope", ["12 dB", "18 dB", "24 dB"], kinds: microphones,
      "How much less each octave further down is"),
  ]

  private static let gate =
    [
      Parameter(switch: .gateOn, "gate.on", kinds: channels, "Turns down what is too quiet"),
      Parameter(
        choice: .gateMode, "gate.mode", ["gate", "expander", "ducker"], kinds: channels,
        "Whether it shuts, turns down by a ratio, or turns down while the key is loud"),
      Parameter(
        .gateThreshold, "gate.threshold", .decibels, -80...0, default: -40, step: 0.5,
        kinds: channels,
        "The level at which it opens, or ducks"),
      Parameter(
        .gateRange, "gate.range", .decibels, -80...0, default: -40, step: 0.5, kinds: channels,
        "The most that it turns down"),
      Parameter(
        .gateRatio, "gate.ratio", .ratio, 1...(.infinity), default: 2, step: 1.1,
        taper: .logarithmic,
        kinds: channels, "How many dB an expander's output falls for each dB of the input"),
      Parameter(
        .gateAttack, "gate.attack", .milliseconds, 0.1...200, default: 1, step: 1.1,
        taper: .logarithmic, kinds: channels, "How fast it opens"),
      Parameter(
        .gateHold, "gate.hold", .milliseconds, 0...2000, default: 50, step: 5, kinds: channels,
        "How long it stays open at least"),
      Parameter(
        .gateRelease, "gate.release", .milliseconds, 5...4000, default: 200, step: 1.1,
        taper: .logarithmic, kinds: channels, "How fast it closes"),
      Parameter(
        .gateHysteresis, "gate.hysteresis", .decibels, 0...12, default: 3, step: 0.5,
        kinds: channels,
        "How far below the threshold it starts to close"),
    ] + key("gate", .gateKey, .gateKeyLowCut, .gateKeyHighCut)

  private static func key(
    _ group: String, _ key: Setting, _ lowCut: Setting, _ highCut: Setting
  ) -> [Parameter] {
    [
      Parameter(
        key, "\(group).key", .channel, 0...256, default: 0, step: 1, kinds: channels,
        "The channel whose input it listens to instead of its own signal"),
      Parameter(
        lowCut, "\(group).key-low-cut", .hertz, 20...2000, default: 20, step: 1.06,
        taper: .logarithmic, kinds: channels,
        "The lowest frequency that it listens to; 20 Hz is off"),
      Parameter(
        highCut, "\(group).key-high-cut", .hertz, 200...20000, default: 20000, step: 1.06,
        taper: .logarithmic, kinds: channels,
        "The highest frequency that it listens to; 20 kHz is off"),
    ]
  }
}

// The equaliser.
extension Parameter {
  /// The bands that a kind of strip has.
  public static func bandCount(of kind: StripKind) -> Int { kind == .channel ? 4 : 6 }

  /// The words for the shapes of a band.
  public static let shapes = [
    "peaking", "low-shelf", "high-shelf", "low-cut", "high-cut", "notch", "tilt",
  ]

  private static let equaliser =
    [
      Parameter(
        choice: .order, "order", ["eq-compressor", "compressor-eq"], kinds: channels,
        "Which of the two comes first"),
      Parameter(switch: .eqOn, "eq.on", kinds: all, "Switches the whole equaliser"),
    ] + (1...6).flatMap(band)

  private static func band(_ number: Int) -> [Parameter] {
    let kinds = number <= 4 ? all : buses
    let frequencies: [(channel: Double, bus: Double)] = [
      (100, 60), (400, 180), (2000, 600), (8000, 1800), (4000, 4500), (10000, 10000),
    ]
    let (channel, bus) = frequencies[number - 1]
    let lastOfChannel = number == 4 ? 2 : 0
    return [
      Parameter(
        switch: .eq(number, .on), "eq.\(number).on", kinds: kinds, "Switches the band"),
      Parameter(
        choice: .eq(number, .shape), "eq.\(number).shape", shapes,
        default: number == 1 ? 1 : lastOfChannel, onBuses: number == 1 ? 1 : number == 6 ? 2 : 0,
        kinds: kinds, "What the band does to its frequency's surroundings"),
      Parameter(
        .eq(number, .frequency), "eq.\(number).frequency", .hertz, 20...20000, default: channel,
        onBuses: bus, step: 1.06, taper: .logarithmic, kinds: kinds, "Where the band works"),
      Parameter(
        .eq(number, .gain), "eq.\(number).gain", .decibels, -18...18, default: 0, step: 0.5,
        kinds: kinds, "How much a peak, shelf or tilt lifts"),
      Parameter(
        .eq(number, .q), "eq.\(number).q", .number, 0.1...16, default: number == 1 ? 0.7 : 1,
        step: 1.1, taper: .logarithmic, kinds: kinds, "How narrow the band is"),
    ]
  }
}

// The compressor of channels, and the glue compressor of buses.
extension Parameter {
  private static let compressor =
    [
      Parameter(
        switch: .compressorOn, "compressor.on", kinds: all, "Turns down what is too loud"),
      Parameter(
        .compressorThreshold, "compressor.threshold", .decibels, -60...0, default: -20, step: 0.5,
        kinds: all, "The level from which on it turns down"),
      Parameter(
        .compressorRatio, "compressor.ratio", .ratio, 1...(.infinity), default: 3, onBuses: 2,
        step: 1.1, taper: .logarithmic, kinds: all,
        "How many dB of input make one dB of output above the threshold"),
      Parameter(
        .compressorKnee, "compressor.knee", .decibels, 0...24, default: 6, step: 0.5, kinds: all,
        "How many dB wide the bend at the threshold is"),
      Parameter(
        .compressorAttack, "compressor.attack", .milliseconds, 0.1...200, default: 10, step: 1.1,
        taper: .logarithmic, kinds: all, "How fast it turns down"),
      Parameter(
        .compressorHold, "compressor.hold", .milliseconds, 0...500, default: 0, step: 5,
        kinds: channels, "How long it stays turned down at least"),
      Parameter(
        .compressorRelease, "compressor.release", .milliseconds, 5...2000, default: 150, step: 1.1,
        taper: .logarithmic, kinds: all,
        "How fast it lets go; on buses slower after a long time of work"),
      Parameter(
        .compressorMakeUp, "compressor.make-up", .decibels, -12...24, default: 0, step: 0.5,
        kinds: all, "The gain after it"),
      Parameter(
        choice: .compressorDetector, "compressor.detector", ["peak", "rms"], default: 1,
        kinds: channels, "Whether it hears peaks or loudness"),
      Parameter(
        .compressorMix, "compressor.mix", .percent, 0...100, default: 100, step: 1, kinds: all,
        "How much of the compressed signal is heard, the rest being as before"),
    ]
    + key("compressor", .compressorKey, .compressorKeyLowCut, .compressorKeyHighCut).map {
      $0.setting == .compressorKeyLowCut ? $0.on(all) : $0
    }

  private func on(_ kinds: Set<StripKind>) -> Parameter {
    Parameter(
      id: id, path, unit, range, defaults: defaults, step: step, taper: taper, kinds: kinds, summary
    )
  }
}

// What only buses have.
extension Parameter {
  /// The words for the characters of a saturation.
  public static let characters = ["tape", "tube", "transformer"]

  private static let saturation = [
    Parameter(
      switch: .saturationOn, "saturation.on", kinds: buses, "Adds harmonics as a machine does"),
    Parameter(
      choice: .saturationCharacter, "saturation.character", characters, kinds: buses,
      "Which machine"),
    Parameter(
      .saturationDrive, "saturation.drive", .decibels, 0...24, default: 6, step: 0.5, kinds: buses,
      "How far it is driven; the loudness stays"),
    Parameter(
      .saturationMix, "saturation.mix", .percent, 0...100, default: 100, step: 1, kinds: buses,
      "How much of the driven signal is heard, the rest being as before"),
  ]

  private static let tone = [
    Parameter(
      switch: .insertOn, "insert.on", kinds: all,
      "Takes what comes back from outside in the place of the strip's own signal"),
    Parameter(
      .width, "width", .percent, 0...200, default: 100, step: 1, kinds: buses,
      "How far the sides of a stereo bus stand apart: 0 is mono"),
  ]

  private static let output = [
    Parameter(
      switch: .limiterOn, "limiter.on", kinds: outputs,
      "Lets no peak beyond the ceiling, not even between samples"),
    Parameter(
      .limiterCeiling, "limiter.ceiling", .decibels, -20...0, default: -1, step: 0.1,
      kinds: outputs, "The highest true peak, in dBTP"),
    Parameter(
      .limiterRelease, "limiter.release", .milliseconds, 10...1000, default: 100, step: 1.1,
      taper: .logarithmic, kinds: outputs, "How fast it lets go"),
    Parameter(
      .limiterAdaptive, "limiter.adaptive", .onOff, 0...1, default: 1, step: 1, kinds: outputs,
      "Lets go more slowly of what lasts, so that dense sound does not pump"),
    Parameter(
      .loudnessOn, "loudness.on", .onOff, 0...1, default: 1, step: 1, kinds: [.main],
      "Measures loudness and true peaks behind everything else"),
  ]

  /// Where a meter listens, and a channel's own way out of the desk.
  private static let ways = [
    Parameter(
      id: .setting(.meter), "meter", .words(["desk"] + MeterPoint.allCases.map(\.rawValue)),
      0...Double(MeterPoint.allCases.count), defaults: (0, 3),
      exceptions: [.talkback: 0, .oscillator: 0], step: 1,
      kinds: all.union([.talkback, .oscillator]),
      "Where its meter listens, or as the desk's `meter` says"),
    Parameter(
      switch: .directOn, "direct.on", kinds: channels, "Whether the direct out plays"),
    Parameter(
      choice: .directTap, "direct.tap", Tap.allCases.map(\.rawValue), default: Tap.preFader.place,
      kinds: channels, "Where the direct out takes its signal"),
    Parameter(
      .directLevel, "direct.level", .decibels, -.infinity...Decibels.faderTop.value, default: 0,
      step: 0.01, taper: .fader, kinds: channels, "The level of the direct out"),
  ]
}

// Effects.
extension Parameter {
  /// The words for what an fx bus does.
  public static let kindsOfEffect = ["delay", "reverb"]

  /// The words for how long notes are, longest first: `1/4` is a quarter, `1/4.` dotted, `1/4t` a
  /// triplet's.
  public static let notes = [
    "1/1", "1/2.", "1/2", "1/4.", "1/2t", "1/4", "1/8.", "1/4t", "1/8", "1/16.", "1/8t", "1/16",
    "1/16t", "1/32",
  ]

  private static let echo = [
    Parameter(
      choice: .effect, "effect", kindsOfEffect, kinds: effects, "What the bus does to its sum"),
    Parameter(
      .echoLeft, "delay.left", .milliseconds, 0...2000, default: 0, step: 1, kinds: effects,
      "The time of the left side, 1 ms at least; none where both are 0"),
    Parameter(
      .echoRight, "delay.right", .milliseconds, 0...2000, default: 0, step: 1, kinds: effects,
      "The time of the right side, 1 ms at least; none where both are 0"),
    Parameter(
      .echoFeedback, "delay.feedback", .percent, 0...100, default: 0, step: 1, kinds: effects,
      "How much of each repeat is repeated again"),
    Parameter(
      switch: .echoPingPong, "delay.ping-pong", kinds: effects,
      "Lets repeats change sides: left first"),
    Parameter(
      .echoLowCut, "delay.low-cut", .hertz, 20...2000, default: 20, step: 1.06,
      taper: .logarithmic, kinds: effects, "The lowest frequency of the repeats; 20 Hz is off"),
    Parameter(
      .echoHighCut, "delay.high-cut", .hertz, 1000...20000, default: 20000, step: 1.06,
      taper: .logarithmic, kinds: effects, "The highest frequency of the repeats; 20 kHz is off"),
    Parameter(
      .echoRate, "delay.rate", .hertz, 0.05...5, default: 0.5, step: 1.06, taper: .logarithmic,
      kinds: effects, "How often the time sways"),
    Parameter(
      .echoDepth, "delay.depth", .milliseconds, 0...10, default: 0, step: 0.1, kinds: effects,
      "How far the time sways"),
    Parameter(
      .echoSaturation, "delay.saturation", .percent, 0...100, default: 0, step: 1, kinds: effects,
      "How soft the repeats are clipped"),
    Parameter(
      .echoWidth, "delay.width", .percent, 0...100, default: 100, step: 1, kinds: effects,
      "How far the sides of the repeats stand apart"),
    Parameter(
      .echoTempo, "delay.tempo", .number, 0...300, default: 0, step: 1, kinds: effects,
      "Beats a minute that both sides keep time with, by their notes; 0 is none"),
    Parameter(
      choice: .echoLeftNote, "delay.left-note", notes, default: 5, kinds: effects,
      "How long the left side waits in a tempo; . is dotted, t a triplet"),
    Parameter(
      choice: .echoRightNote, "delay.right-note", notes, default: 5, kinds: effects,
      "How long the right side waits in a tempo; . is dotted, t a triplet"),
  ]

  private static let reverb = [
    Parameter(
      choice: .reverbVoicing, "reverb.voicing", ["hall", "plate", "room"], kinds: effects,
      "What the space is"),
    Parameter(
      .reverbPreDelay, "reverb.pre-delay", .milliseconds, 0...250, default: 20, step: 1,
      kinds: effects, "The time before the space answers"),
    Parameter(
      .reverbSize, "reverb.size", .percent, 0...100, default: 50, step: 1, kinds: effects,
      "How large the space is"),
    Parameter(
      .reverbDecay, "reverb.decay", .milliseconds, 100...20000, default: 1800, step: 1.06,
      taper: .logarithmic, kinds: effects, "How long it takes to fall by 60 dB"),
    Parameter(
      .reverbLowDecay, "reverb.low-decay", .number, 0.25...2, default: 1.2, step: 1.06,
      taper: .logarithmic, kinds: effects, "The decay below the low crossover, as a factor"),
    Parameter(
      .reverbHighDecay, "reverb.high-decay", .number, 0.25...2, default: 0.4, step: 1.06,
      taper: .logarithmic, kinds: effects, "The decay above the high crossover, as a factor"),
    Parameter(
      .reverbLowCrossover, "reverb.low-crossover", .hertz, 50...1000, default: 250, step: 1.06,
      taper: .logarithmic, kinds: effects, "Where the low band ends"),
    Parameter(
      .reverbHighCrossover, "reverb.high-crossover", .hertz, 1000...16000, default: 5000,
      step: 1.06, taper: .logarithmic, kinds: effects, "Where the high band begins"),
    Parameter(
      .reverbDiffusion, "reverb.diffusion", .percent, 0...100, default: 100, step: 1,
      kinds: effects, "How soon single echoes blur"),
    Parameter(
      .reverbEarly, "reverb.early", .decibels, -60...12, default: 0, step: 0.5, kinds: effects,
      "The level of the first reflections"),
    Parameter(
      .reverbLate, "reverb.late", .decibels, -60...12, default: 0, step: 0.5, kinds: effects,
      "The level of the tail"),
    Parameter(
      .reverbRate, "reverb.rate", .hertz, 0.05...4, default: 0.8, step: 1.06, taper: .logarithmic,
      kinds: effects, "How often the space breathes"),
    Parameter(
      .reverbDepth, "reverb.depth", .percent, 0...100, default: 50, step: 1, kinds: effects,
      "How far it breathes"),
    Parameter(
      .reverbLowCut, "reverb.low-cut", .hertz, 20...1000, default: 60, step: 1.06,
      taper: .logarithmic, kinds: effects, "The lowest frequency that enters"),
    Parameter(
      .reverbHighCut, "reverb.high-cut", .hertz, 1000...20000, default: 16000, step: 1.06,
      taper: .logarithmic, kinds: effects, "The highest frequency that enters"),
    Parameter(
      .reverbWidth, "reverb.width", .percent, 0...100, default: 100, step: 1, kinds: effects,
      "How far the sides of the space stand apart"),
    Parameter(
      switch: .reverbFreeze, "reverb.freeze", kinds: effects,
      "Holds the tail for ever and lets nothing new in"),
  ]
}
