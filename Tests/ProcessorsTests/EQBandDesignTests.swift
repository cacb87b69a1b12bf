import Processors
import Testing

/// What must hold of every band, whatever it is set to.
@Suite struct EQBandDesignTests {
  @Test func isStableAndOfMinimumPhaseForWhateverItIsSetTo() {
    var dice = Dice(state: 7)
    for _ in 0..<60_000 {
      let band = dice.band(widened: true)
      let section = band.section(rate: dice.rate())
      let rows = section.rows
      #expect(rows.allSatisfy { $0.isFinite }, "\(band)")
      #expect(section.isOfMinimumPhase, "\(band)")
      // What keeps the states from growing: 0 < coupling, integration; -2 < damping < 0.
      #expect(section.coupling > 0 && section.integration > 0, "\(band)")
      #expect(section.damping < 0 && section.damping > -2, "\(band)")
    }
  }

  @Test func holdsValuesOutOfRange() {
    let wild = EQBandSettings(.peaking, frequency: .infinity, gain: 99, q: -.infinity)
    let held = EQBandSettings(.peaking, frequency: 20000, gain: 18, q: 0.1)
    #expect(wild.section(rate: 48000) == held.section(rate: 48000))
    let none = EQBandSettings(.peaking, frequency: .nan, gain: .nan, q: .nan)
    let lowest = EQBandSettings(.peaking, frequency: 20, gain: -18, q: 0.1)
    #expect(none.section(rate: 48000) == lowest.section(rate: 48000))
  }

  /// As a setting moves by a thousandth, the response moves as the prototype's does.
  @Test func doesNotJumpAsASettingMoves() {
    var dice = Dice(state: 8)
    var worst = 0.0
    for _ in 0..<6000 {
      let band = dice.band(widened: false)
      var next = band
      next.frequency *= 1.00006
      next.gain += next.gain > 17.9 ? -0.001 : 0.001
      next.q *= 1.0001
      let (before, after) = (
        EQSettings([band]).sections(rate: 48000), EQSettings([next]).sections(rate: 48000)
      )
      for frequency in [25.0, 100, 400, 1600, 5000, 10000, 16000, 20000] {
        guard before.level(at: frequency, rate: 48000) > -40 else { continue }
        let move =
          after.level(at: frequency, rate: 48000) - before.level(at: frequency, rate: 48000)
        worst = max(worst, abs(move - (ideal(next, frequency) - ideal(band, frequency))))
      }
    }
    print("a setting moved by a thousandth: \(worst) dB off the prototype's move")
    #expect(worst < 0.01)
  }

  private func ideal(_ band: EQBandSettings, _ frequency: Double) -> Double {
    AnaloguePrototype.level(
      band.shape, at: frequency, centre: band.frequency, gain: band.gain, q: band.q)
  }

  @Test func offKeepsThePolesAndPassesTheInput() {
    var band = EQBandSettings(.lowShelf, frequency: 300, gain: -7, q: 2)
    let section = band.section(rate: 44100)
    band.isOn = false
    #expect(band.section(rate: 44100) == section.bypassed)
    #expect(band.rows(rate: 44100) == section.bypassed.rows)
    #expect(!EQBandSettings().isOn)
  }

  @Test func takesMicroseconds() {
    var (best, sum) = (Duration.seconds(1), 0.0)
    for round in 0..<40 {
      let time = ContinuousClock().measure {
        for shape in FilterShape.allCases {
          let band = EQBandSettings(shape, frequency: 3000 + Double(round), gain: 12, q: 3)
          sum += band.section(rate: 48000).direct
        }
      }
      best = min(best, time / FilterShape.allCases.count)
    }
    print("a design takes \(best)")
    #expect(sum.isFinite)
    if isOptimized { #expect(best < .microseconds(20)) }
  }
}
