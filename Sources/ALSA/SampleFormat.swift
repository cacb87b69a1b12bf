import CALSA
import Realtime

extension SampleFormat: CustomStringConvertible {
  /// The format as ALSA names it.
  public var description: String {
    switch self {
    case .s16: "S16_LE"
    case .s24in3: "S24_3LE"
    case .s24in4: "S24_LE"
    case .s32: "S32_LE"
    case .float: "FLOAT_LE"
    }
  }

  var code: snd_pcm_format_t {
    switch self {
    case .s16: SND_PCM_FORMAT_S16_LE
    case .s24in3: SND_PCM_FORMAT_S24_3LE
    case .s24in4: SND_PCM_FORMAT_S24_LE
    case .s32: SND_PCM_FORMAT_S32_LE
    case .float: SND_PCM_FORMAT_FLOAT_LE
    }
  }
}
