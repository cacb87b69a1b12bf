import ConsoleModel

/// The static laws of gates and compressors as their settings' documentation states them,
/// independent of the kernels.
struct DynamicsLaw {
  let strip: TestStrip

  /// The gain in dB of a gate that was closed, at a level in dBFS.
  func gate(at level: Double) -> Double {
    let isOpen = level >= strip[.gateThreshold]
    switch strip[.gateMode] {
    case 0: return isOpen ? 0 : strip[.gateRange]
    case 1:
      let below = strip[.gateThreshold] - level
      let fall = strip[.gateRatio].isFinite ? (1 - strip[.gateRatio]) * below : -1000
      return isOpen ? 0 : max(strip[.gateRange], fall)
    default: return isOpen ? strip[.gateRange] : 0
    }
  }

  /// The reduction in dB that a compressor asks for at a level in dBFS, 0 or less.
  func reduction(at level: Double) -> Double {
    let over = level - strip[.compressorThreshold]
    let knee = strip[.compressorKnee]
    let slope = 1 - 1 / strip[.compressorRatio]
    if over <= -knee / 2 { return 0 }
    if over >= knee / 2 { return -slope * over }
    return -slope * (over + knee / 2) * (over + knee / 2) / (2 * knee)
  }

  /// The gain in dB of a compressor with its make-up and mix.
  func compressor(at level: Double) -> Double {
    let mix = strip[.compressorMix] / 100
    let wet = amplitude(reduction(at: level) + strip[.compressorMakeUp])
    return decibels(1 - mix + mix * wet)
  }

  /// How long reduction stays at least once the level has fallen, in milliseconds.
  var stay: Double {
    max(strip[.compressorHold], min(max(strip[.compressorRelease] / 2, 10), 25))
  }
}
