/// The pictures of the documentation.
package enum Gallery: String, CaseIterable, Sendable {
  case fader
  case pan
  case highPass = "high-pass"
  case gate
  case gateTimes = "gate-times"
  case eqShapes = "eq-shapes"
  case eqQuality = "eq-quality"
  case eqTop = "eq-top"
  case compressor
  case compressorTimes = "compressor-times"
  case glue
  case saturationWave = "saturation-wave"
  case saturationHarmonics = "saturation-harmonics"
  case saturationLoudness = "saturation-loudness"
  case delayRepeats = "delay-repeats"
  case reverbDecay = "reverb-decay"
  case reverbFall = "reverb-fall"
  case reverbDensity = "reverb-density"
  case limiter
  case limiterLookAhead = "limiter-look-ahead"
  case limiterRelease = "limiter-release"

  /// The picture, drawn from what the engine does now.
  package var plot: Plot {
    switch self {
    case .fader: LevelPictures.taper
    case .pan: LevelPictures.pan
    case .highPass: EQPictures.highPass
    case .gate: GatePictures.curve
    case .gateTimes: GatePictures.times
    case .eqShapes: EQPictures.shapes
    case .eqQuality: EQPictures.quality
    case .eqTop: EQPictures.top
    case .compressor: CompressorPictures.curve
    case .compressorTimes: CompressorPictures.times
    case .glue: CompressorPictures.glue
    case .saturationWave: SaturationPictures.wave
    case .saturationHarmonics: SaturationPictures.harmonics
    case .saturationLoudness: SaturationPictures.loudness
    case .delayRepeats: EchoPictures.repeats
    case .reverbDecay: ReverbPictures.decay
    case .reverbFall: ReverbPictures.fall
    case .reverbDensity: ReverbPictures.density
    case .limiter: LimiterPictures.curve
    case .limiterLookAhead: LimiterPictures.lookAhead
    case .limiterRelease: LimiterPictures.release
    }
  }

  /// The picture's name in the documentation's folder.
  package var fileName: String { "\(rawValue).svg" }
}
