extension ClosedRange where Bound == Double {
  /// The number in the range that is nearest to `number`; the lower bound for what is not a number.
  func nearest(to number: Double) -> Double {
    number >= lowerBound ? Swift.min(number, upperBound) : lowerBound
  }
}
