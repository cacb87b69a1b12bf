#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How many times the CI's amount of random testing to do; 1 when nothing is asked for.
let testScale = getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1

/// A number of random rounds: `count` at the CI's scale, never none.
func rounds(_ count: Int) -> Int { max(1, Int(Double(count) * testScale)) }

/// A repeatable stream of random numbers: SplitMix64, by Steele, Lea and Flood, 2014.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Noise of full scale 0.5, or another.
  mutating func noise(_ count: Int, peak: Float = 0.5) -> [Float] {
    (0..<count).map { _ in Float.random(in: -peak...peak, using: &self) }
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
}

/// A signal that stands still.
func steady(_ level: Float, _ count: Int) -> [Float] { Array(repeating: level, count: count) }

/// A sine in double precision, starting at phase 0.
func sine(_ hertz: Double, peak: Double, rate: Int, _ count: Int) -> [Double] {
  (0..<count).map { peak * sin(2 * .pi * hertz * Double($0) / Double(rate)) }
}

/// The largest difference of two neighbouring samples.
func largestStep(_ samples: [Float]) -> Double {
  zip(samples, samples.dropFirst()).reduce(0) { max($0, abs(Double($1.1) - Double($1.0))) }
}

/// The largest distance between two equally long signals.
func largestError(_ a: [Float], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
}

/// The magnitudes of a signal's spectrum, scaled so that a steady sine shows its peak.
///
/// A plain transform of the signal under a Hann window; bin k is k × rate / count hertz.
func spectrum(_ samples: [Double]) -> [Double] {
  let count = samples.count
  let turn = 2 * Double.pi / Double(count)
  let cosines = (0..<count).map { cos(turn * Double($0)) }
  let sines = (0..<count).map { sin(turn * Double($0)) }
  let windowed = samples.enumerated().map { $1 * (0.5 - 0.5 * cosines[$0]) }
  return (0...count / 2).map { bin in
    var real = 0.0
    var imaginary = 0.0
    for (frame, sample) in windowed.enumerated() {
      let angle = (bin * frame) % count
      real += sample * cosines[angle]
      imaginary -= sample * sines[angle]
    }
    return 4 * (real * real + imaginary * imaginary).squareRoot() / Double(count)
  }
}

/// Ten to some power.
func pow10(_ exponent: Double) -> Double { pow(10, exponent) }

/// The logarithm to the base 10.
func logarithm10(_ number: Double) -> Double { log10(number) }

/// A number in dB as an amplitude.
func amplitude(_ decibels: Double) -> Double { pow10(decibels / 20) }

/// An amplitude in dB.
func decibels(_ amplitude: Double) -> Double { 20 * log10(amplitude) }

/// The amplitude of one frequency in a stretch of whole periods, by projection.
func amplitude(of hertz: Double, in samples: some Collection<Float>, rate: Int = 48000) -> Double {
  let turn = 2 * Double.pi * hertz / Double(rate)
  var (real, imaginary) = (0.0, 0.0)
  for (frame, sample) in samples.enumerated() {
    real += Double(sample) * cos(turn * Double(frame))
    imaginary += Double(sample) * sin(turn * Double(frame))
  }
  return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count)
}

/// The largest magnitude.
func peak(_ samples: some Sequence<Float>) -> Double {
  samples.reduce(0) { max($0, abs(Double($1))) }
}
