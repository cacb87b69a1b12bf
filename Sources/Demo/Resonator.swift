/// A two-pole filter (trapezoidal state variable) that gives low, band and high at once.
struct Resonator {
  private var g: Float = 0
  private var k: Float = 0
  private var a: Float = 0
  private var first: Float = 0
  private var second: Float = 0

  /// Makes a filter at rest.
  ///
  /// - Parameters:
  ///   - frequency: Corner or centre in Hz, held to 0.4 of the rate.
  ///   - q: Centre over bandwidth; 0.7071 is flat.
  ///   - rate: Frames a second.
  init(_ frequency: Double, q: Float = 0.7071, rate: Double) {
    tune(tangent: Tuning.tangent(frequency, rate: rate), q: q)
  }

  /// Moves the filter while it sounds; the arguments are those of `Tuning.tangent` and `init`.
  mutating func tune(tangent: Float, q: Float) {
    g = tangent
    k = 1 / q
    a = 1 / (1 + g * (g + k))
  }

  /// Filters one frame; `band` has a gain of 1 at the centre.
  mutating func split(_ input: Float) -> (low: Float, band: Float, high: Float) {
    let band = a * (first + g * (input - second))
    let low = second + g * band
    first = 2 * band - first
    second = 2 * low - second
    return (low, k * band, input - k * band - low)
  }
}
