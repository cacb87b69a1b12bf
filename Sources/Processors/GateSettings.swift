internal import DSP

/// A gate, expander or ducker as its user sets it, and the law that it obeys.
///
/// **Level.** The key (the strip itself or another one) passes the key filter. Its level is the
/// largest magnitude within 1...2 windows, in dBFS: a sine of full scale is at 0 dBFS. A window is
/// half of the hold time or a quarter of the release time, whichever is longer, within 2.5...12.5 ms
/// and rounded to 64 frames; so a steady tone is at a steady level from 40 Hz up, with short hold and
/// release times from 200 Hz up. Linked strips share the larger of their levels.
///
/// **Open or closed.** The gate opens when the level reaches the threshold. It begins to close when
/// the level has been below the threshold less the hysteresis for the hold time, counted from the
/// last peak that was not: not sooner, at most a window later, and never sooner than one window.
///
/// **Static law**, the reduction in dB at a level L with the threshold T:
/// - gate: open 0, closed the range;
/// - expander: open 0, closed (ratio - 1) * (T - L), at most the range;
/// - ducker: open the range, closed 0.
///
/// **Timing.** The reduction in dB goes to its target exponentially: after the attack time (once the
/// key opens the gate) or the release time (once it closes) 1 - 1/e = 63 % of the way is done. An
/// expander's reduction shrinks with the attack and grows with the release time while closed, too.
/// All this is looked at every 4 frames and the gain moves in straight lines between; a group of
/// frames counts with its largest, so that an attack may start up to 3 frames before its cause.
public struct GateSettings: Hashable, Sendable {
  /// What turns a strip down.
  public enum Mode: Sendable, CaseIterable {
    /// Being below the threshold, by the whole range.
    case gate
    /// Being below the threshold, by as much as the ratio says.
    case expander
    /// Being above the threshold, by the whole range.
    case ducker
  }

  /// What thresholds may be, in dBFS.
  public static let thresholds: ClosedRange<Double> = -80...0
  /// What ranges may be, in dB.
  public static let ranges: ClosedRange<Double> = -80...0
  /// What ratios may be, n:1.
  public static let ratios: ClosedRange<Double> = 1...(.infinity)
  /// What attack times may be, in milliseconds.
  public static let attacks: ClosedRange<Double> = 0.1...200
  /// What hold times may be, in milliseconds.
  public static let holds: ClosedRange<Double> = 0...2000
  /// What release times may be, in milliseconds.
  public static let releases: ClosedRange<Double> = 5...4000
  /// What hystereses may be, in dB.
  public static let hystereses: ClosedRange<Double> = 0...12

  /// Off passes every sample bit for bit.
  public var isOn = false
  /// Gate, expander or ducker.
  public var mode = Mode.gate
  /// The level in dBFS that opens, -80...0.
  public var threshold = -40.0
  /// How far it turns down, in dB, -80...0.
  public var range = -60.0
  /// The expander's ratio n:1, 1...infinity; infinity is a gate.
  public var ratio = 2.0
  /// Milliseconds for 63 % of the way when the key comes, 0.1...200.
  public var attack = 1.0
  /// Milliseconds that the gate stays open for after the key, 0...2000.
  public var hold = 50.0
  /// Milliseconds for 63 % of the way when the key has gone, 5...4000.
  public var release = 100.0
  /// How many dB below the threshold an open gate closes, 0...12.
  public var hysteresis = 3.0
  /// What is heard of the key.
  public var keyFilter = KeyFilterSettings()

  /// Makes a gate that is off.
  public init() {}

  /// One lane's targets for the rows of `DSP.Gate`.
  ///
  /// Numbers out of range count as the nearest in it.
  ///
  /// - Parameters:
  ///   - rate: Frames in a second, 8000...192000.
  ///   - link: Which neighbour shares the level; both lanes of a pair need the same settings.
  /// - Returns: `DSP.Gate.parameterRows` numbers.
  public func rows(rate: Int, link: StereoLink = .none) -> [Float] {
    let hold = Self.holds.nearest(to: hold)
    let release = Self.releases.nearest(to: release)
    let length = (2.5...12.5).nearest(to: max(hold, release / 2) / 2)
    let window = DynamicsUnits.window(length, rate: rate)
    let detector = DynamicsUnits.detector(
      keyFilter, averaging: 1, window: window, link: link, rate: rate)
    let range = -Self.ranges.nearest(to: range) / DynamicsUnits.reductionUnit
    let attackPart = DynamicsUnits.part(Self.attacks.nearest(to: attack), rate: rate)
    let releasePart = DynamicsUnits.part(release, rate: rate)
    let law = [
      isOn ? 1 : 0,
      Self.thresholds.nearest(to: threshold) / DynamicsUnits.levelUnit,
      Self.hystereses.nearest(to: hysteresis) / DynamicsUnits.levelUnit,
      slope,
      mode == .ducker ? 0 : range,
      mode == .ducker ? range : 0,
      mode == .ducker ? attackPart : releasePart,
      mode == .ducker ? releasePart : attackPart,
      max(1, DynamicsUnits.frames(hold, rate: rate) - window),
    ]
    return detector + law.map { Float($0) }
  }

  /// Units of reduction for each unit of level below the threshold.
  ///
  /// A gate's comes to its whole range within 0.004 dB.
  private var slope: Double {
    switch mode {
    case .gate: 1e4
    case .expander: min(1e4, (Self.ratios.nearest(to: ratio) - 1) / 2)
    case .ducker: 0
    }
  }
}
