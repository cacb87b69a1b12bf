import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The magnitude of an equaliser of one band, its top section with it, against the analogue
/// prototypes.
///
/// Levels of the prototype below -40 dB are left out: they are the depth of a notch and the far end
/// of a cut's stop band, where a decibel more or less of nearly nothing is not heard. With
/// BUSBAR_TEST_SCALE above 1 the grid of settings is about 25 times finer.
@Suite struct EQBandAccuracyTests {
  private static let isFine =
    (getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1) > 1
  private static let qualities =
    isFine
    ? [0.3, 0.4, 0.5, 0.6, 0.71, 0.85, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3]
      + stride(from: 3.2, through: 4.4, by: 0.2) + [5, 5.5, 6, 6.5, 7, 7.5, 8]
    : [0.3, 0.5, 0.71, 1, 1.5, 2, 3, 4, 6, 8]
  private static let centres =
    [20, 30, 50, 100, 200, 500, 1000, 1500, 2000, 3000, 4000].map { Double($0) }
    + stride(from: 5000.0, through: 16000, by: isFine ? 125 : 500)
  private static let gains =
    isFine ? Array(stride(from: -18.0, through: 18, by: 1)) : [-18.0, -12, -6, -1, 1, 6, 12, 18]

  /// Every band of a shape on the grid.
  private static func bands(_ shape: FilterShape) -> [EQBandSettings] {
    let hasGain = [.peaking, .lowShelf, .highShelf, .tilt].contains(shape)
    return centres.flatMap { centre in
      (shape == .tilt ? [1] : qualities).flatMap { q in
        (hasGain ? gains : [0]).map { gain in
          EQBandSettings(shape, frequency: centre, gain: gain, q: q)
        }
      }
    }
  }

  /// The largest error in dB up to 16 and up to 20 kHz, where the band is `scale` times higher.
  private func errors(
    _ band: EQBandSettings, rate: Int = 48000, scale: Double = 1
  ) -> (low: Double, high: Double) {
    let sections = EQSettings([band]).sections(rate: rate)
    var (low, high) = (0.0, 0.0)
    for frequency in Self.frequencies(around: band, scale) {
      let wanted = AnaloguePrototype.level(
        band.shape, at: frequency, centre: band.frequency, gain: band.gain, q: band.q)
      guard wanted > -40 else { continue }
      let error = abs(sections.level(at: frequency, rate: Double(rate)) - wanted)
      high = max(high, error)
      if frequency <= 16000 * scale { low = max(low, error) }
    }
    return (low, high)
  }

  /// A hundred frequencies from 20 Hz to 20 kHz and forty about each of the band's resonances.
  private static func frequencies(around band: EQBandSettings, _ scale: Double) -> [Double] {
    let wide = (0...60).map { 20 * pow(1000, Double($0) / 60) }
    let top = (0...32).map { 12000 + 250 * Double($0) }
    let apart = pow(10, band.gain / 80)
    let isShelf = band.shape == .lowShelf || band.shape == .highShelf
    let near = (isShelf ? [apart, 1 / apart] : [1]).flatMap { part in
      (-20...20).map { band.frequency * part / scale * pow(2, Double($0) / 20 / max(0.5, band.q)) }
    }
    return (wide + top + near.filter { $0 >= 20 && $0 <= 20000 }).map { $0 * scale }
  }

  /// 48 kHz, and 96, where half the sample rate is far away.
  @Test(arguments: FilterShape.allCases, [48000, 96000])
  func followsTheAnaloguePrototype(shape: FilterShape, rate: Int) {
    var (worstLow, worstHigh) = (0.0, 0.0)
    for band in Self.bands(shape) {
      let (low, high) = errors(band, rate: rate)
      if low > 0.25 || high > 1 { Issue.record("\(band) is off by \(low) and \(high) dB") }
      (worstLow, worstHigh) = (max(worstLow, low), max(worstHigh, high))
    }
    print("\(shape), \(rate) Hz: off by \(worstLow) dB to 16 kHz, \(worstHigh) dB to 20 kHz")
  }

  /// The design knows frequencies only by their ratio to the rate.
  @Test(arguments: [8000, 44100, 96000, 192000]) func followsAtOtherRates(rate: Int) {
    let scale = Double(rate) / 48000
    for shape in FilterShape.allCases {
      for centre in [200.0, 1000, 4000, 8000, 12000, 16000].map({ $0 * scale })
      where centre <= 20000 {
        for q in [0.3, 0.71, 2, 8] {
          let (low, high) = errors(
            EQBandSettings(shape, frequency: centre, gain: 12, q: q), rate: rate, scale: scale)
          #expect(low < 0.25 && high < 1, "\(shape) \(centre) \(q)")
        }
      }
    }
  }

  /// Beyond the range of the other tests, where the top section has the most to do.
  @Test(arguments: [FilterShape.lowShelf, .highShelf, .lowCut])
  func theTopSectionReachesToTheEndsOfTheRanges(shape: FilterShape) {
    for centre in stride(from: 7000.0, through: 20000, by: Self.isFine ? 250 : 1000) {
      for q in [4.0, 8, 11, 16] {
        for gain in shape == .lowCut ? [0] : Self.gains {
          let (low, high) = errors(EQBandSettings(shape, frequency: centre, gain: gain, q: q))
          #expect(low < 0.25 && high < 1, "\(shape) \(centre) \(q) \(gain)")
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
