/// One band of an equaliser, as its user sets it.
///
/// The response follows the analogue prototype of its shape: at 48 kHz within 0.25 dB up to 16 kHz
/// and 1 dB up to 20 kHz, for Q of 0.3…8 and frequencies up to 16 kHz. `MatchedDesign` says how.
/// Narrow shelves and low cuts at high frequencies need the top section of `EQSettings` for it.
public struct EQBandSettings: Hashable, Sendable {
  /// Whether the band is heard; one that is off passes its input bit for bit.
  public var isOn = false
  /// What the band does.
  public var shape = FilterShape.peaking
  /// The centre, corner or pivot in Hz: 20…20000.
  ///
  /// Held at 0.49 of the sample rate where it would be above.
  public var frequency = 1000.0
  /// The gain in dB: -18…+18; without meaning for cuts and notches.
  public var gain = 0.0
  /// The quality: 0.1…16; without meaning for tilts.
  public var q = 0.7071067811865476

  /// Legal frequencies in Hz.
  public static let frequencies = 20.0...20000
  /// Legal gains in dB.
  public static let gains = -18.0...18
  /// Legal qualities.
  public static let qualities = 0.1...16

  /// Makes a band that is off.
  public init() {}

  /// Makes a band that is on; values out of range are held at its ends.
  public init(
    _ shape: FilterShape, frequency: Double, gain: Double = 0, q: Double = 0.7071067811865476
  ) {
    isOn = true
    self.shape = shape
    self.frequency = frequency
    self.gain = gain
    self.q = q
  }

  /// The band's section for sample rates of 8000…192000 Hz, without the equaliser's top section.
  ///
  /// Control thread; takes some microseconds.
  public func section(rate: Int) -> SectionCoefficients {
    let section = BandDesign(prototype(rate: rate)).section
    return isOn ? section : section.bypassed
  }

  /// What the band is designed after.
  func prototype(rate: Int) -> FilterPrototype {
    FilterPrototype(
      shape, angle: angle(rate: rate), gain: Self.held(gain, Self.gains),
      q: Self.held(q, Self.qualities))
  }

  /// Whether the band leaves something to the equaliser's top section.
  func needsTop(rate: Int) -> Bool {
    isOn
      && FilterPrototype.topShare(
        shape, angle: angle(rate: rate), gain: Self.held(gain, Self.gains),
        q: Self.held(q, Self.qualities)) > 0
  }

  /// The half angle of the frequency.
  private func angle(rate: Int) -> Double {
    FilterPrototype.angle(Self.held(frequency, Self.frequencies), rate: rate)
  }

  /// The targets of the section's six rows for one lane.
  public func rows(rate: Int) -> [Float] { section(rate: rate).rows }

  /// A setting held in its range; its lower end where it is no number.
  private static func held(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    value >= range.lowerBound ? min(value, range.upperBound) : range.lowerBound
  }
}
