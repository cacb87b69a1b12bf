import Units

/// What one direction of a plot means.
struct Axis {
  let label: String
  let range: ClosedRange<Double>
  let isLogarithmic: Bool
  /// Values with a line across the plot and a label.
  let ticks: [(value: Double, label: String)]
  /// Values with a faint line.
  let faint: [Double]

  /// An axis with a tick at each multiple of `step`.
  static func linear(_ label: String, _ range: ClosedRange<Double>, step: Double) -> Axis {
    let first = Int((range.lowerBound / step).rounded(.up))
    let last = Int((range.upperBound / step).rounded(.down))
    let ticks = (first...max(first, last)).map { Double($0) * step }
    return Axis(
      label: label, range: range, isLogarithmic: false,
      ticks: ticks.map { ($0, DecimalText.text($0)) }, faint: [])
  }

  /// An axis of equal ratios, with ticks at 1, 2 and 5 of each decade.
  static func logarithmic(_ label: String, _ range: ClosedRange<Double>) -> Axis {
    var ticks: [(Double, String)] = []
    var faint: [Double] = []
    var decade = 0.001
    while decade <= range.upperBound {
      for digit in 1...9 {
        let value = decade * Double(digit)
        guard range.contains(value * 1.000001) || range.contains(value * 0.999999) else { continue }
        if [1, 2, 5].contains(digit) {
          ticks.append((value, thousands(value)))
        } else {
          faint.append(value)
        }
      }
      decade *= 10
    }
    return Axis(label: label, range: range, isLogarithmic: true, ticks: ticks, faint: faint)
  }

  /// What is heard, in Hz.
  static let frequency = logarithmic("frequency in Hz", 20...20000)

  private static func thousands(_ value: Double) -> String {
    value >= 1000 ? DecimalText.text(value / 1000) + "k" : DecimalText.text(value, places: 3)
  }

  /// Where a value lies: 0 at the lower end, 1 at the upper; a little outside for what is beyond.
  func place(of value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let place =
      isLogarithmic
      ? Elementary.logarithm(value / low) / Elementary.logarithm(high / low)
      : (value - low) / (high - low)
    return min(max(place, -0.1), 1.1)
  }

  /// `count` values from end to end, evenly spread along the axis.
  func values(_ count: Int) -> [Double] {
    let (low, high) = (range.lowerBound, range.upperBound)
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      return isLogarithmic
        ? low * Elementary.exponential(share * Elementary.logarithm(high / low))
        : low + share * (high - low)
    }
  }
}
