internal import DSP
internal import Units

/// A stereo delay with feedback, as its user sets it.
///
/// Without modulation each echo comes exactly as many frames late as its time rounds to. The filters
/// and the saturation are in the loop, so an echo passes them once each time round. At 100 %
/// feedback echoes stay for ever, and never grow.
public struct FXDelaySettings: Hashable, Sendable {
  /// Whether it is heard; when off, the signal passes bit for bit, and echoes are forgotten.
  public var isOn = false
  /// When the left side's echo comes, in ms: 1…2000.
  public var leftTime = 375.0
  /// When the right side's echo comes, in ms: 1…2000.
  public var rightTime = 500.0
  /// How loud an echo comes back, in percent: 0 (one echo)…100 (for ever).
  public var feedback = 30.0
  /// Whether echoes change sides: left first, then right, then left.
  ///
  /// Both sides' sound then enters on the left, each with half its amplitude.
  public var isPingPong = false
  /// Below which frequency echoes fall by 6 dB per octave, in Hz: 20 (off)…2000.
  public var lowCut = 20.0
  /// Above which frequency echoes fall by 6 dB per octave, in Hz: 1000…20000 (off).
  public var highCut = 20_000.0
  /// How often the times grow and shrink, in Hz: 0.05…5.
  public var modulationRate = 0.5
  /// By how much they grow, in ms: 0 (off)…10.
  public var modulationDepth = 0.0
  /// How much of a soft curve echoes pass, in percent: 0 (none: they stay exact)…100.
  public var saturation = 0.0
  /// How far apart the echoes' sides are, in percent: 0 (mono)…100.
  public var width = 100.0
  /// How much of the sound is echoes, in percent: 0 (none)…100 (nothing else, as on an FX bus).
  public var mix = 100.0

  /// Legal times in ms.
  public static let times = 1.0...2000
  /// Legal corners of the low cut in Hz.
  public static let lowCuts = 20.0...2000
  /// Legal corners of the high cut in Hz.
  public static let highCuts = 1000.0...20_000
  /// Legal rates of the modulation in Hz.
  public static let modulationRates = 0.05...5
  /// Legal depths of the modulation in ms.
  public static let modulationDepths = 0.0...10
  /// Legal shares in percent: of feedback, saturation, width and mix.
  public static let shares = 0.0...100

  /// Makes a delay that is off.
  public init() {}

  /// Makes a delay that is on, with the same time on both sides and one clean echo.
  public init(time: Double) {
    isOn = true
    leftTime = time
    rightTime = time
    feedback = 0
  }

  /// The time of some beats of a tempo, in ms; halved until it is a legal one, so that it keeps time.
  ///
  /// - Parameters:
  ///   - beats: How many quarters: `NoteValue.beats`, or any number above 0.
  ///   - bpm: Quarters in a minute, above 0.
  /// - Returns: A time of 2000 ms or less.
  public static func time(beats: Double, bpm: Double) -> Double {
    var time = 60_000 * beats / bpm
    guard time > 0, time < .infinity else { return times.lowerBound }
    while time > times.upperBound { time /= 2 }
    return max(time, times.lowerBound)
  }

  /// The targets of both rows, sixteen values each, as `DSP.FXDelayRow` orders them.
  ///
  /// Control thread. Sample rates of 8000…192000 Hz.
  public func rows(rate: Int) -> [Float] {
    var times = [Double](repeating: 0, count: LaneLayout.lanes)
    times[FXDelayRow.leftTime] = frames(leftTime, rate)
    times[FXDelayRow.rightTime] = frames(rightTime, rate)
    times[FXDelayRow.depth] =
      held(modulationDepth, Self.modulationDepths) * Double(rate) / 1000
    times[FXDelayRow.cycles] = held(modulationRate, Self.modulationRates) / Double(rate)
    return (times + factors(rate)).map { Float($0) }
  }

  private func factors(_ rate: Int) -> [Double] {
    var row = [Double](repeating: 0, count: LaneLayout.lanes)
    let mix = isOn ? share(self.mix) : 0
    row[FXDelayRow.cut] = mix
    row[FXDelayRow.same] = mix * (1 + share(width)) / 2
    row[FXDelayRow.other] = mix * (1 - share(width)) / 2
    row[FXDelayRow.leftFromLeft] = isPingPong ? 0.5 : 1
    row[FXDelayRow.leftFromRight] = isPingPong ? 0.5 : 0
    row[FXDelayRow.rightFromRight] = isPingPong ? 0 : 1
    row[isPingPong ? FXDelayRow.cross : FXDelayRow.feedback] = share(feedback)
    let (low, high) = (held(lowCut, Self.lowCuts), held(highCut, Self.highCuts))
    row[FXDelayRow.lowCut] = low > Self.lowCuts.lowerBound ? 1 : 0
    row[FXDelayRow.lowCorner] = corner(low, rate)
    row[FXDelayRow.highCut] = high < Self.highCuts.upperBound ? 1 : 0
    row[FXDelayRow.highCorner] = corner(high, rate)
    row[FXDelayRow.saturation] = share(saturation)
    return row
  }

  private func frames(_ time: Double, _ rate: Int) -> Double {
    (held(time, Self.times) * Double(rate) / 1000).rounded()
  }

  /// The factor g / (1 + g) of a corner; just below half the rate at most.
  private func corner(_ frequency: Double, _ rate: Int) -> Double {
    let g = Elementary.tangent(.pi * min(frequency / Double(rate), 0.45))
    return g / (1 + g)
  }

  private func share(_ percent: Double) -> Double { held(percent, Self.shares) / 100 }

  private func held(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    value >= range.lowerBound ? min(value, range.upperBound) : range.lowerBound
  }
}
