import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct HighPassSettingsTests {
  private func level(_ sections: [SectionCoefficients], _ frequency: Double, _ rate: Int) -> Double
  {
    sections.reduce(0) { $0 + $1.level(at: frequency, rate: Double(rate)) }
  }

  /// Butterworth: 1 / (1 + (corner / frequency)^2n), n = 2, 3, 4.
  @Test(arguments: HighPassSettings.Slope.allCases) func isAButterworthFilter(
    slope: HighPassSettings.Slope
  ) {
    let order = Double(slope.rawValue / 6)
    for rate in [44100, 48000, 96000] {
      for corner in [20.0, 80, 300, 1000] {
        let sections = HighPassSettings(frequency: corner, slope: slope).sections(rate: rate)
        #expect(sections.count == 2)
        for step in 0...60 {
          let frequency = 20 * pow(1000, Double(step) / 60)
          let wanted = -10 * log10(1 + pow(corner / frequency, 2 * order))
          guard wanted > -80 else { continue }
          #expect(abs(level(sections, frequency, rate) - wanted) < 0.1, "\(frequency) \(corner)")
        }
        #expect(sections.allSatisfy { $0.isOfMinimumPhase })
      }
    }
  }

  @Test func theSecondSectionOfTheGentlestSlopePassesItsInput() {
    let sections = HighPassSettings(frequency: 100, slope: .twelve).sections(rate: 48000)
    #expect(sections[1] == sections[0].bypassed)
  }

  @Test func offKeepsThePolesAndPassesTheInput() {
    var filter = HighPassSettings(frequency: 100, slope: .eighteen)
    let sections = filter.sections(rate: 48000)
    filter.isOn = false
    #expect(filter.sections(rate: 48000) == sections.map(\.bypassed))
    #expect(filter.rows(rate: 48000) == sections.flatMap(\.bypassed.rows))
  }

  @Test func holdsAFrequencyOutOfRange() {
    let low = HighPassSettings(frequency: 20, slope: .twelve).sections(rate: 48000)
    #expect(HighPassSettings(frequency: .nan, slope: .twelve).sections(rate: 48000) == low)
    #expect(HighPassSettings(frequency: -5, slope: .twelve).sections(rate: 48000) == low)
    let high = HighPassSettings(frequency: 1000, slope: .twelve).sections(rate: 48000)
    #expect(HighPassSettings(frequency: 1e9, slope: .twelve).sections(rate: 48000) == high)
  }
}
