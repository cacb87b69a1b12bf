import Demo

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The bands that the tests listen to, each rendered once.
enum Bands {
  static let full = DemoBand.render(rate: 48_000)
  static let low = DemoBand.render(rate: 16_000)
}

/// The parts by their place on the desk.
enum Place {
  static let drums = 0
  static let bass = 1
  static let keys = 2
  static let guitar1 = 3
  static let guitar2 = 4
  static let lead = 5
  static let backing = 6
  static let percussion = 7
}

extension DemoBand {
  /// A copy of part of a track.
  ///
  /// - Parameters:
  ///   - part: A `Place`.
  ///   - bar: A bar of the sixteen, 2.5 s each.
  ///   - step: Sixteenths after the bar line.
  ///   - seconds: How much.
  /// - Returns: The samples.
  func cut(_ part: Int, bar: Int, step: Double = 0, seconds: Double = 2.5) -> [Float] {
    let start = Int((Double(bar) * 2.5 + step * 0.15625) * Double(rate))
    let count = Int(seconds * Double(rate))
    return withUnsafeSamples(of: part) { Array($0[start..<start + count]) }
  }

  /// A copy of a whole track.
  func all(_ part: Int) -> [Float] { withUnsafeSamples(of: part) { Array($0) } }
}

extension [Float] {
  var isFinite: Bool { allSatisfy { $0.isFinite } }
  var peakLevel: Double { decibels(Double(reduce(0) { Swift.max($0, abs($1)) })) }
  var meanLevel: Double { decibels(abs(reduce(0) { $0 + Double($1) }) / Double(count)) }
  var rmsLevel: Double {
    decibels((reduce(0) { $0 + Double($1) * Double($1) } / Double(count)).squareRoot())
  }

  private func decibels(_ amplitude: Double) -> Double { 20 * log10(Swift.max(amplitude, 1e-12)) }
}
