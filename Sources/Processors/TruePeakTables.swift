internal import DSP
internal import Units

/// The two filters that limiters and meters find peaks between frames with.
///
/// Both are windowed sines over x (J. F. Kaiser's window, 1974), whose weights are scaled so that
/// each value's add up to 1. The first doubles the rate with 48 taps: flat to 20 kHz at 44.1 kHz, as
/// converters are. The second finds five values between two of the doubled rate, where the
/// signal ends at a quarter of the rate and eight taps are enough.
public enum TruePeakTables {
  /// Half of each filter, as the memory of a limiter or a true-peak meter starts with.
  ///
  /// - Returns: `TruePeakFilter.tableFloats` numbers.
  public static func make() -> [Float] {
    var table: [Double] = []
    let halfway = weights(at: 0.5, taps: TruePeakFilter.halfwayTaps, beta: 4)
    // From the newest frame to the middle.
    for tap in 0..<TruePeakFilter.halfwayTaps / 2 { table.append(halfway[tap]) }
    let values = (1...TruePeakFilter.parts / 2).map { part in
      weights(
        at: Double(part) / Double(TruePeakFilter.parts), taps: TruePeakFilter.betweenTaps, beta: 5)
    }
    // From the middle outwards: the neighbour before, at `before`, and its mirror image after.
    let middle = TruePeakFilter.betweenTaps / 2
    for before in stride(from: middle - 1, through: 0, by: -1) {
      let after = TruePeakFilter.betweenTaps - 1 - before
      for value in values.dropLast() {
        table.append((value[before] + value[after]) / 2)
        table.append((value[after] - value[before]) / 2)
      }
      table.append(values[values.count - 1][before])
    }
    table += [Double](repeating: 0, count: TruePeakFilter.tableFloats - table.count)
    return table.map { Float($0) }
  }

  /// The weights of the value `part` of the way between the two frames in the middle of `taps`.
  static func weights(at part: Double, taps: Int, beta: Double) -> [Double] {
    let half = taps / 2
    let weights = (0..<taps).map { tap in
      let distance = part - Double(tap - half + 1)
      let place = distance / Double(half)
      let window = bessel(beta * max(0, 1 - place * place).squareRoot()) / bessel(beta)
      guard distance != 0 else { return window }
      return Elementary.sine(.pi * distance) / (.pi * distance) * window
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The modified Bessel function of the first kind and order 0, by its series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for step in 1...40 {
      let factor = x / Double(2 * step)
      term *= factor * factor
      sum += term
    }
    return sum
  }
}
