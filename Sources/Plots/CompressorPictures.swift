import ConsoleModel

/// Compressors: how much is left of each level, and when.
enum CompressorPictures {
  private static let axis = -60.0...10

  static func curves(_ strip: TestStrip, _ name: String, colour: Int) -> [Curve] {
    let law = DynamicsLaw(strip: strip)
    let seconds = 0.2 + 9 * strip[.compressorAttack] / 1000
    let dots = Dynamics.levels.filter(axis.contains).map { level in
      (level, level + Dynamics(strip: strip).gain(at: level, after: seconds))
    }
    let values = Axis.linear("", axis).values(281)
    return [
      Curve(name, colour: colour, values.map { ($0, $0 + law.compressor(at: $0)) }),
      Curve(nil, .dots, colour: colour, dots),
    ]
  }

  static func curve(_ title: String, _ curves: [Curve]) -> Plot {
    Plot(
      title: title, subtitle: "Lines: the law. Dots: what came out.",
      x: .linear("input in dBFS", axis, step: 10), y: .linear("output in dBFS", axis, step: 10),
      curves: [Curve(nil, .thin, colour: Curve.grey, [(-60, -60), (10, 10)])] + curves)
  }

  /// A compressor at -30 dBFS.
  private static func strip(_ kind: StripKind = .channel, ratio: Double, knee: Double) -> TestStrip
  {
    var strip = TestStrip(kind)
    strip[.compressorOn] = 1
    strip[.compressorThreshold] = -30
    strip[.compressorRatio] = ratio
    strip[.compressorKnee] = knee
    return strip
  }

  static var curve: Plot {
    curve(
      "Compressor at -30 dBFS",
      curves(strip(ratio: 2, knee: 0), "2:1, knee 0", colour: 0)
        + curves(strip(ratio: 4, knee: 12), "4:1, knee 12 dB", colour: 1)
        + curves(strip(ratio: .infinity, knee: 0), "∞:1, knee 0", colour: 2)
        + curves(parallel, "∞:1, mix 50 %", colour: 3))
  }

  private static var parallel: TestStrip {
    var strip = strip(ratio: .infinity, knee: 0)
    strip[.compressorMix] = 50
    return strip
  }

  /// The gain while a signal gets loud and quiet again.
  static func times(
    _ strip: TestStrip, over: Double, _ window: Window
  ) -> [(x: Double, y: Double)] {
    let threshold = strip[.compressorThreshold]
    let quiet = threshold - strip[.compressorKnee] / 2 - 10
    let steps = [
      (quiet, 0.1), (threshold + over, window.loud / 1000),
      (quiet, (window.range.upperBound - window.loud) / 1000 + 0.01),
    ]
    return Dynamics(strip: strip).gains(steps, origin: 0.1, window.range)
  }

  static var times: Plot {
    let window = Window(range: -20...700, loud: 250)
    let sets: [(attack: Double, release: Double)] = [(1, 50), (10, 150), (50, 300)]
    let curves = sets.enumerated().flatMap { index, set -> [Curve] in
      var strip = strip(ratio: 4, knee: 0)
      strip[.compressorDetector] = 0
      strip[.compressorAttack] = set.attack
      strip[.compressorRelease] = set.release
      let law = DynamicsLaw(strip: strip)
      let full = law.reduction(at: -14)
      let dots = [
        (set.attack, 0.632 * full), (window.loud + law.stay + set.release, 0.368 * full),
      ]
      let name =
        "attack \(DecimalText.text(set.attack)), release \(DecimalText.text(set.release)) ms"
      return [
        Curve(name, colour: index, times(strip, over: 16, window)),
        Curve(nil, .dots, colour: index, dots),
      ]
    }
    return Plot(
      title: "A compressor works and lets go: 4:1, 16 dB above the threshold",
      subtitle: "The signal is loud from 0 to 250 ms. Dots: 63 % of the way, as defined.",
      x: .linear("time in ms", window.range, step: 50), y: .linear("gain in dB", -14...2, step: 2),
      curves: curves)
  }

  static var glue: Plot {
    var strip = strip(.main, ratio: 4, knee: 0)
    strip[.compressorAttack] = 3
    strip[.compressorRelease] = 100
    let curves = [(20.0, "after 20 ms"), (300, "after 300 ms"), (5000, "after 5 s")].enumerated()
      .map { index, burst -> Curve in
        let window = Window(range: (burst.0 - 20)...(burst.0 + 2000), loud: burst.0)
        let points = times(strip, over: 16, window).map { ($0.x - burst.0, $0.y) }
        return Curve("loud for \(burst.1.dropFirst(6))", colour: index, points)
      }
    return Plot(
      title: "The glue compressor of a bus lets go: release 100 ms",
      subtitle: "Short peaks are forgotten quickly, long passages slowly. The signal falls at 0.",
      x: .linear("time in ms", -20...2000, step: 200), y: .linear("gain in dB", -14...2, step: 2),
      curves: curves)
  }
}
