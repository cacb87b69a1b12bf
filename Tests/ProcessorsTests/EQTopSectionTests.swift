import Processors
import Testing

/// The section behind the bands of an equaliser.
@Suite struct EQTopSectionTests {
  private static let rest = EQSettings([]).topSection(rate: 48000)

  @Test func passesTheInputUnlessABandNeedsIt() {
    #expect(Self.rest == Self.rest.bypassed)
    #expect(Self.rest.isOfMinimumPhase)
    var dice = Dice(state: 9)
    for _ in 0..<2000 {
      var plain = (0..<6).map { _ in dice.band(widened: false) }
      for index in plain.indices where plain[index].q > 2.5 { plain[index].shape = .peaking }
      #expect(EQSettings(plain).topSection(rate: 48000) == Self.rest)
      // Next to a band that needs it the others count no more than if they were not there.
      let steep = dice.steepBand()
      let top = EQSettings([steep]).topSection(rate: 48000)
      #expect(top != Self.rest, "\(steep)")
      #expect(EQSettings(plain + [steep]).topSection(rate: 48000) == top)
      for index in plain.indices { plain[index].isOn = false }
      var off = steep
      off.isOn = false
      #expect(EQSettings(plain + [off]).topSection(rate: 48000) == Self.rest)
      #expect(EQSettings([off]).topRows(rate: 48000)[3...] == [1, 0, 0])
    }
  }

  @Test func isStableAndOfMinimumPhaseWhateverTheBandsAre() {
    var dice = Dice(state: 10)
    for count in (0..<6000).map({ $0 % 6 + 1 }) {
      let bands = (0..<count).map { _ in
        dice.next() < 0.7 ? dice.steepBand() : dice.band(widened: true)
      }
      let rate = dice.rate()
      for section in EQSettings(bands).sections(rate: rate) {
        #expect(section.rows.allSatisfy { $0.isFinite }, "\(bands)")
        #expect(section.isOfMinimumPhase, "\(bands)")
        #expect(section.coupling > 0 && section.integration > 0, "\(bands)")
        #expect(section.damping < 0 && section.damping > -2, "\(bands)")
      }
    }
  }

  /// It leaves the level at 0 Hz alone, whatever it is at the top.
  @Test func isAtUnityAtTheBottom() {
    var dice = Dice(state: 11)
    for _ in 0..<500 {
      let top = EQSettings([dice.steepBand()]).topSection(rate: 48000)
      for frequency in [0.0, 20, 200] {
        #expect(abs(top.level(at: frequency, rate: 48000)) < 0.02)
      }
    }
  }

  /// Two bands together are as near to their prototypes as one, though they share it.
  @Test func addsUpWhatTwoBandsMiss() {
    var dice = Dice(state: 12)
    for _ in 0..<500 {
      let bands = (0..<2).map { _ in
        let band = dice.steepBand()
        return EQBandSettings(
          band.shape, frequency: min(band.frequency, 16000), gain: band.gain * 0.6,
          q: max(5, band.q / 2))
      }
      let sections = EQSettings(bands).sections(rate: 48000)
      for frequency in stride(from: 4000.0, through: 20000, by: 500) {
        let wanted = bands.map {
          AnaloguePrototype.level(
            $0.shape, at: frequency, centre: $0.frequency, gain: $0.gain, q: $0.q)
        }
        guard wanted.allSatisfy({ $0 > -40 }) else { continue }
        let error = abs(sections.level(at: frequency, rate: 48000) - wanted.reduce(0, +))
        #expect(error < (frequency <= 16000 ? 0.25 : 1), "\(bands)")
      }
    }
  }

  /// A shelf up and the same one down are the other's inverse, as the prototypes are.
  @Test func mirrorsABoostInACut() {
    var dice = Dice(state: 13)
    for _ in 0..<200 {
      let band = dice.steepBand()
      guard band.shape != .lowCut else { continue }
      let cut = EQBandSettings(
        band.shape, frequency: band.frequency, gain: -band.gain, q: band.q)
      let both = EQSettings([band]).sections(rate: 48000) + EQSettings([cut]).sections(rate: 48000)
      for frequency in stride(from: 1000.0, through: 20000, by: 1000) {
        #expect(abs(both.level(at: frequency, rate: 48000)) < 0.01, "\(band)")
      }
    }
  }

  /// The least time that a top section takes, of forty times.
  private func time(_ bands: [EQBandSettings]) -> Duration {
    let equaliser = EQSettings(bands)
    var (best, sum) = (Duration.seconds(1), 0.0)
    for _ in 0..<40 {
      let time = ContinuousClock().measure {
        for _ in 0..<10 { sum += equaliser.topSection(rate: 48000).direct }
      }
      best = min(best, time / 10)
    }
    #expect(sum.isFinite)
    return best
  }

  @Test func takesMicrosecondsAndNextToNothingWhereNoBandNeedsIt() {
    let plain = time(
      (1...6).map { EQBandSettings(.highShelf, frequency: Double($0) * 2500, gain: 9, q: 1) })
    let steep = time([EQBandSettings(.highShelf, frequency: 12500, gain: 18, q: 8)])
    print("a top section takes \(plain) where no band needs it, \(steep) where one does")
    if isOptimized {
      #expect(plain < .microseconds(1))
      #expect(steep < .microseconds(20))
    }
  }
}
