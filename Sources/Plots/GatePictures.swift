import ConsoleModel

/// Gates: how much is left of each level, and when.
enum GatePictures {
  private static let x = Axis.linear("input in dBFS", -80...10, step: 10)
  private static let y = Axis.linear("output in dBFS", -120...10, step: 10)

  static func curves(_ strip: TestStrip, _ name: String, colour: Int) -> [Curve] {
    let law = DynamicsLaw(strip: strip)
    let times = strip[.gateHold] + 9 * max(strip[.gateAttack], strip[.gateRelease])
    let dots = Dynamics.levels.map { level in
      (level, level + Dynamics(strip: strip).gain(at: level, after: 0.1 + times / 1000))
    }
    return [
      Curve(name, colour: colour, x.values(721).map { ($0, $0 + law.gate(at: $0)) }),
      Curve(nil, .dots, colour: colour, dots),
    ]
  }

  static func curve(_ title: String, _ curves: [Curve]) -> Plot {
    Plot(
      title: title, subtitle: "Lines: the law. Dots: what came out, for a signal that rises.",
      x: x, y: y, curves: curves)
  }

  static var curve: Plot {
    var gate = TestStrip(.channel)
    gate[.gateOn] = 1
    gate[.gateRelease] = 20
    gate[.gateHold] = 0
    var expander = gate
    expander[.gateMode] = 1
    var ducker = gate
    ducker[.gateMode] = 2
    ducker[.gateRange] = -12
    return curve(
      "Gate, expander and ducker at -40 dBFS",
      curves(gate, "gate, range -40 dB", colour: 0)
        + curves(expander, "expander 2:1", colour: 1)
        + curves(ducker, "ducker, range -12 dB", colour: 2))
  }

  /// The gain while a signal comes and goes again.
  static func times(_ strip: TestStrip, _ name: String, colour: Int, _ window: Window) -> Curve {
    let threshold = strip[.gateThreshold]
    let quiet = threshold - strip[.gateHysteresis] - 20
    let settle = (strip[.gateHold] + 9 * max(strip[.gateRelease], strip[.gateAttack])) / 1000
    let steps = [
      (quiet, 0.1 + settle), (threshold + 10, window.loud / 1000),
      (quiet, (window.range.upperBound - window.loud) / 1000 + 0.01),
    ]
    let points = Dynamics(strip: strip).gains(steps, origin: 0.1 + settle, window.range)
    return Curve(name, colour: colour, points)
  }

  static var times: Plot {
    let window = Window(range: -20...600, loud: 100)
    let curves = [20.0, 100, 200].enumerated().flatMap { index, release -> [Curve] in
      var strip = TestStrip(.channel)
      strip[.gateOn] = 1
      strip[.gateAttack] = 5
      strip[.gateRelease] = release
      let gain = times(strip, "release \(DecimalText.text(release)) ms", colour: index, window)
      let closing = gain.points.first { $0.x > window.loud && $0.y < -0.1 }?.x ?? 0
      let dots = [
        (5.0, 0.368 * strip[.gateRange]), (closing + release, 0.632 * strip[.gateRange]),
      ]
      return [gain, Curve(nil, .dots, colour: index, dots)]
    }
    return Plot(
      title: "A gate opens and closes: attack 5 ms, hold 50 ms, range -40 dB",
      subtitle: "The signal is loud from 0 to 100 ms. Dots: 63 % of the way, as defined.",
      x: .linear("time in ms", window.range, step: 50), y: .linear("gain in dB", -42...2, step: 6),
      curves: curves)
  }
}

/// What a picture over time shows.
struct Window {
  /// Milliseconds from when the signal gets loud.
  let range: ClosedRange<Double>
  /// Milliseconds for which it is loud.
  let loud: Double
}
