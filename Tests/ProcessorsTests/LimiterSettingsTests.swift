import Processors
import Testing

@Suite struct LimiterSettingsTests {
  @Test func hasNoLatencyWhenItIsOff() {
    var settings = LimiterSettings()
    #expect(settings.latency(rate: 48000) == 0)
    settings.isOn = true
    let latencies = [44100, 48000, 96000, 192000].map { settings.latency(rate: $0) }
    #expect(latencies == [78, 78, 126, 222])
  }

  @Test func aimsAMarginBelowTheCeiling() {
    var settings = LimiterSettings()
    settings.ceiling = -6
    #expect(abs(settings.rows(rate: 48000)[0] - 0.499459) < 1e-5)
    settings.ceiling = 40
    #expect(settings.rows(rate: 48000)[0] < 1)
  }

  @Test func theSlowReleaseRestsWhenItIsNotAskedFor() {
    var settings = LimiterSettings()
    settings.isReleaseAdaptive = false
    let rows = settings.rows(rate: 48000)
    #expect(rows.count == 16)
    #expect(abs(rows[1] - 0.99979169) < 1e-6)  // e^(-1/4800)
    #expect(rows[2] == 0)
  }

  @Test func everyTableAddsUpToOne() {
    let table = TruePeakTables.make()
    #expect(abs(table[..<24].reduce(0, +) * 2 - 1) < 1e-6)
    // The even parts of the two neighbours of each tap, twice; the middle value likewise.
    for value in [0, 2, 4] {
      let sum = stride(from: 24 + value, to: 44, by: 5).map { table[$0] }.reduce(0, +)
      #expect(abs(sum * 2 - 1) < 1e-6)
    }
  }
}
