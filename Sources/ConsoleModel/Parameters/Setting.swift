/// A setting of a strip's processing, each with a row in `Parameter.table`.
///
/// The order is that of the signal; the raw value is the place in `Strip.settings`.
public enum Setting: Int, CaseIterable, Sendable {
  case delay
  case highPassOn, highPassFrequency, highPassSlope
  case gateOn, gateMode, gateThreshold, gateRange, gateRatio, gateAttack, gateHold, gateRelease
  case gateHysteresis, gateKey, gateKeyLowCut, gateKeyHighCut
  case order
  case eqOn
  case eq1On, eq1Shape, eq1Frequency, eq1Gain, eq1Q
  case eq2On, eq2Shape, eq2Frequency, eq2Gain, eq2Q
  case eq3On, eq3Shape, eq3Frequency, eq3Gain, eq3Q
  case eq4On, eq4Shape, eq4Frequency, eq4Gain, eq4Q
  case eq5On, eq5Shape, eq5Frequency, eq5Gain, eq5Q
  case eq6On, eq6Shape, eq6Frequency, eq6Gain, eq6Q
  case compressorOn, compressorThreshold, compressorRatio, compressorKnee, compressorAttack
  case compressorHold, compressorRelease, compressorMakeUp, compressorDetector, compressorMix
  case compressorKey, compressorKeyLowCut, compressorKeyHighCut
  case saturationOn, saturationCharacter, saturationDrive, saturationMix
  case insertOn
  case width
  case limiterOn, limiterCeiling, limiterRelease, limiterAdaptive
  case loudnessOn
  case meter
  case directOn, directTap, directLevel
  case effect
  case echoLeft, echoRight, echoFeedback, echoPingPong, echoLowCut, echoHighCut, echoRate, echoDepth
  case echoSaturation, echoWidth, echoTempo, echoLeftNote, echoRightNote
  case reverbVoicing, reverbPreDelay, reverbSize, reverbDecay, reverbLowDecay, reverbHighDecay
  case reverbLowCrossover, reverbHighCrossover, reverbDiffusion, reverbEarly, reverbLate
  case reverbRate, reverbDepth, reverbLowCut, reverbHighCut, reverbWidth, reverbFreeze
  case dimOn, dimLevel, mono
  case talkbackOn, talkbackLevel, talkbackDim
  case oscillatorOn, oscillatorSound, oscillatorFrequency, oscillatorLevel
}

extension Setting {
  /// The parts of one band of an equaliser, in the order of their settings.
  public enum BandPart: Int, CaseIterable, Sendable { case on, shape, frequency, gain, q }

  /// A part of a band, which count from 1 to 6.
  public static func eq(_ band: Int, _ part: BandPart) -> Setting {
    let place = eq1On.rawValue + (band - 1) * BandPart.allCases.count + part.rawValue
    guard let setting = Setting(rawValue: place), (1...6).contains(band) else {
      preconditionFailure("an equaliser has no band \(band)")
    }
    return setting
  }

  /// The row of the table that is about this setting.
  public var parameter: Parameter { Parameter.settings[rawValue] }

  /// The settings that a kind of strip has, in the order of the signal.
  public static func all(of kind: StripKind) -> [Setting] {
    allCases.filter { $0.parameter.kinds.contains(kind) }
  }
}
