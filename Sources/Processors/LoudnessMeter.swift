internal import Units

/// Loudness as EBU R 128 has it (Tech 3341, Tech 3342; ITU-R BS.1770-5), from steps of 100 ms.
///
/// Control thread. Its memory is fixed: what is integrated lies in a histogram, so hours of mixing
/// cost no more than seconds.
public struct LoudnessMeter: Sendable {
  /// The loudness of the last 400 ms in LUFS; minus infinity before the first and in silence.
  public private(set) var momentary = -Double.infinity
  /// The loudness of the last 3 s in LUFS; minus infinity before the first and in silence.
  public private(set) var shortTerm = -Double.infinity
  /// The largest momentary and short-term loudness since the meter started.
  public private(set) var maximumMomentary = -Double.infinity
  public private(set) var maximumShortTerm = -Double.infinity
  /// The largest true peak since the meter started, full scale 1.
  public private(set) var truePeak = 0.0

  /// The last 30 steps, oldest first from `next`.
  private var steps = [Double](repeating: 0, count: 30)
  private var next = 0
  private var count = 0
  private var momentaries = LoudnessHistogram()
  private var shortTerms = LoudnessHistogram()

  public init() {}

  /// Takes in 100 ms.
  ///
  /// - Parameter meanSquare: The sum over the channels of the mean square after weighting, as a
  ///   `LoudnessUnit` collects it.
  public mutating func add(meanSquare: Double) {
    steps[next] = meanSquare
    next = (next + 1) % steps.count
    count += 1
    if count >= 4 {
      let energy = mean(of: 4)
      momentary = Self.loudness(energy)
      maximumMomentary = max(maximumMomentary, momentary)
      momentaries.add(energy, momentary)
    }
    if count >= steps.count {
      let energy = mean(of: steps.count)
      shortTerm = Self.loudness(energy)
      maximumShortTerm = max(maximumShortTerm, shortTerm)
      // Once a second, as Tech 3342 allows (windows overlap by 66 %) and libebur128 does.
      if (count - steps.count) % 10 == 0 { shortTerms.add(energy, shortTerm) }
    }
  }

  /// Takes in a peak as a `TruePeakUnit` holds it.
  public mutating func add(truePeak: Double) { self.truePeak = max(self.truePeak, truePeak) }

  /// The loudness since the meter started, in LUFS; minus infinity when nothing passed the gates.
  ///
  /// Leaves out what is below -70 LUFS, and then what is more than 10 LU below the rest.
  public var integrated: Double {
    Self.loudness(momentaries.mean(above: momentaries.relativeGate(-10)))
  }

  /// The level above which momentary loudness counts for `integrated`, in LUFS.
  public var integratedGate: Double { momentaries.relativeGate(-10) }

  /// The range of the short-term loudness in LU: from what a tenth lies below to what a twentieth
  /// lies above, without what is below -70 LUFS or more than 20 LU below the rest.
  public var range: Double { shortTerms.range(above: shortTerms.relativeGate(-20)) }

  /// The loudness of a mean square after weighting, in LUFS.
  static func loudness(_ energy: Double) -> Double {
    -0.691 + 10 / 2.302585092994046 * Elementary.logarithm(energy)  // ln 10
  }

  /// The mean of the last `recent` steps.
  private func mean(of recent: Int) -> Double {
    var sum = 0.0
    for step in 1...recent { sum += steps[(next + steps.count - step) % steps.count] }
    return sum / Double(recent)
  }
}
