import Glibc

/// Signals and measurements of the saturation's and the FX delay's tests.
enum ColourSignals {
  /// How much longer than usual random tests run: BUSBAR_TEST_SCALE, 1 by default.
  static let scale = getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1

  /// A number so small that it has lost some of its digits, about 1e-40.
  static let denormal = Float(bitPattern: 70_000)

  static func sine(_ cycles: Double, _ peak: Double, _ count: Int) -> [Float] {
    (0..<count).map { Float(peak * sin(2 * .pi * cycles * Double($0))) }
  }

  /// Pink noise with a root mean square of 1: white noise through poles and zeros in turn, an octave
  /// and a half apart, which falls by 3 dB an octave.
  static func pink(_ count: Int, seed: UInt64) -> [Double] {
    var dice = ColourDice(seed: seed)
    var noise = (0..<count).map { _ in dice.normal() }
    for index in 0..<8 {
      let pole = exp(-2 * Double.pi * 20 * pow(2.83, Double(index)) / 48_000)
      let zero = exp(-2 * Double.pi * 20 * pow(2.83, Double(index) + 0.5) / 48_000)
      var (input, output) = (0.0, 0.0)
      for frame in noise.indices {
        let next = noise[frame]
        output = next - zero * input + pole * output
        input = next
        noise[frame] = output
      }
    }
    let level = rms(noise)
    return noise.map { $0 / level }
  }

  static func rms(_ samples: [Double]) -> Double {
    (samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)).squareRoot()
  }

  /// How far each sample lies from the straight line through the two before: a click's mark.
  static func bends(_ samples: [Double]) -> [Double] {
    (2..<samples.count).map { frame -> Double in
      let line = 2 * samples[frame - 1] - samples[frame - 2]
      return abs(samples[frame] - line)
    }
  }

  static func decibels(_ ratio: Double) -> Double { 20 * log10(max(ratio, 1e-15)) }

  /// The peaks of the sines of a whole number of cycles that a signal is made of, from 0 cycles up.
  static func spectrum(_ samples: [Double]) -> [Double] {
    let count = samples.count
    let cosines = (0..<count).map { cos(2 * .pi * Double($0) / Double(count)) }
    return (0...count / 2).map { bin in
      var (real, imaginary, angle) = (0.0, 0.0, 0)
      let quarter = count / 4
      for sample in samples {
        real += sample * cosines[angle]
        imaginary += sample * cosines[angle >= quarter ? angle - quarter : angle + count - quarter]
        angle += bin
        if angle >= count { angle -= count }
      }
      return (real * real + imaginary * imaginary).squareRoot() * 2 / Double(count)
    }
  }

  /// The response at one frequency, in cycles per frame, as real and imaginary part.
  static func component(_ samples: [Double], _ cycles: Double) -> (Double, Double) {
    var (real, imaginary) = (0.0, 0.0)
    for (frame, sample) in samples.enumerated() {
      real += sample * cos(2 * .pi * cycles * Double(frame))
      imaginary -= sample * sin(2 * .pi * cycles * Double(frame))
    }
    return (real, imaginary)
  }

  /// Weighted by K of ITU-R BS.1770-4, whose coefficients for 48 kHz these are.
  static func weighted(_ samples: [Double]) -> [Double] {
    let shelved = filtered(
      samples, [1.53512485958697, -2.69169618940638, 1.19839281085285],
      [-1.69065929318241, 0.73248077421585])
    return filtered(shelved, [1, -2, 1], [-1.99004745483398, 0.99007225036621])
  }

  private static func filtered(_ x: [Double], _ b: [Double], _ a: [Double]) -> [Double] {
    var (first, second) = (0.0, 0.0)
    return x.map { input in
      let output = b[0] * input + first
      first = b[1] * input - a[0] * output + second
      second = b[2] * input - a[1] * output
      return output
    }
  }
}

/// Random numbers that are the same in every run (splitmix64).
struct ColourDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func uniform(_ range: ClosedRange<Double> = 0...1) -> Double {
    range.lowerBound
      + (range.upperBound - range.lowerBound) * Double(bits() >> 11) / 9_007_199_254_740_992
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(bits() % UInt64(range.count))
  }

  /// Of a normal distribution, by the method of Box and Muller.
  mutating func normal() -> Double {
    (-2 * log(uniform() + 1e-300)).squareRoot() * cos(2 * .pi * uniform())
  }

  mutating func noise(_ peak: Double, _ count: Int) -> [Float] {
    (0..<count).map { _ in Float(uniform(-peak...peak)) }
  }
}
