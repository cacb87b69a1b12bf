/// A vowel as the five resonances of a mouth.
enum Vowel {
  case ah, eh, oo

  /// The centres in Hz of an average mouth.
  var frequencies: InlineArray<5, Float> {
    switch self {
    case .ah: [750, 1_180, 2_750, 3_600, 4_700]
    case .eh: [560, 1_780, 2_600, 3_600, 4_600]
    case .oo: [340, 740, 2_600, 3_400, 4_400]
    }
  }

  /// The bandwidths in Hz.
  var bandwidths: InlineArray<5, Float> {
    switch self {
    case .ah: [100, 110, 140, 180, 220]
    case .eh: [90, 110, 140, 180, 220]
    case .oo: [80, 90, 140, 180, 220]
    }
  }

  /// The gains at the centres; the source falls by 6 dB an octave by itself.
  var gains: InlineArray<5, Float> {
    switch self {
    case .ah: [1, 0.8, 0.7, 0.55, 0.3]
    case .eh: [1, 0.6, 0.6, 0.5, 0.3]
    case .oo: [1, 0.3, 0.1, 0.08, 0.04]
    }
  }
}
