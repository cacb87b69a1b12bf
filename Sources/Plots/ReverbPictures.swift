import ConsoleModel
import Processors
import Units

/// Reverbs: how they decay in each band, and how soon single echoes blur.
enum ReverbPictures {
  /// An fx bus with a reverb.
  static func strip(_ voicing: Int, _ more: [Setting: Double] = [:]) -> TestStrip {
    var strip = TestStrip(.fx)
    strip[.effect] = 1
    strip[.reverbVoicing] = Double(voicing)
    strip[.reverbPreDelay] = 0
    for (setting, value) in more { strip[setting] = value }
    return strip
  }

  /// The stated law of the decay, in seconds at a frequency in Hz.
  static func law(_ strip: TestStrip, at frequency: Double) -> Double {
    var settings = ReverbSettings()
    settings.decay = strip[.reverbDecay] / 1000
    settings.lowDecay = strip[.reverbLowDecay]
    settings.highDecay = strip[.reverbHighDecay]
    settings.lowCrossover = strip[.reverbLowCrossover]
    settings.highCrossover = strip[.reverbHighCrossover]
    return settings.decay(at: frequency, rate: TestStrip.rate)
  }

  /// What the reverb answers to an impulse, for a third longer than it takes to fall by 60 dB.
  static func answer(_ strip: TestStrip) -> Sound {
    let factor = max(1, strip[.reverbLowDecay], strip[.reverbHighDecay])
    return strip.play(Signals.impulse(0.3 + 1.3 * factor * strip[.reverbDecay] / 1000))
  }

  static let bands = [63.0, 125, 250, 500, 1000, 2000, 4000, 8000]

  /// The law of the decay as a line, and the decays of bands as dots.
  static func decays(_ strip: TestStrip, _ name: String, colour: Int) -> [Curve] {
    let sound = answer(strip)
    let dots = bands.map { ($0, EnergyDecay(sound, band: $0).decay) }
    let line = Axis.frequency.values(181).map { ($0, law(strip, at: $0)) }
    return [Curve(name, colour: colour, line), Curve(nil, .dots, colour: colour, dots)]
  }

  static func decay(_ title: String, _ curves: [Curve]) -> Plot {
    let longest = curves.flatMap(\.points).map(\.y).max() ?? 1
    return Plot(
      title: title,
      subtitle: "Lines: the law. Dots: what came out in thirds of an octave, from -5 to -35 dB.",
      x: .frequency, y: .linear("seconds to fall by 60 dB", 0...(longest * 1.15)), curves: curves)
  }

  static var decay: Plot {
    let long: [Setting: Double] = [
      .reverbDecay: 4000, .reverbLowDecay: 1.4, .reverbHighDecay: 0.25,
    ]
    let short: [Setting: Double] = [.reverbDecay: 700, .reverbLowDecay: 0.7, .reverbHighDecay: 0.8]
    return decay(
      "The decay of a reverb by frequency",
      decays(strip(0, long), "hall 4 s, low × 1.4, high × 0.25", colour: 0)
        + decays(strip(1), "plate, as it starts", colour: 1)
        + decays(strip(2, short), "room 0.7 s, low × 0.7, high × 0.8", colour: 2))
  }

  static var fall: Plot {
    let sound = answer(strip(0))
    let curves = [125.0, 1000, 8000].enumerated().map { index, band in
      let fall = EnergyDecay(sound, band: band)
      let points = (0...500).map { index -> (x: Double, y: Double) in
        let time = Double(index) * 0.005
        return (time, fall.level(at: time))
      }
      let name = "\(DecimalText.text(band)) Hz"
      return Curve(name, colour: index, points)
    }
    return Plot(
      title: "A hall of 1.8 s falls silent",
      subtitle: "The energy that is still to come in thirds of an octave; straight means even.",
      x: .linear("time in s", 0...2.5, step: 0.25), y: .linear("dB", -80...0, step: 10),
      curves: curves)
  }

  static var density: Plot {
    let curves = ["hall", "plate", "room"].enumerated().map { index, name in
      let sound = strip(index).play(Signals.impulse(0.3)).left
      let points = (2...180).map { index -> (x: Double, y: Double) in
        let time = Double(index) / 1000
        return (time * 1000, EchoDensity.density(sound, at: time))
      }
      return Curve(name, colour: index, points)
    }
    return Plot(
      title: "How soon a space blurs",
      subtitle: "Echo density (Abel and Huang, 2006) in windows of 20 ms; 1 is as dense as noise.",
      x: .linear("time in ms", 0...180, step: 20), y: .linear("echo density", 0...1.2, step: 0.2),
      curves: curves)
  }
}

/// The energy of a sound that is still to come, in a band of a third of an octave.
///
/// M. Schroeder, JASA 37, 1965.
struct EnergyDecay {
  /// Energies from each frame to the end.
  private var rest: [Double]

  init(_ sound: Sound, band: Double) {
    rest = [Double](repeating: 0, count: sound.left.count)
    for side in [sound.left, sound.right] {
      var filters = (BandFilter(band), BandFilter(band))
      for (frame, sample) in side.enumerated() {
        let y = filters.1.next(filters.0.next(Double(sample)))
        rest[frame] += y * y
      }
    }
    var sum = 0.0
    for frame in rest.indices.reversed() {
      sum += rest[frame]
      rest[frame] = sum
    }
  }

  /// dB below all of the energy, at a time in seconds.
  func level(at time: Double) -> Double {
    let frame = Signals.frames(time)
    guard rest.indices.contains(frame), rest[0] > 0 else { return -200 }
    return decibels((rest[frame] / rest[0]).squareRoot())
  }

  /// Seconds for 60 dB, from the line of least squares between -5 and -35 dB.
  var decay: Double {
    var points: [(time: Double, level: Double)] = []
    for millisecond in 0..<rest.count / 48 {
      let time = Double(millisecond) / 1000
      let level = level(at: time)
      if level <= -5 && level >= -35 { points.append((time, level)) }
    }
    let count = Double(points.count)
    let middle: Double = points.reduce(0) { $0 + $1.time } / count
    let mean: Double = points.reduce(0) { $0 + $1.level } / count
    var (fall, spread) = (0.0, 0.0)
    for point in points {
      fall += (point.time - middle) * (point.level - mean)
      spread += (point.time - middle) * (point.time - middle)
    }
    return -60 * spread / fall
  }
}

/// A band-pass filter a third of an octave wide, 0 dB at the middle.
///
/// R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
struct BandFilter {
  private let numbers: (b: Double, a1: Double, a2: Double)
  private var state = (x1: 0.0, x2: 0.0, y1: 0.0, y2: 0.0)

  init(_ middle: Double) {
    let angle = 2 * .pi * middle / Double(TestStrip.rate)
    // The Q of a third of an octave.
    let alpha = Elementary.sine(angle) / (2 * 4.318)
    numbers = (
      alpha / (1 + alpha), -2 * Elementary.cosine(angle) / (1 + alpha), (1 - alpha) / (1 + alpha)
    )
  }

  mutating func next(_ x: Double) -> Double {
    let y = numbers.b * (x - state.x2) - numbers.a1 * state.y1 - numbers.a2 * state.y2
    state = (x, state.x1, y, state.y1)
    return y
  }
}

/// How many samples stand out as they would in noise.
///
/// J. Abel, P. Huang, AES convention 121, 2006.
enum EchoDensity {
  /// The density at one time.
  ///
  /// - Parameters:
  ///   - sound: An answer to an impulse.
  ///   - time: The middle of the window in seconds.
  /// - Returns: 0 for single echoes, 1 for noise.
  static func density(_ sound: [Float], at time: Double) -> Double {
    let middle = Signals.frames(time)
    let reach = Signals.frames(0.01)
    let window = sound[max(0, middle - reach)..<min(sound.count, middle + reach)]
    let power = window.power
    guard power > 0 else { return 0 }
    let outside = window.count { Double($0) * Double($0) > power }
    // Of normal noise, 31.73 % lie beyond one standard deviation.
    return Double(outside) / Double(window.count) / 0.3173
  }
}
