import Processors
import Testing

/// A setting that moves a little moves the response a little, also where the top section comes in.
@Suite struct EQContinuityTests {
  private static let frequencies = [1000.0, 4000, 8000, 10000, 12000, 14000, 16000, 18000, 20000]

  private enum Way: CaseIterable { case frequency, gain, q }

  /// Bands along a line of settings that comes in and goes out of what the top section is for.
  private func bands(_ shape: FilterShape, _ way: Way, _ dice: inout Dice) -> [EQBandSettings] {
    let start = dice.steepBand()
    return (0...2000).map { step in
      let part = Double(step) / 2000
      var band = EQBandSettings(
        shape, frequency: start.frequency, gain: start.gain, q: min(start.q, 8))
      switch way {
      case .frequency: band.frequency = 5000 + 11000 * part
      case .gain: band.gain = -18 + 36 * part
      case .q: band.q = 1.5 + 6.5 * part
      }
      return band
    }
  }

  @Test(arguments: [FilterShape.lowShelf, .highShelf, .lowCut])
  func sweepsAsSmoothlyAsThePrototype(shape: FilterShape) {
    var dice = Dice(state: 14)
    var worst = 0.0
    for way in Way.allCases where shape != .lowCut || way != .gain {
      for _ in 0..<4 {
        let bands = bands(shape, way, &dice)
        let errors = bands.map { band in
          let sections = EQSettings([band]).sections(rate: 48000)
          return Self.frequencies.map { frequency in
            let wanted = AnaloguePrototype.level(
              shape, at: frequency, centre: band.frequency, gain: band.gain, q: band.q)
            return wanted < -40 ? 0 : sections.level(at: frequency, rate: 48000) - wanted
          }
        }
        for (before, after) in zip(errors, errors.dropFirst()) {
          for (old, new) in zip(before, after) where old != 0 && new != 0 {
            worst = max(worst, abs(new - old))
          }
        }
      }
    }
    print("\(shape): at most \(worst) dB off the prototype's move in a step")
    #expect(worst < 0.01)
  }
}
