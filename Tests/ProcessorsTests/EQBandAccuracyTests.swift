import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The equaliser's magnitude against the analogue prototypes.
///
/// Levels of the prototype below -40 dB are left out: they are the depth of a notch and the far end
/// of a cut's stop band, where a decibel more or less of nearly nothing is not heard.
@Suite struct EQBandAccuracyTests {
  private static let qualities = [0.3, 0.5, 0.71, 1, 1.5, 2, 3, 4, 6, 8]
  private static let centres =
    [20, 30, 50, 100, 200, 500, 1000, 1500, 2000, 3000, 4000].map { Double($0) }
    + stride(from: 5000.0, through: 16000, by: 500)
  private static let gains = [-18.0, -12, -6, -1, 1, 6, 12, 18]

  /// The largest error in dB up to 16 and up to 20 kHz, where the band is `scale` times higher.
  private func errors(
    _ band: EQBandSettings, rate: Int = 48000, scale: Double = 1
  ) -> (low: Double, high: Double) {
    let section = band.section(rate: rate)
    var (low, high) = (0.0, 0.0)
    for frequency in Self.frequencies(around: band, scale) {
      let wanted = AnaloguePrototype.level(
        band.shape, at: frequency, centre: band.frequency, gain: band.gain, q: band.q)
      guard wanted > -40 else { continue }
      let error = abs(section.level(at: frequency, rate: Double(rate)) - wanted)
      high = max(high, error)
      if frequency <= 16000 * scale { low = max(low, error) }
    }
    return (low, high)
  }

  /// A hundred frequencies from 20 Hz to 20 kHz and forty about the band's own.
  private static func frequencies(around band: EQBandSettings, _ scale: Double) -> [Double] {
    let wide = (0...60).map { 20 * pow(1000, Double($0) / 60) }
    let top = (0...32).map { 12000 + 250 * Double($0) }
    let near = (-20...20).map {
      band.frequency / scale * pow(2, Double($0) / 20 / max(0.5, band.q))
    }
    return (wide + top + near.filter { $0 >= 20 && $0 <= 20000 }).map { $0 * scale }
  }

  /// What a shape may be off by: a factor on 0.25 dB to 16 kHz, and the dB to 20 kHz.
  ///
  /// One section has not enough freedom for a resonance just below 20 kHz that is as narrow as that
  /// of a steep shelf or a steep low cut: see `MatchedDesign`.
  private func limits(_ band: EQBandSettings) -> (low: Double, high: Double) {
    switch band.shape {
    case .lowShelf,
      .highShelf where band.q > 5 && abs(band.gain) > 8 && band.frequency > 7000:
      (0.5, 1.75)
    case .lowCut where band.q > 3.5 && band.frequency > 13000: (0.35, 1.5)
    default: (0.25, 1)
    }
  }

  @Test(arguments: FilterShape.allCases) func followsTheAnaloguePrototype(shape: FilterShape) {
    let hasGain = [.peaking, .lowShelf, .highShelf, .tilt].contains(shape)
    var (worstLow, worstHigh) = (0.0, 0.0)
    for centre in Self.centres {
      for q in shape == .tilt ? [1] : Self.qualities {
        for gain in hasGain ? Self.gains : [0] {
          let band = EQBandSettings(shape, frequency: centre, gain: gain, q: q)
          let (low, high) = errors(band)
          let limits = limits(band)
          if low > limits.low || high > limits.high {
            Issue.record("\(shape) \(centre) Hz, Q \(q), \(gain) dB is off by \(low) and \(high)")
          }
          (worstLow, worstHigh) = (max(worstLow, low), max(worstHigh, high))
        }
      }
    }
    print("\(shape): off by \(worstLow) dB to 16 kHz, \(worstHigh) dB to 20 kHz")
  }

  /// The design knows frequencies only by their ratio to the rate.
  @Test(arguments: [8000, 44100, 96000, 192000]) func followsAtOtherRates(rate: Int) {
    let scale = Double(rate) / 48000
    for shape in FilterShape.allCases {
      for centre in [200.0, 1000, 4000, 8000, 12000].map({ $0 * scale }) where centre <= 20000 {
        for q in [0.3, 0.71, 2] {
          let (low, high) = errors(
            EQBandSettings(shape, frequency: centre, gain: 12, q: q), rate: rate, scale: scale)
          #expect(low < 0.25 && high < 1, "\(shape) \(centre) \(q)")
        }
      }
    }
  }

  @Test func aBandAboveTheSampleRateIsHeldBelowHalfOfIt() {
    for shape in FilterShape.allCases {
      let held = EQBandSettings(shape, frequency: 3920, gain: 6, q: 1).section(rate: 8000)
      #expect(EQBandSettings(shape, frequency: 12000, gain: 6, q: 1).section(rate: 8000) == held)
    }
  }

  @Test func tiltTurnsAboutItsPivot() {
    let section = EQBandSettings(.tilt, frequency: 1000, gain: 6).section(rate: 48000)
    #expect(abs(section.level(at: 1000, rate: 48000)) < 0.1)
    #expect(abs(section.level(at: 20, rate: 48000) + 6) < 0.1)
    #expect(abs(section.level(at: 18000, rate: 48000) - 6) < 0.1)
  }

  @Test func aGainOfNothingChangesNothing() {
    for shape in [FilterShape.peaking, .lowShelf, .highShelf, .tilt] {
      for centre in [20.0, 1000, 20000] {
        let section = EQBandSettings(shape, frequency: centre, gain: 0, q: 1).section(rate: 48000)
        #expect(abs(section.direct - 1) < 1e-9)
        #expect(abs(section.first) < 1e-9 && abs(section.second) < 1e-9)
      }
    }
  }
}
