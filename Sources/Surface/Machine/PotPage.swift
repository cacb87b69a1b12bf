public import ConsoleModel

/// Parameters of the selected strip that pots act on side by side.
public enum PotPage: String, CaseIterable, Sendable {
  /// What comes first: trim, high-pass, delay, and what comes last: pan and width.
  case strip
  case gate
  case eq
  case compressor
  case sends
  /// Saturation, limiter and direct out.
  case output
  /// The reverb or delay of an fx bus.
  case effect
}

/// A parameter of a page, and what pushing its pot does.
public struct PageSlot: Hashable, Sendable {
  public let key: ParameterKey
  /// The switch that a push switches; nil when it puts the parameter where a new console has it.
  public let toggle: ParameterKey?

  init(_ key: ParameterKey, push toggle: ParameterKey? = nil) {
    self.key = key
    self.toggle = toggle ?? (key.parameter.isStepped ? key : nil)
  }
}

extension PotPage {
  /// The parameters of a strip on this page, as far as it has them.
  public func slots(of strip: StripID, in console: Console) -> [PageSlot] {
    slots(console, strip).filter {
      console.value(of: ParameterAddress(strip, $0.key)) != nil
    }
  }

  private func slots(_ console: Console, _ strip: StripID) -> [PageSlot] {
    switch self {
    case .strip:
      return [
        PageSlot(ParameterKey(.trim)), PageSlot(ParameterKey(.polarity)),
        Self.slot(.highPassFrequency, .highPassOn), Self.slot(.highPassSlope, nil),
        Self.slot(.delay, nil), PageSlot(ParameterKey(.pan)), Self.slot(.width, nil),
      ]
    case .gate:
      return Self.slots(
        .gateOn,
        [
          .gateThreshold, .gateRange, .gateRatio, .gateAttack, .gateHold, .gateRelease,
          .gateHysteresis, .gateMode, .gateKey, .gateKeyLowCut, .gateKeyHighCut,
        ])
    case .eq:
      return (1...6).flatMap { band in
        Self.slots(
          .eq(band, .on),
          [.eq(band, .gain), .eq(band, .frequency), .eq(band, .q), .eq(band, .shape)])
      }
    case .compressor:
      return Self.slots(
        .compressorOn,
        [
          .compressorThreshold, .compressorRatio, .compressorKnee, .compressorAttack,
          .compressorRelease, .compressorMakeUp, .compressorMix, .compressorHold,
          .compressorDetector, .compressorKey, .compressorKeyLowCut, .compressorKeyHighCut,
        ])
    case .sends:
      return console.sendBuses.map { bus in
        PageSlot(ParameterKey(.sendLevel, to: bus), push: ParameterKey(.sendOn, to: bus))
      }
    case .output:
      return Self.slots(.saturationOn, [.saturationDrive, .saturationMix, .saturationCharacter])
        + Self.slots(.limiterOn, [.limiterCeiling, .limiterRelease, .limiterAdaptive])
        + Self.slots(.directOn, [.directLevel, .directTap])
    case .effect: return Self.effect(console.strip(strip)?[.effect] ?? 0)
    }
  }

  /// All that the table has of the delay or reverb that an fx bus runs.
  private static func effect(_ number: Double) -> [PageSlot] {
    let own = Setting.reverbVoicing.rawValue
    let delay = (Setting.echoLeft.rawValue..<own).compactMap(Setting.init(rawValue:))
    let reverb = (own...Setting.reverbFreeze.rawValue).compactMap(Setting.init(rawValue:))
    return ([.effect] + (number == 0 ? delay : reverb)).map { slot($0, nil) }
  }

  private static func slot(_ setting: Setting, _ push: Setting?) -> PageSlot {
    PageSlot(ParameterKey(setting), push: push.map { ParameterKey($0) })
  }

  /// Parameters of a processor, the first of which switches it when pushed.
  private static func slots(_ push: Setting, _ settings: [Setting]) -> [PageSlot] {
    settings.enumerated().map { slot($1, $0 == 0 ? push : nil) }
  }
}

extension Console {
  /// The buses that are fed by sends, in the desk's order.
  var sendBuses: [BusID] {
    let kinds: Set<BusKind> = [.aux, .fx, .matrix]
    return buses.map(\.id).filter { kinds.contains($0.kind) }
  }
}

extension Parameter {
  /// Whether it goes from word to word, so that a push goes on to the next.
  fileprivate var isStepped: Bool {
    switch unit {
    case .onOff, .words: true
    default: false
    }
  }
}
