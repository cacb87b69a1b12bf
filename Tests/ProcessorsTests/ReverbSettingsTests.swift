import Processors
import Testing
import Units

@Suite struct ReverbSettingsTests {
  private func row(_ row: Int, _ settings: ReverbSettings, rate: Int = 48000) -> [Double] {
    settings.rows(rate: rate)[row * 16..<row * 16 + 16].map { Double($0) }
  }

  private func shares(_ a: Int, _ b: Int) -> Bool { b == 0 ? a > 1 : shares(b, a % b) }

  @Test func linesShareNoDivisor() {
    for rate in [8000, 44100, 48000, 96000, 192000] {
      for voicing in ReverbVoicing.allCases {
        var settings = ReverbSettings()
        (settings.voicing, settings.size) = (voicing, 0.3)
        let lengths = row(0, settings, rate: rate).map { Int($0) }
        for (index, length) in lengths.enumerated() {
          for other in lengths[..<index] { #expect(!shares(length, other)) }
        }
      }
    }
  }

  /// The matrix of each section stretches nothing: its largest singular value is 1 or less.
  @Test func sectionsAddNoEnergy() {
    for decay in [0.1, 1, 20] {
      for (low, high) in [(0.25, 2.0), (2, 0.25), (1, 1), (2, 2), (0.25, 0.25)] {
        var settings = ReverbSettings()
        (settings.decay, settings.lowDecay, settings.highDecay) = (decay, low, high)
        for (first, factor) in [(8, 1.0), (12, 4.0)] {
          let rows = (0..<4).map { row(first + $0, settings) }
          for lane in 0..<16 {
            let (a, b) = (rows[0][lane], rows[1][lane])
            let (c, d) = (rows[2][lane] * factor, rows[3][lane] * factor)
            let (sum, product) = (a * a + b * b + c * c + d * d, a * d - b * c)
            let square = (sum + (max(0, sum * sum - 4 * product * product)).squareRoot()) / 2
            #expect(square <= 1 + 1e-6)
          }
        }
      }
    }
  }

  /// What a line of L frames loses at 0 Hz and at half the rate, by the gain of its two sections.
  @Test func linesLoseWhatTheirLengthIsOfTheDecay() {
    var settings = ReverbSettings()
    (settings.decay, settings.lowDecay, settings.highDecay) = (2, 1.5, 0.5)
    let lengths = row(0, settings)
    for lane in 0..<16 {
      func gain(_ z: Double) -> Double {
        [8, 12].reduce(4) { product, first in
          let (keep, feed) = (row(first, settings)[lane], row(first + 1, settings)[lane])
          let (out, direct) = (row(first + 2, settings)[lane], row(first + 3, settings)[lane])
          return product * (direct + out * feed / (z - keep))
        }
      }
      for (z, decay) in [(1.0, 3.0), (-1, 1)] {
        let asked = -60 * (lengths[lane] + 1) / 48000 / decay
        #expect(abs(Decibels(amplitude: abs(gain(z))).value - asked) < 0.01)
      }
    }
  }

  @Test func decaysAreOfThreeBands() {
    var settings = ReverbSettings()
    (settings.decay, settings.lowDecay, settings.highDecay) = (2, 1.5, 0.5)
    (settings.lowCrossover, settings.highCrossover) = (200, 4000)
    #expect(abs(settings.decay(at: 1, rate: 48000) - 3) < 0.001)
    #expect(abs(settings.decay(at: 900, rate: 48000) - 2) < 0.1)
    // Halfway in loss: 30 dB a second in the middle, 60 above.
    #expect(abs(settings.decay(at: 4000, rate: 48000) - 60 / 45.0) < 0.01)
  }

  @Test func offLetsTheInputThroughAndNothingElse() {
    #expect(row(16, ReverbSettings())[..<3] == [1, 0, 0])
    var settings = ReverbSettings()
    settings.isOn = true
    #expect(row(16, settings)[..<3] == [0, 1, 0])
    settings.width = 0
    #expect(row(16, settings)[..<3] == [0, 0.5, 0.5])
  }

  @Test func settingsBeyondTheirRangesCountAsTheEnds() {
    var (settings, ends) = (ReverbSettings(), ReverbSettings())
    (settings.size, settings.decay, settings.highCut) = (7, -1, 1e6)
    (ends.size, ends.decay, ends.highCut) = (1, 0.1, 20000)
    #expect(settings.rows(rate: 48000) == ends.rows(rate: 48000))
  }
}
