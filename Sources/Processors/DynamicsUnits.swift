internal import DSP
internal import Units

/// Whether a strip's gate or compressor goes by its own level or by the larger of a stereo pair's.
public enum StereoLink: Float, Sendable {
  /// A mono strip.
  case none = 0
  /// The left strip of a pair: the right one is in the next lane.
  case withNext = 1
  /// The right strip of a pair: the left one is in the lane before.
  case withPrevious = -1
}

/// What rows of dynamics count in, made of what users count in.
enum DynamicsUnits {
  /// dB in a unit of level: log2 of an energy.
  static let levelUnit = 10 * Elementary.logarithm(2) / Elementary.logarithm(10)
  /// dB in a unit of reduction: log2 of an amplitude.
  static let reductionUnit = 2 * levelUnit

  /// The part of its way that something with a time constant in milliseconds goes in a frame.
  static func part(_ milliseconds: Double, rate: Int) -> Double {
    1 - Elementary.exponential(-1000 / (milliseconds * Double(rate)))
  }

  /// Milliseconds as frames.
  static func frames(_ milliseconds: Double, rate: Int) -> Double {
    milliseconds * Double(rate) / 1000
  }

  /// A detector's window: whole blocks, as windows end with them; at least one.
  static func window(_ milliseconds: Double, rate: Int) -> Double {
    let chunk = Double(LaneLayout.chunk)
    return max(1, (frames(milliseconds, rate: rate) / chunk).rounded()) * chunk
  }

  /// The rows of `DSP.LevelDetector`.
  static func detector(
    _ filter: KeyFilterSettings, averaging: Double, window: Double, link: StereoLink, rate: Int
  ) -> [Float] {
    filter.rows(rate: rate) + [Float(averaging), Float(window), link.rawValue]
  }
}
