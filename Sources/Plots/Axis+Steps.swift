extension Axis {
  /// A linear axis with about eight ticks at 1, 2 or 5 of a decade.
  static func linear(_ label: String, _ range: ClosedRange<Double>) -> Axis {
    var step = 0.001
    let widest = (range.upperBound - range.lowerBound) / 10
    search: while true {
      for factor in [1.0, 2, 5] where step * factor >= widest {
        step *= factor
        break search
      }
      step *= 10
    }
    return linear(label, range, step: step)
  }
}
