import ConsoleModel
import DSP
import Processors
import Units

/// A part of a strip's processing: some rows of its bank and the settings that they are made from.
struct StripPart: Sendable {
  /// The first of its rows.
  let firstRow: Int
  /// The settings that it depends on, besides width and pan.
  let settings: [Setting]
  /// Whether it depends on the strip's width, its pan, or what the strip is.
  let isOfImage: Bool
  /// The rows of one side.
  let rows: @Sendable (_ strip: Strip, _ id: StripID, _ side: StripSide, _ rate: Int) -> [Float]
}

/// One side of a strip as a lane.
struct StripSide {
  /// 0 is left or mono.
  var number = 0
  /// The lane whose level its dynamics go by as well.
  var link = StereoLink.none
}

extension Plan {
  /// A side of a strip in the lanes of this plan: both of a stereo strip, and both channels of a
  /// pair, go by the louder one.
  func side(_ number: Int, of node: Node, in console: Console) -> StripSide {
    if places[node].sides == 2 {
      return StripSide(number: number, link: number == 0 ? .withNext : .withPrevious)
    }
    guard node < console.channels.count, let partner = console.partner(of: node + 1) else {
      return StripSide()
    }
    if partner - 1 > node {
      return StripSide(link: areNeighbours(node, partner - 1) ? .withNext : .none)
    }
    return StripSide(link: areNeighbours(partner - 1, node) ? .withPrevious : .none)
  }
}

extension StripPart {
  /// Every part of a strip's processing, in the order of the signal.
  static let all: [StripPart] =
    [highPass, gate] + equaliser(isLate: false) + [compressor] + equaliser(isLate: true)
    + [saturation, image, order]

  /// The rows of a lane in which nothing is on.
  static func rowsOff(rate: Int) -> [Float] {
    let strip = Strip(name: "", width: .mono, fader: .silence, kind: .channel)
    var rows = [Float](repeating: 0, count: BankRows.end.parameter)
    for part in all {
      let off = part.rows(strip, .channel(1), StripSide(), rate)
      rows.replaceSubrange(part.firstRow..<part.firstRow + off.count, with: off)
    }
    return rows
  }

  /// Whether a strip's rows of this part may differ from what they were.
  func differs(_ old: Strip, _ new: Strip) -> Bool {
    if old.width != new.width || isOfImage && old.pan != new.pan { return true }
    return settings.contains { old[$0] != new[$0] }
  }
}

extension StripPart {
  /// The two sections of a channel's high-pass.
  private static let highPass = StripPart(
    firstRow: BankRows.highPass.parameter,
    settings: [.highPassOn, .highPassFrequency, .highPassSlope], isOfImage: false
  ) { strip, _, _, rate in
    let slope = HighPassSettings.Slope.allCases[Int(strip[.highPassSlope])]
    var settings = HighPassSettings(frequency: strip[.highPassFrequency], slope: slope)
    settings.isOn = strip[.highPassOn] == 1
    return settings.rows(rate: rate)
  }

  private static let gate = StripPart(
    firstRow: BankRows.gate.parameter,
    settings: [
      .gateOn, .gateMode, .gateThreshold, .gateRange, .gateRatio, .gateAttack, .gateHold,
      .gateRelease, .gateHysteresis, .gateKeyLowCut, .gateKeyHighCut,
    ], isOfImage: false
  ) { strip, _, side, rate in
    var settings = GateSettings()
    settings.isOn = strip[.gateOn] == 1
    settings.mode = GateSettings.Mode.allCases[Int(strip[.gateMode])]
    settings.threshold = strip[.gateThreshold]
    settings.range = strip[.gateRange]
    settings.ratio = strip[.gateRatio]
    settings.attack = strip[.gateAttack]
    settings.hold = strip[.gateHold]
    settings.release = strip[.gateRelease]
    settings.hysteresis = strip[.gateHysteresis]
    settings.keyFilter = keyFilter(strip, .gateKeyLowCut, .gateKeyHighCut)
    return settings.rows(rate: rate, link: side.link)
  }

  /// A channel's compressor, or a bus's glue compressor.
  private static let compressor = StripPart(
    firstRow: BankRows.compressor.parameter,
    settings: [
      .compressorOn, .compressorThreshold, .compressorRatio, .compressorKnee, .compressorAttack,
      .compressorHold, .compressorRelease, .compressorMakeUp, .compressorDetector, .compressorMix,
      .compressorKeyLowCut, .compressorKeyHighCut,
    ], isOfImage: false
  ) { strip, id, side, rate in
    id.busID == nil
      ? compressor(strip).rows(rate: rate, link: side.link)
      : glue(strip).rows(rate: rate, link: side.link)
  }

  private static func compressor(_ strip: Strip) -> CompressorSettings {
    var settings = CompressorSettings()
    settings.isOn = strip[.compressorOn] == 1
    settings.detector = strip[.compressorDetector] == 0 ? .peak : .rms
    settings.threshold = strip[.compressorThreshold]
    settings.ratio = strip[.compressorRatio]
    settings.knee = strip[.compressorKnee]
    settings.attack = strip[.compressorAttack]
    settings.hold = strip[.compressorHold]
    settings.release = strip[.compressorRelease]
    settings.makeUp = strip[.compressorMakeUp]
    settings.mix = strip[.compressorMix]
    settings.keyFilter = keyFilter(strip, .compressorKeyLowCut, .compressorKeyHighCut)
    return settings
  }

  private static func glue(_ strip: Strip) -> GlueSettings {
    var settings = GlueSettings()
    settings.isOn = strip[.compressorOn] == 1
    settings.threshold = strip[.compressorThreshold]
    settings.ratio = strip[.compressorRatio]
    settings.knee = strip[.compressorKnee]
    settings.attack = strip[.compressorAttack]
    settings.release = strip[.compressorRelease]
    settings.makeUp = strip[.compressorMakeUp]
    settings.mix = strip[.compressorMix]
    settings.keyLowCut = keyFilter(strip, .compressorKeyLowCut, .compressorKeyHighCut).lowCut
    return settings
  }

  /// What a key is heard through; a cut at the end of its range is off.
  private static func keyFilter(
    _ strip: Strip, _ lowCut: Setting, _ highCut: Setting
  ) -> KeyFilterSettings {
    let isLowOff = strip[lowCut] <= lowCut.parameter.range.lowerBound
    let isHighOff = strip[highCut] >= highCut.parameter.range.upperBound
    return KeyFilterSettings(
      lowCut: isLowOff ? nil : strip[lowCut], highCut: isHighOff ? nil : strip[highCut])
  }

  /// The bands and the top section of one of the two equalisers; the one that is not used stands
  /// still.
  private static func equaliser(isLate: Bool) -> [StripPart] {
    let first = isLate ? BankRows.lateEqualiser : .equaliser
    let bands = (1...BankRows.eqBands).map { number in
      Setting.BandPart.allCases.map { Setting.eq(number, $0) }
    }
    @Sendable func isUsed(_ strip: Strip) -> Bool { (strip[.order] == 1) == isLate }
    let sections = bands.enumerated().map { index, parts in
      StripPart(
        firstRow: first.parameter + index * FilterSection.parameterRows,
        settings: [.order, .eqOn] + parts, isOfImage: false
      ) { strip, _, _, rate in
        isUsed(strip) ? band(strip, parts).rows(rate: rate) : EQSettings.idleRows
      }
    }
    let top = StripPart(
      firstRow: first.parameter + BankRows.eqBands * FilterSection.parameterRows,
      settings: [.order, .eqOn] + bands.joined(), isOfImage: false
    ) { strip, _, _, rate in
      guard isUsed(strip) else { return EQSettings.idleRows }
      return EQSettings(bands.map { band(strip, $0) }).topRows(rate: rate)
    }
    return sections + [top]
  }

  /// The band whose settings are `parts`.
  private static func band(_ strip: Strip, _ parts: [Setting]) -> EQBandSettings {
    var band = EQBandSettings(
      FilterShape.allCases[Int(strip[parts[1]])], frequency: strip[parts[2]],
      gain: strip[parts[3]], q: strip[parts[4]])
    band.isOn = strip[.eqOn] == 1 && strip[parts[0]] == 1
    return band
  }

  /// A bus's saturation.
  private static let saturation = StripPart(
    firstRow: BankRows.saturation.parameter,
    settings: [.saturationOn, .saturationCharacter, .saturationDrive, .saturationMix],
    isOfImage: false
  ) { strip, _, _, rate in
    var settings = SaturationSettings(
      character: SaturationCharacter.allCases[Int(strip[.saturationCharacter])],
      drive: strip[.saturationDrive], mix: strip[.saturationMix])
    settings.isOn = strip[.saturationOn] == 1
    return settings.rows(rate: rate)
  }

  /// Which equaliser a lane uses.
  private static let order = StripPart(
    firstRow: BankRows.order.parameter, settings: [.order], isOfImage: false
  ) { strip, _, _, _ in [Float(strip[.order])] }

  /// The lanes of a stereo bus: its balance and how far its sides stand apart; not at all in mono.
  private static let image = StripPart(
    firstRow: BankRows.image.parameter, settings: [.width, .mono], isOfImage: true
  ) { strip, id, side, _ in
    guard id.busID != nil, strip.width == .stereo else { return [1, 0, 0] }
    let balance = side.number == 0 ? strip.pan.balance.left : strip.pan.balance.right
    let width = strip[.mono] == 1 ? 0 : strip[.width] / 100
    let own = Float(balance * (1 + width) / 2)
    let other = Float(balance * (1 - width) / 2)
    return side.number == 0 ? [own, other, 0] : [own, 0, other]
  }
}
