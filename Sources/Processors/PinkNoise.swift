internal import Units

/// The numbers of a filter that turns white noise pink: 3 dB less an octave, for any sample rate.
///
/// The sum of the impulse responses p^n over all p from 0 to 1, weighted by 1 / √(p (1 - p)), is that
/// of (1 - 1/z)^-½ (Euler's beta integral), half an integrator. With p = 1 / (1 + e^-v) the integral
/// over v is smooth and a sum of sixteen terms, evenly spaced, meets it within 0.03 dB; what lies
/// beyond both ends is a geometric series and goes to the first term and to the input itself. A last
/// filter of four taps, the same at every rate, makes up for the difference of 2 sin(ω/2) from ω.
public struct PinkNoise: Sendable {
  /// What each low-pass moves towards its input by in a frame: 1 - p.
  public let rates: [Double]
  /// What each low-pass counts for.
  public let weights: [Double]
  /// What the input counts for.
  public let direct: Double
  /// The last filter's taps after the first, which is 1.
  ///
  /// Fitted to √(sin(ω/2) / (ω/2)) up to 20 kHz at 44.1 kHz for the least worst error, 0.047 dB.
  public static let taps = [0.08581695, -0.02021931, 0.00913169]
  /// The lowest low-pass in Hz: below it the noise is white.
  static let bottom = 2.0

  /// The filter for white noise of mean square `power` to become pink noise of mean square 0.5.
  public init(rate: Int, power: Double) {
    let top = Elementary.logarithm(Double(rate) / (2 * .pi * Self.bottom))
    let step = (top + 3) / 15
    let places = (0..<16).map { top - step * Double($0) }
    let rates = places.map { 1 / (1 + Elementary.exponential($0)) }
    // A pole's gain is 1 / (1 - p) at 0 Hz; low-passes that move by 1 - p have 1.
    var weights = rates.map { step / .pi * ((1 - $0) / $0).squareRoot() }
    let ratio = Elementary.exponential(-step / 2)
    let beyond = ratio / (1 - ratio)
    weights[0] *= 1 + beyond / (1 - rates[0]).squareRoot()
    let direct = step / .pi * (1 - rates[15]).squareRoot() * beyond
    self.rates = rates
    let scale = (0.5 / (power * Self.energy(rates, weights, direct))).squareRoot()
    self.weights = weights.map { $0 * scale }
    self.direct = direct * scale
  }

  /// The sum of the squares of the whole filter's impulse response.
  private static func energy(_ rates: [Double], _ weights: [Double], _ direct: Double) -> Double {
    // Before the last filter: g(0), then the sum of a_i p_i^n.
    let (poles, sizes) = (rates.map { 1 - $0 }, zip(weights, rates).map { $0 * $1 })
    let first = direct + sizes.reduce(0, +)
    var correlation = [first * first, 0, 0, 0]
    for (pole, size) in zip(poles, sizes) {
      var power = pole
      for lag in 1...3 {
        correlation[lag] += first * size * power
        power *= pole
      }
      for (other, otherSize) in zip(poles, sizes) {
        var product = size * otherSize * pole * other / (1 - pole * other)
        for lag in 0...3 {
          correlation[lag] += product
          product *= other
        }
      }
    }
    let all = [1] + taps
    var energy = 0.0
    for (a, first) in all.enumerated() {
      for (b, second) in all.enumerated() { energy += first * second * correlation[abs(a - b)] }
    }
    return energy
  }
}
