import Glibc
import Processors
import Testing

@Suite struct SaturationSettingsTests {
  @Test func offKeepsEverythingButTheAmount() {
    var settings = SaturationSettings(character: .tube, drive: 24)
    let on = settings.rows(rate: 48_000)
    settings.isOn = false
    let off = settings.rows(rate: 48_000)
    #expect(on[0] == 1 && off[0] == 0)
    #expect(on.dropFirst() == off.dropFirst())
    #expect(SaturationSettings().rows(rate: 48_000)[0] == 0)
  }

  @Test func holdsWhatIsOutOfRange() {
    let settings = SaturationSettings(character: .tape, drive: 40, mix: -3)
    let held = SaturationSettings(character: .tape, drive: 24, mix: 0)
    #expect(settings.rows(rate: 48_000) == held.rows(rate: 48_000))
    var unknown = SaturationSettings(character: .tape, drive: .nan, mix: .nan)
    let isFinite = unknown.rows(rate: 48_000).allSatisfy { $0.isFinite }
    #expect(isFinite)
    unknown.mix = 50
    #expect(unknown.rows(rate: 48_000)[0] == 0.5)
  }

  @Test func curvesEndWhereTheDriveSays() {
    let full = SaturationSettings(character: .tape, drive: 24).rows(rate: 48_000)
    #expect(full[1] == 1)
    let half = SaturationSettings(character: .tube, drive: 18).rows(rate: 48_000)
    #expect(abs(20 * log10(Double(half[1])) + 6) < 1e-5)
  }

  @Test func curvesStartWithSlopeOneAndEndLevel() {
    for character in SaturationCharacter.allCases {
      let rows = SaturationSettings(character: character, drive: 24).rows(rate: 48_000)
      let curve = rows.suffix(7).map { Double($0 / rows[7]) }
      func slope(_ u: Double) -> Double {
        curve.enumerated().reduce(0) { $0 + Double($1.0 + 1) * $1.1 * pow(u, Double($1.0)) }
      }
      #expect(abs(slope(1)) < 1e-5 && abs(slope(-1)) < 1e-5)
      // It arrives there flat, and never falls.
      #expect(abs(slope(0.999)) < 1e-4)
      let rises = stride(from: -1, through: 1, by: 0.01).allSatisfy { slope($0) > -1e-5 }
      #expect(rises)
    }
  }

  @Test func emphasisAndItsUndoingCancel() {
    for rate in [8000, 44_100, 48_000, 192_000] {
      let rows = SaturationSettings(character: .transformer, drive: 12).rows(rate: rate)
      let (emphasis, corner) = (Double(rows[2]), Double(rows[3]))
      let (restore, decay) = (Double(rows[4]), Double(rows[5]))
      // At the lowest frequency: 1 + emphasis, and 1 - restore / (1 - decay).
      #expect(abs((1 + emphasis) * (1 - restore / (1 - decay)) - 1) < 1e-4)
      // At the highest: 1 + emphasis * corner / (2 - corner), and 1 - restore / (1 + decay).
      let high = (1 + emphasis * corner / (2 - corner)) * (1 - restore / (1 + decay))
      #expect(abs(high - 1) < 1e-5)
      #expect(abs(20 * log10(1 + emphasis) - 9) < 1e-4)
    }
  }
}
