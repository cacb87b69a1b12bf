internal import DSP

/// A bus compressor as its user sets it: `CompressorSettings` with a release that depends on the
/// programme.
///
/// Level (peak), static law, attack, output and the 4 frames that are looked at together are those of
/// `CompressorSettings`; reduction stays for half of the release time within 10...25 ms.
///
/// **Release.** Beside the reduction r there is a sustained reduction s, both in dB. While r grows or
/// stays (or is within 0.03 dB of what the law asks for), s goes to r with a time constant of a quarter of the slow release time; while r is released,
/// s goes to what the law asks for with the slow release time. r is released with the (fast) release
/// time, but to no less than s. So after a peak that is short beside a quarter of the slow release
/// time the bus recovers with the fast one; after long reduction it recovers with the slow one.
public struct GlueSettings: Hashable, Sendable {
  /// What thresholds may be, in dBFS.
  public static let thresholds = CompressorSettings.thresholds
  /// What attack times may be, in milliseconds.
  public static let attacks = CompressorSettings.attacks
  /// What release times may be, in milliseconds.
  public static let releases = CompressorSettings.releases
  /// What slow release times may be, in milliseconds.
  public static let slowReleases: ClosedRange<Double> = 200...5000
  /// What the low cuts of the key may be, in Hz.
  public static let keyLowCuts = KeyFilterSettings.lowCuts

  /// Off passes every sample bit for bit.
  public var isOn = false
  /// The level in dBFS at the middle of the knee, -60...0.
  public var threshold = -15.0
  /// n:1, 1...infinity.
  public var ratio = 2.0
  /// The width of the knee in dB, 0...24.
  public var knee = 6.0
  /// Milliseconds for 63 % of the way to more reduction, 0.1...200.
  public var attack = 10.0
  /// Milliseconds for 63 % of the way to less reduction after a short peak, 5...2000.
  public var release = 100.0
  /// Milliseconds for 63 % of the way to less reduction after a long one, 200...5000.
  public var slowRelease = 1200.0
  /// Gain of the compressed signal in dB, -12...24.
  public var makeUp = 0.0
  /// How much of the output is compressed, in percent, 0...100.
  public var mix = 100.0
  /// Keeps what is below, in Hz, 20...2000, from turning the bus down; nil is off.
  public var keyLowCut: Double?

  /// Makes a glue compressor that is off.
  public init() {}

  /// One lane's targets for the rows of `DSP.Compressor`, for the kernel `glue`.
  ///
  /// Numbers out of range count as the nearest in it.
  ///
  /// - Parameters:
  ///   - rate: Frames in a second, 8000...192000.
  ///   - link: Which neighbour shares the level; both lanes of a pair need the same settings.
  /// - Returns: `DSP.Compressor.parameterRows` numbers.
  public func rows(rate: Int, link: StereoLink = .none) -> [Float] {
    let window = DynamicsUnits.window(CompressorSettings.window, rate: rate)
    let filter = KeyFilterSettings(lowCut: keyLowCut.map { Self.keyLowCuts.nearest(to: $0) })
    let release = Self.releases.nearest(to: release)
    let slow = Self.slowReleases.nearest(to: slowRelease)
    let stay = CompressorSettings.shortestHold(release: release)
    return DynamicsUnits.detector(filter, averaging: 1, window: window, link: link, rate: rate)
      + CompressorSettings.output(isOn: isOn, mix: mix, makeUp: makeUp)
      + CompressorSettings.curve(
        threshold: Self.thresholds.nearest(to: threshold), ratio: ratio,
        knee: CompressorSettings.knees.nearest(to: knee))
      + [
        DynamicsUnits.part(Self.attacks.nearest(to: attack), rate: rate),
        DynamicsUnits.part(release, rate: rate),
        max(1, DynamicsUnits.frames(stay, rate: rate) - window),
        DynamicsUnits.part(slow / 4, rate: rate), DynamicsUnits.part(slow, rate: rate),
      ].map { Float($0) }
  }
}
