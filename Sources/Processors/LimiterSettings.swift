internal import DSP
internal import Units

/// What a true-peak limiter is told: where the ceiling is and how fast it lets go.
///
/// Its law: the gain falls ahead of a peak in an S-shaped curve that takes as long as the look-ahead,
/// and reaches what the peak needs as the peak comes out. Afterwards the reduction (1 less the gain)
/// falls to 37 % of what it was in each `release`. An adaptive release lets go of seven eighths of a
/// short peak so. But the longer the limiter works, the more of its reduction, up to two thirds, it
/// gives back sixteen times slower: dense music does not pump, and a single drum leaves no hole.
public struct LimiterSettings: Hashable, Sendable {
  /// Whether the limiter is in the path; where it is not, the path is shorter by its latency.
  public var isOn = false
  /// The level that no true peak exceeds, -20…0 dBTP.
  public var ceiling = -1.0
  /// How long the reduction takes to fall to 37 %, 10…1000 ms.
  public var release = 100.0
  /// Whether the release slows down while the limiter works without pause.
  public var isReleaseAdaptive = true

  public static let ceilingRange = -20.0...0
  public static let releaseRange = 10.0...1000

  /// How far below the ceiling the limiter aims, in dB: what twelve looks a frame can miss.
  static let margin = 0.03

  public init() {}

  /// The frames between a sample going in and coming out: 0 when the limiter is off.
  ///
  /// - Parameter rate: Frames a second.
  /// - Returns: 78 to 48 kHz, 126 at 88.2 and 96 kHz, 222 at 176.4 and 192 kHz.
  public func latency(rate: Int) -> Int { isOn ? LimiterLayout(rate: rate).latency : 0 }

  /// The targets of the limiter's one row, in the order of `DSP.LimiterParameter`.
  ///
  /// - Parameter rate: Frames a second.
  /// - Returns: Sixteen values.
  public func rows(rate: Int) -> [Float] {
    let ceiling = min(max(ceiling, Self.ceilingRange.lowerBound), Self.ceilingRange.upperBound)
    let release = min(max(release, Self.releaseRange.lowerBound), Self.releaseRange.upperBound)
    let frames = release * Double(rate) / 1000
    var row = [Float](repeating: 0, count: LaneLayout.lanes)
    row[LimiterParameter.ceiling] = Float(Elementary.powerOfTen((ceiling - Self.margin) / 20))
    row[LimiterParameter.release] = Float(Elementary.exponential(-1 / frames))
    // Per sixteen frames, the slow reduction takes on twice the part of the fast one that it loses of
    // itself, so two thirds of a reduction that lasts; and an eighth of one that is let go.
    let slow = 16 / (16 * frames)
    row[LimiterParameter.slowAttack] = isReleaseAdaptive ? Float(2 * slow) : 0
    row[LimiterParameter.slowRelease] = Float(Elementary.exponential(-slow))
    return row
  }
}
