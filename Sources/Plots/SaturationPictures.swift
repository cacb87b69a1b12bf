import ConsoleModel

/// Saturation: what it adds, and that it leaves the loudness alone.
enum SaturationPictures {
  private static func strip(_ character: Int, drive: Double) -> TestStrip {
    var strip = TestStrip(.main)
    strip[.saturationOn] = 1
    strip[.saturationCharacter] = Double(character)
    strip[.saturationDrive] = drive
    return strip
  }

  /// The levels of the second to the seventh harmonic of a tone, in dB below the tone.
  static func harmonics(
    _ strip: TestStrip, _ frequency: Double, level: Double
  ) -> [(x: Double, y: Double)] {
    let seconds = 1.0
    let played = strip.play(Signals.tone(frequency, level, seconds)).left
    let half = Array(played.suffix(played.count / 2))
    let first = half.magnitude(at: frequency)
    return (2...7).map { (Double($0), half.magnitude(at: frequency * Double($0)) - first) }
  }

  static let harmonicAxes = (
    x: Axis.linear("harmonic", 1.5...7.5, step: 1),
    y: Axis.linear("dB to the tone", -120...0, step: 20)
  )

  static var harmonics: Plot {
    let curves = Parameter.characters.enumerated().flatMap { index, name -> [Curve] in
      let shift = 0.16 * Double(index - 1)
      let strip = strip(index, drive: 12)
      return [
        Curve(
          name, .stems, colour: index,
          harmonics(strip, 1000, level: -6).map { ($0.x + shift, $0.y) }),
        Curve(
          nil, .dots, colour: index,
          harmonics(strip, 60, level: -6).map { ($0.x + shift, $0.y) }),
      ]
    }
    return Plot(
      title: "What saturation adds to a tone of -6 dBFS, drive 12 dB",
      subtitle: "Bars: a tone of 1 kHz. Dots: one of 60 Hz, harder on tape and transformer.",
      x: harmonicAxes.x, y: harmonicAxes.y, curves: curves)
  }

  static var wave: Plot {
    let tone = Signals.tone(100, -3, 0.5)
    let first = Signals.frames(0.4)
    func points(_ sound: [Float]) -> [(x: Double, y: Double)] {
      (0...480).map { (Double($0) / 48, Double(sound[first + $0])) }
    }
    let curves = Parameter.characters.enumerated().map { index, name in
      Curve(name, colour: index, points(strip(index, drive: 20).play(tone).left))
    }
    return Plot(
      title: "A tone of 100 Hz at -3 dBFS, drive 20 dB",
      subtitle: "What goes in, dashed, and what comes out: the loudness is kept, the shape is not.",
      x: .linear("time in ms", 0...10, step: 1), y: .linear("samples", -1...1, step: 0.25),
      curves: [Curve("input", .dashed, colour: Curve.grey, points(tone))] + curves)
  }

  static var loudness: Plot {
    let drives = stride(from: 0.0, through: 24, by: 3).map { $0 }
    let curves = [-20.0, -12].enumerated().flatMap { quietness, level -> [Curve] in
      let noise = Signals.pink(level, 3)
      return Parameter.characters.enumerated().map { index, name in
        let points = drives.map { drive -> (x: Double, y: Double) in
          let power = strip(index, drive: drive).play(noise).left.power
          return (drive, decibels((power / noise.power).squareRoot()))
        }
        return quietness == 0
          ? Curve(name, colour: index, points) : Curve(nil, .dashed, colour: index, points)
      }
    }
    return Plot(
      title: "Drive changes the tone, not the loudness",
      subtitle: "How much louder pink noise comes out: lines for -20 dBFS, dashed for -12.",
      x: .linear("drive in dB", 0...24, step: 3), y: .linear("change in dB", -1...1, step: 0.25),
      curves: curves)
  }
}
