internal import DSP
internal import Units

/// Saturation of a bus, as its user sets it: colour that grows with level, at the same loudness.
///
/// Drive moves the signal up the curve, and back down behind it: what is heard of more drive is more
/// harmonics, not more level. Pink noise of -20…-12 dBFS comes out within 0.5 dB of how it went in.
///
/// It has no latency: what it adds is filtered, the signal itself is not. So the little that a curve
/// changes quiet sound by varies over frequency: within 0.1 dB at 12 dB of drive, 1.2 dB at 24. A
/// tone of 10 kHz at full scale has no alias above -90 dBFS at any drive.
public struct SaturationSettings: Hashable, Sendable {
  /// Whether it is heard; when off, the signal passes bit for bit.
  public var isOn = false
  /// What kind of colour.
  public var character = SaturationCharacter.tape
  /// How far up the curve, in dB: 0 (all but clean)…24.
  ///
  /// At d dB, the curves of tape and tube end at 24 - d dBFS, that of the transformer at 27 - d.
  public var drive = 12.0
  /// How much of what saturation adds is heard, in percent: 0…100.
  public var mix = 100.0

  /// Legal drives in dB.
  public static let drives = 0.0...24
  /// Legal mixes in percent.
  public static let mixes = 0.0...100

  /// Makes saturation that is off.
  public init() {}

  /// Makes saturation that is on; what is out of range is held at its end.
  public init(character: SaturationCharacter, drive: Double, mix: Double = 100) {
    isOn = true
    self.character = character
    self.drive = drive
    self.mix = mix
  }

  /// The targets of the rows of one lane, as `DSP.SaturationRow` orders them.
  ///
  /// Control thread. Sample rates of 8000…192000 Hz.
  public func rows(rate: Int) -> [Float] {
    let corner = onePole(character.emphasisCorner, rate)
    let emphasis = Elementary.powerOfTen(character.emphasis / 20) - 1
    let inverse = 1 / (1 + emphasis * corner)
    let makeUp = self.makeUp
    var rows = [
      isOn ? held(mix, Self.mixes) / 100 : 0, factor, emphasis, corner,
      emphasis * corner * inverse, (1 - corner) * inverse, onePole(Self.constantCorner, rate),
    ]
    rows += character.curve.map { $0 * makeUp }
    return rows.map { Float($0) }
  }

  /// Where what saturation adds begins, in Hz: below lie the constants of uneven curves.
  private static let constantCorner = 5.0

  /// The factor before the curve.
  private var factor: Double {
    Elementary.powerOfTen((held(drive, Self.drives) - 24 + character.reach) / 20)
  }

  /// The factor behind the curve that keeps the loudness.
  ///
  /// For noise of a normal distribution, the curve's gain in power is the quotient of two moments.
  /// This is the inverse of its geometric mean over -20 and -12 dBFS of pink noise, so that the
  /// small error that the level makes is as large at either end.
  var makeUp: Double {
    let spread = factor * pinkEmphasis
    let quiet = character.powerGain(at: spread * Elementary.powerOfTen(-20.0 / 20))
    let loud = character.powerGain(at: spread * Elementary.powerOfTen(-12.0 / 20))
    return 1 / (quiet * loud).squareRoot().squareRoot()
  }

  /// What the emphasis does to the level of pink noise of 20 Hz…20 kHz, as a factor.
  private var pinkEmphasis: Double {
    let lift = Elementary.powerOfTen(character.emphasis / 20)
    // 1 + (lift² - 1) / (1 + (f / corner)²), averaged over the logarithm of f.
    let corner = character.emphasisCorner
    func share(_ f: Double) -> Double {
      Elementary.logarithm(f) - Elementary.logarithm(1 + f * f / (corner * corner)) / 2
    }
    let average = (share(20_000) - share(20)) / Elementary.logarithm(1000)
    return (1 + (lift * lift - 1) * average).squareRoot()
  }

  /// The factor of a one-pole low-pass filter, y' = y + factor * (x - y).
  private func onePole(_ corner: Double, _ rate: Int) -> Double {
    1 - Elementary.exponential(-2 * .pi * corner / Double(rate))
  }

  private func held(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    value >= range.lowerBound ? min(value, range.upperBound) : range.lowerBound
  }
}
