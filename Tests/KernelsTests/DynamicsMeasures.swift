import Glibc
import Testing

/// A number as dB.
func decibels(_ gain: Double) -> Double { 20 * log10(gain) }

/// dB as a factor.
func factor(_ decibels: Double) -> Double { pow(10, decibels / 20) }

/// Reproducible noise and choices.
struct DynamicsNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

  /// 32 random bits.
  mutating func bits() -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(truncatingIfNeeded: state >> 32)
  }

  /// A number of 0..<1.
  mutating func unit() -> Double { Double(bits()) * 0x1p-32 }

  /// A number between two.
  mutating func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// One of some.
  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[Int(bits()) % elements.count]
  }
}

/// A duration in milliseconds as frames.
func frames(_ milliseconds: Double, _ rate: Int) -> Int { Int(milliseconds * Double(rate) / 1000) }

/// Expects gains to go where they end with a time constant in milliseconds, within 5 %.
///
/// The law holds at every fourth frame; between, where gains are straight, within a frame more.
func expect(_ gains: [Float], take time: Double, _ rate: Int) {
  let groups = stride(from: 3, to: gains.count, by: 4).map { gains[$0] }
  let exact = timeConstant(groups, rate) * 4
  #expect(abs(exact / time - 1) < 0.05, "\(exact) ms for \(time) at \(rate)")
  let heard = timeConstant(gains, rate)
  #expect(abs(heard - time) < 0.05 * time + 1000 / Double(rate), "\(heard) ms for \(time)")
}

/// How many milliseconds gains take to come a factor of e nearer, in dB, to where they end.
///
/// From a tenth of the way on, which leaves out what came before the way began.
private func timeConstant(_ gains: [Float], _ rate: Int) -> Double {
  let levels = gains.map { decibels(Double($0)) }
  guard let first = levels.first, let last = levels.last else { return 0 }
  let left = levels.map { ($0 - last) / (first - last) }
  func crossing(_ part: Double) -> Double {
    guard let after = left.firstIndex(where: { $0 < part }), after > 0 else { return -1 }
    // Straight in the logarithm, which is how it falls.
    let (high, low) = (log(left[after - 1]), log(left[after]))
    return Double(after - 1) + (high - log(part)) / (high - low)
  }
  return (crossing(0.9 / M_E) - crossing(0.9)) * 1000 / Double(rate)
}

extension [Float] {
  /// One lane of frames of sixteen.
  func lane(_ lane: Int) -> [Float] {
    stride(from: lane, to: count, by: 16).map { self[$0] }
  }

  /// How far one lane of gains is from those in dB that a reference has for each four frames.
  func error(_ lane: Int, _ gains: [Double]) -> Double { error(lane, between: gains, gains) }

  /// How far one lane of gains is at most from what lies between two references' in dB.
  func error(_ lane: Int, between one: [Double], _ other: [Double]) -> Double {
    one.indices.map { group in
      let gain = decibels(Double(self[(group * 4 + 3) * 16 + lane]))
      let (low, high) = (Swift.min(one[group], other[group]), Swift.max(one[group], other[group]))
      return Swift.max(low - gain, gain - high)
    }.max() ?? .infinity
  }
}

/// Expects one lane of gains to be as a reference says that is told how much a hair is, in dB.
///
/// References that are a hair apart nearly always agree.
func expect(
  _ output: [Float], _ lane: Int, within limit: Double, of reference: (Double) -> [Double]
) {
  let (one, other) = (reference(-1e-4), reference(1e-4))
  #expect(output.error(lane, between: one, other) < limit, "lane \(lane)")
  let agreeing = zip(one, other).filter { abs($0 - $1) < limit }.count
  #expect(Double(agreeing) > 0.9 * Double(one.count))
}

/// Tones and noises of random lengths and levels about a threshold.
func segments(
  _ noise: inout DynamicsNoise, around threshold: Double, _ frames: Int
) -> [Float] {
  var key: [Float] = []
  while key.count < frames {
    let level = factor(threshold + noise.number(-20, 14))
    let step = noise.number(0.003, 0.3)
    let isTone = noise.unit() < 0.5
    for frame in 0..<Int(noise.number(10, 4000)) {
      key.append(Float(level * (isTone ? sin(Double(frame) * step) : noise.number(-1, 1))))
    }
  }
  return Array(key.prefix(frames))
}
