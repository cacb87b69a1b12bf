import ConsoleModel
import Units

/// What a strip's dynamics do to a square wave, whose level is the same in every frame.
struct Dynamics {
  let strip: TestStrip

  /// The gain in dB that a level in dBFS ends up with after so many seconds.
  func gain(at level: Double, after seconds: Double) -> Double {
    let input = Signals.square(level, seconds)
    guard let before = input.last, let after = strip.play(input).left.last else { return 0 }
    return decibels(abs(Double(after / before)))
  }

  /// The gain in dB over time in milliseconds, while the level goes up and down.
  ///
  /// - Parameters:
  ///   - steps: Levels in dBFS and how many seconds each lasts.
  ///   - origin: The second that the picture calls 0.
  ///   - range: Milliseconds that are seen.
  ///   - count: Points of the curve.
  /// - Returns: Milliseconds and gains.
  func gains(
    _ steps: [(level: Double, seconds: Double)], origin: Double, _ range: ClosedRange<Double>,
    count: Int = 400
  ) -> [(x: Double, y: Double)] {
    let input = steps.reduce(into: [Float]()) { $0 += Signals.square($1.level, $1.seconds) }
    let output = strip.play(input).left
    return (0..<count).compactMap { index in
      let share = Double(index) / Double(count - 1)
      let time = range.lowerBound + share * (range.upperBound - range.lowerBound)
      let frame = Signals.frames(origin + time / 1000)
      guard input.indices.contains(frame) else { return nil }
      return (time, decibels(abs(Double(output[frame] / input[frame]))))
    }
  }

  /// The levels of dots, away from round numbers, where gates would stand on the edge.
  static let levels = stride(from: -79.3, to: 10, by: 4).map { $0 }
}

func amplitude(_ decibels: Double) -> Double { Elementary.powerOfTen(decibels / 20) }
