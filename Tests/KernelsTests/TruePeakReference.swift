#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A judge of peaks between frames that shares nothing with the limiter: Doubles, sixteen values a
/// frame, a windowed sine over x of any length.
struct TruePeakReference {
  /// Weights of the sixteen values, for each tap.
  private let weights: [SIMD16<Double>]
  private let halfway: [Double]

  /// A judge whose filter has `taps` taps, an even number, and Kaiser's window of `beta`.
  ///
  /// 72 taps and 9 are flat within 0.001 dB to 20 kHz at 44.1 kHz and pass nothing of the images
  /// of that: a converter better than any. More taps resolve what lies close to half the rate.
  init(taps: Int = 72, beta: Double = 9) {
    weights = (0..<taps).map { tap in
      var row = SIMD16<Double>()
      for value in 0..<16 {
        let x = Double(value) / 16 - Double(tap - taps / 2 + 1)
        row[value] = Self.kernel(x, Double(taps / 2), beta)
      }
      return row
    }
    halfway = weights.map { $0[8] }
  }

  private static func kernel(_ x: Double, _ half: Double, _ beta: Double) -> Double {
    guard abs(x) < half else { return 0 }
    let window = bessel(beta * (1 - x * x / half / half).squareRoot()) / bessel(beta)
    return x == 0 ? window : sin(.pi * x) / (.pi * x) * window
  }

  private static func bessel(_ x: Double) -> Double {
    (1...60).reversed().reduce(1.0) { 1 + $0 * (x / 2 / Double($1)) * (x / 2 / Double($1)) }
  }

  /// The largest magnitude between the frames of a signal; exact where it is above `floor`.
  ///
  /// A band-limited signal falls from its peak no faster than a cosine of half the rate, so where
  /// neither two neighbours nor the value halfway between them come to 70 % of `floor`, no peak
  /// above `floor` lies between.
  func peak(of signal: [Float], above floor: Double) -> Double {
    var peak = 0.0
    let half = weights.count / 2
    signal.withUnsafeBufferPointer { signal in
      for frame in half..<signal.count - half {
        let first = signal.baseAddress.unsafelyUnwrapped + (frame - half + 1)
        var known = Double(max(abs(signal[frame]), abs(signal[frame + 1])))
        if known < 0.7 * floor { known = max(known, abs(value(first))) }
        peak = max(peak, known < 0.7 * floor ? known : largest(first))
      }
    }
    return peak
  }

  private func value(_ first: UnsafePointer<Float>) -> Double {
    var sum = 0.0
    for tap in halfway.indices { sum += Double(first[tap]) * halfway[tap] }
    return sum
  }

  private func largest(_ first: UnsafePointer<Float>) -> Double {
    weights.withUnsafeBufferPointer { weights in
      var sum = SIMD16<Double>()
      for tap in weights.indices { sum += weights[tap] * Double(first[tap]) }
      return max(sum.max(), -sum.min())
    }
  }
}
