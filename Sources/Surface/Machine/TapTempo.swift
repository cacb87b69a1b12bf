/// Finds a tempo in the times at which a key is tapped.
///
/// It is the mean of the intervals that belong together, four at most. A pause, or an interval that
/// is half as long again as that mean or two thirds of it, begins anew.
public struct TapTempo: Hashable, Sendable {
  /// The tempos that can be tapped, in beats a minute.
  public static let range = 25.0...300.0

  private var last: UInt64?
  /// In nanoseconds, the latest last.
  private var intervals: [UInt64] = []

  public init() {}

  /// Takes a tap.
  ///
  /// - Parameter now: The time in nanoseconds, never less than before.
  /// - Returns: The tempo in beats a minute to a tenth, within `range`; nil for the first tap.
  public mutating func tap(at now: UInt64) -> Double? {
    defer { last = now }
    guard let last, now > last, Double(now - last) <= 60e9 / Self.range.lowerBound else {
      intervals = []
      return nil
    }
    let interval = now - last
    let ratio = Double(interval) / (mean ?? Double(interval))
    if ratio >= 1.5 || ratio <= 2.0 / 3 { intervals = [] }
    intervals = intervals.suffix(3) + [interval]
    return mean.map { min((600e9 / $0).rounded() / 10, Self.range.upperBound) }
  }

  private var mean: Double? {
    guard !intervals.isEmpty else { return nil }
    return Double(intervals.reduce(0, +)) / Double(intervals.count)
  }
}
