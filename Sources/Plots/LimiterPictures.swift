import ConsoleModel
import Processors
import Units

/// The limiter: what it lets out, and when it turns down.
enum LimiterPictures {
  private static let x = Axis.linear("input, peak in dBFS", -20...20, step: 5)

  static func curves(_ strip: TestStrip, _ name: String, colour: Int) -> [Curve] {
    let ceiling = strip[.limiterCeiling]
    let dots = stride(from: -19.0, through: 19, by: 2).map { level -> (x: Double, y: Double) in
      let played = strip.play(Signals.tone(997, level, 0.6)).left
      let peak = played.suffix(played.count / 3).map { abs($0) }.max() ?? 0
      return (level, decibels(Double(peak)))
    }
    return [
      Curve(name, colour: colour, x.values(81).map { ($0, min($0, ceiling)) }),
      Curve(nil, .dots, colour: colour, dots),
    ]
  }

  static func curve(_ title: String, _ curves: [Curve]) -> Plot {
    Plot(
      title: title, subtitle: "Lines: the law. Dots: the peaks of a tone of 997 Hz that came out.",
      x: x, y: .linear("output, peak in dBFS", -20...5, step: 5), curves: curves)
  }

  /// A main bus with a limiter at -1 dBTP.
  private static var strip: TestStrip {
    var strip = TestStrip(.main)
    strip[.limiterOn] = 1
    return strip
  }

  static var curve: Plot {
    var low = strip
    low[.limiterCeiling] = -10
    return curve(
      "The limiter's ceiling",
      curves(strip, "ceiling -1 dBTP", colour: 0) + curves(low, "ceiling -10 dBTP", colour: 1))
  }

  /// A constant of -6 dBFS that rises to +6 for a while, with edges of 1 ms; its loud part ends at
  /// a quarter of a second and `loud`.
  private static func bump(_ loud: Double, _ seconds: Double) -> [Float] {
    (0..<Signals.frames(seconds)).map { frame in
      let time = Double(frame) / Double(TestStrip.rate) - 0.25
      let rise = min(max(time * 1000, 0), 1)
      let fall = min(max((time - loud) * 1000, 0), 1)
      let share = (Elementary.cosine(.pi * fall) - Elementary.cosine(.pi * rise)) / 2
      return Float(amplitude(-6) + (amplitude(6) - amplitude(-6)) * share)
    }
  }

  private static var latency: Int {
    var settings = LimiterSettings()
    settings.isOn = true
    return settings.latency(rate: TestStrip.rate)
  }

  /// Frames of what comes out and of what went in at the same place of the signal.
  private static func pairs(
    _ loud: Double, from: Double, to: Double, count: Int
  ) -> [(time: Double, input: Double, output: Double)] {
    let input = bump(loud, 0.3 + loud + to)
    let output = strip.play(input).left
    return (0..<count).map { index in
      let time = from + (to - from) * Double(index) / Double(count - 1)
      let frame = Signals.frames(0.25 + loud + time)
      return (time, Double(abs(input[frame - latency])), Double(abs(output[frame])))
    }
  }

  static var release: Plot {
    let curves = [0.005, 0.1, 2].enumerated().map { index, loud in
      let points = pairs(loud, from: -0.01, to: 1, count: 400).map {
        ($0.time * 1000, decibels($0.output / $0.input))
      }
      let name = ["loud for 5 ms", "loud for 100 ms", "loud for 2 s"][index]
      return Curve(name, colour: index, points)
    }
    return Plot(
      title: "The limiter lets go: release 100 ms",
      subtitle: "A signal 7 dB above the ceiling falls to 5 dB below it at 0.",
      x: .linear("time in ms", -10...1000, step: 100), y: .linear("gain in dB", -8...1, step: 1),
      curves: curves)
  }

  static var lookAhead: Plot {
    let loud = 0.005
    let delay = Double(latency) * 1000 / Double(TestStrip.rate)
    let pairs = pairs(loud, from: -0.008, to: 0.004, count: 577)
    func points(
      _ value: ((time: Double, input: Double, output: Double)) -> Double
    ) -> [(x: Double, y: Double)] {
      pairs.map { (($0.time + loud) * 1000 - delay, decibels(value($0))) }
    }
    return Plot(
      title: "The limiter sees a peak coming",
      subtitle: "The input is drawn \(DecimalText.text(delay, places: 1)) ms late, as it comes out:"
        + " the gain is down before it.",
      x: .linear("time in ms", -4...7, step: 1), y: .linear("dB", -10...8, step: 2),
      curves: [
        Curve("ceiling", .dashed, colour: Curve.dark, [(-4, -1), (7, -1)]),
        Curve("input in dBFS", colour: Curve.grey, points { $0.input }),
        Curve("output in dBFS", colour: 0, points { $0.output }),
        Curve("gain in dB", colour: 1, points { $0.output / $0.input }),
      ])
  }
}
