/// Pitches and curves from plain arithmetic: see `Sine` for why.
enum Tuning {
  /// The frequency in Hz of a MIDI note number: 69 is the A of 440 Hz, twelve to the octave.
  static func frequency(_ note: Int) -> Double {
    var frequency = 440.0
    for _ in stride(from: 69, to: note, by: 1) { frequency *= semitone }
    for _ in stride(from: 69, to: note, by: -1) { frequency /= semitone }
    return frequency
  }

  /// The ratio of a small interval; within a tenth of a cent up to 100 cents either way.
  static func ratio(cents: Double) -> Double {
    let x = cents * 0.000_577_622_650_466_621_1  // ln 2 / 1200
    return 1 + x * (1 + x / 2 * (1 + x / 3))
  }

  /// What a decay is multiplied by each frame so that it falls to 1/e in a time.
  ///
  /// - Parameters:
  ///   - seconds: The time, held to at least two frames.
  ///   - rate: Frames a second.
  /// - Returns: A factor below 1.
  static func decay(_ seconds: Double, rate: Double) -> Float { Float(exponential(seconds * rate)) }

  /// e to the power of minus one over `frames`, which is held to at least 2.
  static func exponential(_ frames: Double) -> Double {
    let x = 1 / max(frames, 2)
    return 1 - x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5 * (1 - x / 6)))))
  }

  /// The tangent of half the angle a frequency turns through in a frame, for `Resonator`.
  ///
  /// - Parameters:
  ///   - frequency: In Hz, held to 0.4 of the rate.
  ///   - rate: Frames a second.
  /// - Returns: 0 or more.
  static func tangent(_ frequency: Double, rate: Double) -> Float {
    let x = .pi * min(frequency / rate, 0.4)
    let s = x * x
    let sine = x * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110)))))
    let cosine = 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90))))
    return Float(sine / cosine)
  }

  private static let semitone = 1.059_463_094_359_295_3
}
