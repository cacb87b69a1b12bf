import CALSA

/// How a card holds one sample; all are little-endian, full scale is the integer's range or ±1.
public enum SampleFormat: String, Hashable, Sendable, CaseIterable {
  /// 32-bit integer.
  case s32 = "S32_LE"
  /// 24-bit integer in three bytes.
  case s24Packed = "S24_3LE"
  /// 16-bit integer.
  case s16 = "S16_LE"
  /// 32-bit floating point.
  case float32 = "FLOAT_LE"
  /// 24-bit integer in the low three of four bytes; the fourth repeats the sign.
  case s24 = "S24_LE"

  /// The size of one sample.
  public var bytes: Int {
    switch self {
    case .s16: 2
    case .s24Packed: 3
    case .s32, .float32, .s24: 4
    }
  }

  var code: snd_pcm_format_t {
    switch self {
    case .s32: SND_PCM_FORMAT_S32_LE
    case .s24Packed: SND_PCM_FORMAT_S24_3LE
    case .s16: SND_PCM_FORMAT_S16_LE
    case .float32: SND_PCM_FORMAT_FLOAT_LE
    case .s24: SND_PCM_FORMAT_S24_LE
    }
  }
}
