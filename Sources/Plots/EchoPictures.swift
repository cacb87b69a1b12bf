import ConsoleModel

/// The delay of an fx bus.
enum EchoPictures {
  /// What is left of a sound in its first, second, fourth and eighth repeat.
  static var repeats: Plot {
    var strip = TestStrip(.fx)
    strip[.echoLeft] = 250
    strip[.echoRight] = 250
    strip[.echoFeedback] = 70
    strip[.echoLowCut] = 150
    strip[.echoHighCut] = 5000
    let answer = strip.play(Signals.impulse(2.3)).left
    let curves = [1, 2, 4, 8].enumerated().map { index, number -> Curve in
      let start = Signals.frames(0.25 * Double(number) - 0.005)
      let part = Array(answer[start..<start + Signals.frames(0.25)])
      let name = ["first", "second", "fourth", "eighth"][index] + " repeat"
      return Curve(
        name, colour: index, Axis.frequency.values(181).map { ($0, part.magnitude(at: $0)) })
    }
    return Plot(
      title: "Repeats get quieter, thinner and darker",
      subtitle: "A delay with feedback 70 %, low cut 150 Hz and high cut 5 kHz.", x: .frequency,
      y: .linear("gain in dB", -60...6, step: 6), curves: curves)
  }
}
