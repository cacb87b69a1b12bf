internal import DSP
internal import Units

/// A compressor as its user sets it, and the law that it obeys: feed-forward, in decibels.
///
/// **Level.** The key (the strip itself or another one) passes the key filter.
/// - Peak: the level is the largest magnitude within 1...2 windows of 2.5 ms (rounded to 64 frames),
///   in dBFS: a sine of full scale is at 0 dBFS.
/// - RMS: the level is that of the mean square, an exponential average with a time constant of 10 ms:
///   a sine of full scale is at -3.01 dBFS, a square wave at 0.
/// Linked strips share the larger of their levels.
///
/// **Static law**, the gain in dB at a level L, with o = L - threshold, the knee's width W in dB, and
/// s = 1 - 1 / ratio (D. Giannoulis, M. Massberg, J. Reiss, JAES 60, 2012):
/// - 0 where o <= -W/2;
/// - -s * (o + W/2)² / 2W in the knee;
/// - -s * o where o >= W/2.
///
/// **Timing.** While the law asks for more reduction than there is, the reduction in dB goes there
/// exponentially: after the attack time 1 - 1/e = 63 % of the way is done. Once the law asks for less,
/// by more than 0.03 dB, the reduction stays for the hold time, or for half of the release time within
/// 10...25 ms where that is longer (so that it stays through the wave of a low note: from 20 Hz up for
/// release times of 50 ms and more, from 50 Hz up for all), counted from the last peak, at most 2.5 ms
/// longer; then it goes to what the law asks for with the release time. All this is looked at every 4 frames and the gain
/// moves in straight lines between; a group of frames counts with its largest, so that an attack may
/// start up to 3 frames before its cause.
///
/// **Output.** (1 - mix) * input + mix * make-up * gain * input.
public struct CompressorSettings: Hashable, Sendable {
  /// What a compressor goes by.
  public enum Detector: Sendable, CaseIterable {
    /// The largest magnitude.
    case peak
    /// The mean square.
    case rms
  }

  /// What thresholds may be, in dBFS.
  public static let thresholds: ClosedRange<Double> = -60...0
  /// What ratios may be, n:1.
  public static let ratios: ClosedRange<Double> = 1...(.infinity)
  /// What knees may be, in dB.
  public static let knees: ClosedRange<Double> = 0...24
  /// What attack times may be, in milliseconds.
  public static let attacks: ClosedRange<Double> = 0.1...200
  /// What hold times may be, in milliseconds.
  public static let holds: ClosedRange<Double> = 0...500
  /// What release times may be, in milliseconds.
  public static let releases: ClosedRange<Double> = 5...2000
  /// What make-up gains may be, in dB.
  public static let makeUps: ClosedRange<Double> = -12...24
  /// What mixes may be, in percent.
  public static let mixes: ClosedRange<Double> = 0...100
  /// The time constant of the mean square, in milliseconds.
  public static let averagingTime = 10.0
  /// The window of the peak detector, in milliseconds.
  static let window = 2.5

  /// Off passes every sample bit for bit.
  public var isOn = false
  /// Peak or RMS.
  public var detector = Detector.peak
  /// The level in dBFS at the middle of the knee, -60...0.
  public var threshold = -20.0
  /// n:1, 1...infinity.
  public var ratio = 3.0
  /// The width of the knee in dB, 0...24.
  public var knee = 6.0
  /// Milliseconds for 63 % of the way to more reduction, 0.1...200.
  public var attack = 10.0
  /// Milliseconds that reduction stays for, 0...500.
  public var hold = 0.0
  /// Milliseconds for 63 % of the way to less reduction, 5...2000.
  public var release = 150.0
  /// Gain of the compressed signal in dB, -12...24.
  public var makeUp = 0.0
  /// How much of the output is compressed, in percent, 0...100.
  public var mix = 100.0
  /// What is heard of the key.
  public var keyFilter = KeyFilterSettings()

  /// Makes a compressor that is off.
  public init() {}

  /// One lane's targets for the rows of `DSP.Compressor`.
  ///
  /// Numbers out of range count as the nearest in it.
  ///
  /// - Parameters:
  ///   - rate: Frames in a second, 8000...192000.
  ///   - link: Which neighbour shares the level; both lanes of a pair need the same settings.
  /// - Returns: `DSP.Compressor.parameterRows` numbers.
  public func rows(rate: Int, link: StereoLink = .none) -> [Float] {
    let averaging =
      detector == .peak ? 1 : DynamicsUnits.part(Self.averagingTime, rate: rate)
    let window = detector == .peak ? DynamicsUnits.window(Self.window, rate: rate) : 0
    let release = Self.releases.nearest(to: release)
    let stay = max(Self.holds.nearest(to: hold), Self.shortestHold(release: release))
    return DynamicsUnits.detector(
      keyFilter, averaging: averaging, window: window, link: link, rate: rate)
      + Self.output(isOn: isOn, mix: mix, makeUp: makeUp)
      + Self.curve(
        threshold: Self.thresholds.nearest(to: threshold), ratio: ratio,
        knee: Self.knees.nearest(to: knee))
      + [
        DynamicsUnits.part(Self.attacks.nearest(to: attack), rate: rate),
        DynamicsUnits.part(release, rate: rate),
        max(1, DynamicsUnits.frames(stay, rate: rate) - window), 0, 0,
      ].map { Float($0) }
  }

  /// How long reduction stays at least, in milliseconds, so that it does not follow low notes' waves.
  static func shortestHold(release: Double) -> Double { (10...25).nearest(to: release / 2) }

  /// The rows `engaged`, `dryCut` and `wet`.
  static func output(isOn: Bool, mix: Double, makeUp: Double) -> [Float] {
    guard isOn else { return [0, 0, 0] }
    let part = mixes.nearest(to: mix) / 100
    let gain = Elementary.powerOfTen(makeUps.nearest(to: makeUp) / 20)
    return [1, Float(part), Float(part * gain)]
  }

  /// The rows `threshold`, `slope` and `knee`.
  static func curve(threshold: Double, ratio: Double, knee: Double) -> [Float] {
    [
      threshold / DynamicsUnits.levelUnit, (1 - 1 / ratios.nearest(to: ratio)) / 2,
      knee / DynamicsUnits.levelUnit,
    ].map { Float($0) }
  }
}
