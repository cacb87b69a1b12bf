internal import Units

/// What a gate or compressor hears of its key: everything, or what is left by a low and a high cut.
///
/// Both cuts are two equal one-pole filters in series, 12 dB per octave, and take 3.01 dB at their
/// frequency.
public struct KeyFilterSettings: Hashable, Sendable {
  /// What low cuts may be, in Hz.
  public static let lowCuts: ClosedRange<Double> = 20...2000
  /// What high cuts may be, in Hz.
  public static let highCuts: ClosedRange<Double> = 200...20000

  /// Takes away what is below, in Hz; nil is off.
  public var lowCut: Double?
  /// Takes away what is above, in Hz; nil, and from 0.45 of the sample rate up, is off.
  public var highCut: Double?

  /// Makes a filter; without cuts it passes everything.
  public init(lowCut: Double? = nil, highCut: Double? = nil) {
    self.lowCut = lowCut
    self.highCut = highCut
  }

  /// The rows `highCut`, `lowCut` and `lowCutAmount` of `DSP.LevelDetector`.
  ///
  /// A low cut that is off follows the lowest notes, to be where it should be when it comes on.
  func rows(rate: Int) -> [Float] {
    let low = Self.lowCuts.nearest(to: lowCut ?? Self.lowCuts.lowerBound) / Double(rate)
    let high = highCut.map { Self.highCuts.nearest(to: $0) / Double(rate) } ?? 1
    return [
      high < 0.45 ? Float(Self.lowPass(high)) : 1, Float(Self.highPass(min(low, 0.1))),
      lowCut == nil ? 0 : 1,
    ]
  }

  /// What one of two equal filters leaves of the energy at the frequency of the cut.
  private static let half = 0.5.squareRoot()

  /// The coefficient c of l' = l + c * (x - l) that leaves `half` at a frequency in cycles a frame.
  ///
  /// Solves |c / (1 - r z⁻¹)|² = half for r = 1 - c.
  private static func lowPass(_ frequency: Double) -> Double {
    let middle = 1 - half * Elementary.cosine(2 * .pi * frequency)
    let outer = 1 - half
    return 1 - (middle - (middle * middle - outer * outer).squareRoot()) / outer
  }

  /// The coefficient c of h' = h + c * (x - h) with which x - h' has `half` left at a frequency.
  ///
  /// Solves |r (1 - z⁻¹) / (1 - r z⁻¹)|² = half for r = 1 - c.
  private static func highPass(_ frequency: Double) -> Double {
    let cosine = Elementary.cosine(2 * .pi * frequency)
    let middle = half * cosine
    let root = (middle * middle + half * (2 - 2 * cosine - half)).squareRoot()
    return 1 - half / (middle + root)
  }
}
