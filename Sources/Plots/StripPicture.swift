import ConsoleModel

/// What can be drawn of a strip's processing as it is set.
package enum StripPicture: String, CaseIterable, Sendable {
  case equaliser
  case gate
  case gateTimes = "gate-times"
  case compressor
  case compressorTimes = "compressor-times"
  case saturation
  case reverb
  case limiter

  /// Whether a kind of strip has it.
  package func isOn(_ kind: StripKind) -> Bool {
    switches.contains { $0.parameter.kinds.contains(kind) }
  }

  /// The settings that bring it.
  private var switches: [Setting] {
    switch self {
    case .equaliser: [.highPassOn, .eqOn]
    case .gate, .gateTimes: [.gateOn]
    case .compressor, .compressorTimes: [.compressorOn]
    case .saturation: [.saturationOn]
    case .reverb: [.effect]
    case .limiter: [.limiterOn]
    }
  }

  /// Draws it; what is switched off is drawn as it would be, but for the equaliser.
  ///
  /// - Parameters:
  ///   - strip: A strip of a console.
  ///   - kind: Its kind, of which `isOn` is true.
  ///   - name: What the title calls it.
  /// - Returns: The picture.
  package func plot(of strip: Strip, _ kind: StripKind, name: String) -> Plot {
    switch self {
    case .equaliser: Self.equaliser(strip, kind, name)
    case .gate:
      GatePictures.curve(
        "Gate of \(name)", GatePictures.curves(part(strip, kind, .gateOn), "gate", colour: 0))
    case .gateTimes: Self.gateTimes(part(strip, kind, .gateOn), name)
    case .compressor:
      CompressorPictures.curve(
        "Compressor of \(name)",
        CompressorPictures.curves(part(strip, kind, .compressorOn), "compressor", colour: 0))
    case .compressorTimes: Self.compressorTimes(part(strip, kind, .compressorOn), name)
    case .saturation: Self.saturation(part(strip, kind, .saturationOn), name)
    case .reverb:
      ReverbPictures.decay(
        "Reverb of \(name)", ReverbPictures.decays(part(strip, kind, .effect), "law", colour: 0))
    case .limiter:
      LimiterPictures.curve(
        "Limiter of \(name)",
        LimiterPictures.curves(part(strip, kind, .limiterOn), "limiter", colour: 0))
    }
  }

  /// One part of the strip, switched on.
  private func part(_ strip: Strip, _ kind: StripKind, _ isOn: Setting) -> TestStrip {
    let group = String(rawValue.prefix { $0 != "-" })
    var part = TestStrip(strip, kind, only: [group])
    part[isOn] = 1
    return part
  }
}

extension StripPicture {
  private static func equaliser(_ strip: Strip, _ kind: StripKind, _ name: String) -> Plot {
    let whole = TestStrip(strip, kind, only: ["high-pass", "eq"])
    var curves = [Curve("all", colour: 0, EQPictures.response(whole))]
    if Setting.highPassOn.parameter.kinds.contains(kind), strip[.highPassOn] == 1 {
      let alone = TestStrip(strip, kind, only: ["high-pass"])
      curves.append(Curve("high-pass", .thin, colour: 1, EQPictures.response(alone)))
    }
    for band in 1...Parameter.bandCount(of: kind)
    where Setting.eqOn.parameter.kinds.contains(kind) && strip[.eqOn] == 1
      && strip[.eq(band, .on)] == 1
    {
      let alone = TestStrip(strip, kind, only: ["eq.on", "eq.\(band)"])
      let name = "band \(band)"
      curves.append(Curve(name, .thin, colour: band + 1, EQPictures.response(alone)))
    }
    return Plot(
      title: "High-pass and equaliser of \(name)",
      subtitle: "As they are set; thin lines are the parts alone.", x: .frequency,
      y: EQPictures.gainAxis(-24...24), curves: curves)
  }

  private static func gateTimes(_ strip: TestStrip, _ name: String) -> Plot {
    let loud = max(20, 6 * max(strip[.gateAttack], strip[.gateMode] == 2 ? strip[.gateRelease] : 0))
    let end = loud + strip[.gateHold] + 5 * max(strip[.gateRelease], 5)
    let window = Window(range: (-0.05 * end)...end, loud: loud)
    return Plot(
      title: "Gate of \(name) over time",
      subtitle: "The signal is 10 dB above the threshold from 0 to \(DecimalText.text(loud)) ms.",
      x: .linear("time in ms", window.range), y: .linear("gain in dB", -84...6, step: 12),
      curves: [GatePictures.times(strip, "gate", colour: 0, window)])
  }

  private static func compressorTimes(_ strip: TestStrip, _ name: String) -> Plot {
    let loud = max(50, 6 * strip[.compressorAttack])
    let end = loud + strip[.compressorHold] + 25 + 5 * strip[.compressorRelease]
    let window = Window(range: (-0.05 * end)...end, loud: loud)
    return Plot(
      title: "Compressor of \(name) over time",
      subtitle: "The signal is 15 dB above the threshold from 0 to \(DecimalText.text(loud)) ms.",
      x: .linear("time in ms", window.range), y: .linear("gain in dB", -18...24, step: 3),
      curves: [
        Curve("compressor", colour: 0, CompressorPictures.times(strip, over: 15, window))
      ])
  }

  private static func saturation(_ strip: TestStrip, _ name: String) -> Plot {
    let (x, y) = SaturationPictures.harmonicAxes
    return Plot(
      title: "Saturation of \(name)", subtitle: "What it adds to a tone of -12 dBFS.", x: x, y: y,
      curves: [
        Curve(
          "at 1 kHz", .stems, colour: 0,
          SaturationPictures.harmonics(strip, 1000, level: -12)),
        Curve(
          "at 100 Hz", .dots, colour: 1,
          SaturationPictures.harmonics(strip, 100, level: -12)),
      ])
  }
}
