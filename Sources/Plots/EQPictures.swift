import ConsoleModel
import Units

/// Responses: what a strip does to each frequency, measured with an impulse.
enum EQPictures {
  /// The response in dB at many frequencies.
  static func response(_ strip: TestStrip, _ count: Int = 361) -> [(x: Double, y: Double)] {
    let answer = strip.play(Signals.impulse(2)).left.trimmed
    return Axis.frequency.values(count).map { ($0, answer.magnitude(at: $0)) }
  }

  static func gainAxis(_ range: ClosedRange<Double>) -> Axis {
    .linear("gain in dB", range, step: 6)
  }

  /// One band of a channel.
  static func band(_ shape: String, _ frequency: Double, _ gain: Double, _ q: Double) -> TestStrip {
    var strip = TestStrip(.channel)
    strip[.eqOn] = 1
    strip[.eq(1, .on)] = 1
    strip[.eq(1, .shape)] = Double(Parameter.shapes.firstIndex(of: shape) ?? 0)
    strip[.eq(1, .frequency)] = frequency
    strip[.eq(1, .gain)] = gain
    strip[.eq(1, .q)] = q
    return strip
  }

  static var highPass: Plot {
    let curves = ["12 dB", "18 dB", "24 dB"].enumerated().map { index, name in
      var strip = TestStrip(.channel)
      strip[.highPassOn] = 1
      strip[.highPassSlope] = Double(index)
      return Curve("\(name) an octave", colour: index, response(strip))
    }
    return Plot(
      title: "High-pass at 80 Hz", subtitle: "Every slope is down by 3 dB at the frequency.",
      x: .frequency, y: gainAxis(-48...6), curves: curves)
  }

  static var shapes: Plot {
    let gains = [12.0, 9, 9, 0, 0, 0, 6]
    let curves = Parameter.shapes.enumerated().map { index, shape in
      let frequency = [1000.0, 200, 5000, 60, 12000, 400, 700][index]
      let q = shape == "notch" ? 4 : shape == "peaking" ? 1.5 : 0.7071
      return Curve(shape, colour: index, response(band(shape, frequency, gains[index], q)))
    }
    return Plot(
      title: "The shapes of a band",
      subtitle: "A peak of +12 dB, shelves of +9, a tilt of +6 dB, cuts and a notch.",
      x: .frequency, y: gainAxis(-24...18), curves: curves)
  }

  static var quality: Plot {
    let curves = [0.5, 1, 2, 8].enumerated().map { index, q in
      Curve(
        "Q \(DecimalText.text(q))", colour: index, response(band("peaking", 1000, 12, q)))
    }
    let cuts = [0.5, 1, 2, 8].enumerated().map { index, q in
      Curve(nil, .thin, colour: index, response(band("peaking", 1000, -12, q)))
    }
    return Plot(
      title: "The width of a peak", subtitle: "±12 dB at 1 kHz. A cut is the boost upside down.",
      x: .frequency, y: gainAxis(-18...18), curves: curves + cuts)
  }

  /// What the top octave looks like beside the analogue filter.
  static var top: Plot {
    let axis = Axis.logarithmic("frequency in Hz", 1000...20000)
    let dots = axis.values(25)
    let law = AnaloguePeak(frequency: 12000, gain: 12, q: 1)
    let answer = band("peaking", 12000, 12, 1).play(Signals.impulse(0.5)).left.trimmed
    let values = axis.values(241)
    return Plot(
      title: "A peak of +12 dB at 12 kHz, Q 1, at 48 kHz",
      subtitle: "Digital equalisers often cramp near the top; this one follows the analogue one.",
      x: axis, y: .linear("gain in dB", -2...14, step: 2),
      curves: [
        Curve(
          "a plain digital filter", .dashed, colour: Curve.grey,
          values.map { ($0, law.bent(at: $0, rate: Double(TestStrip.rate))) }),
        Curve("Busbar", colour: 0, values.map { ($0, answer.magnitude(at: $0)) }),
        Curve(
          "the analogue filter", .dots, colour: Curve.dark, dots.map { ($0, law.gain(at: $0)) }),
      ])
  }
}

/// An analogue peaking filter, (s² + s A/Q + 1) / (s² + s/(A Q) + 1).
struct AnaloguePeak {
  let frequency: Double
  let gain: Double
  let q: Double

  /// The gain in dB at a frequency in Hz.
  func gain(at hertz: Double) -> Double { gain(ratio: hertz / frequency) }

  /// What becomes of it when the bilinear transform squeezes all frequencies below half the rate.
  func bent(at hertz: Double, rate: Double) -> Double {
    let ratio = Elementary.tangent(.pi * hertz / rate) / Elementary.tangent(.pi * frequency / rate)
    return gain(ratio: ratio)
  }

  private func gain(ratio: Double) -> Double {
    let a = Elementary.powerOfTen(gain / 40)
    let real = 1 - ratio * ratio
    let (top, bottom) = (ratio * a / q, ratio / (a * q))
    return decibels(((real * real + top * top) / (real * real + bottom * bottom)).squareRoot())
  }
}
