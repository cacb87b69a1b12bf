#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What is measured of the tail of a reverb, in double precision.
enum TailMeasures {
  /// One octave around a frequency: two resonances in series.
  ///
  /// Audio EQ cookbook's band-pass with a peak of 1, Q 1.4 each (R. Bristow-Johnson).
  static func octave(_ samples: [Float], _ frequency: Double, rate: Int) -> [Double] {
    let angle = 2 * Double.pi * frequency / Double(rate)
    let alpha = sin(angle) / 2.8
    let (gain, first, second) = (
      alpha / (1 + alpha), -2 * cos(angle) / (1 + alpha), (1 - alpha) / (1 + alpha)
    )
    var result = samples.map(Double.init)
    for _ in 0..<2 {
      var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
      for index in result.indices {
        let x = result[index]
        let y = gain * (x - x2) - first * y1 - second * y2
        (x1, x2, y1, y2) = (x, x1, y, y1)
        result[index] = y
      }
    }
    return result
  }

  /// The energy that is still to come at each frame, after Schroeder (1965).
  static func remaining(_ samples: [Double]) -> [Double] {
    var (energy, sum) = ([Double](repeating: 0, count: samples.count), 0.0)
    for index in samples.indices.reversed() {
      sum += samples[index] * samples[index]
      energy[index] = sum
    }
    return energy
  }

  /// The decay by 60 dB in seconds, from the slope between -5 and -35 dB (T30 of ISO 3382).
  static func decay(_ remaining: [Double], rate: Int) -> Double {
    let levels = remaining.map { 10 * log10($0 / remaining[0] + 1e-30) }
    guard let first = levels.firstIndex(where: { $0 < -5 }),
      let last = levels.firstIndex(where: { $0 < -35 })
    else { return .infinity }
    let count = Double(last - first)
    let middle = (count - 1) / 2
    var (slope, weight) = (0.0, 0.0)
    for index in first..<last {
      let distance = Double(index - first) - middle
      slope += distance * levels[index]
      weight += distance * distance
    }
    return -60 * weight / slope / Double(rate)
  }

  /// The normalized echo density around a time, after Abel and Huang (AES 121, 2006).
  ///
  /// The share of samples beyond the deviation of their window of 20 ms, over that of Gaussian noise.
  static func echoDensity(_ samples: [Float], at time: Double, rate: Int) -> Double {
    let half = rate / 100
    let center = Int(time * Double(rate))
    var (energy, outside, sum) = (0.0, 0.0, 0.0)
    let window = (max(0, center - half)..<center + half).map { index in
      (sample: Double(samples[index]), weight: weight(Double(index - center) / Double(half)))
    }
    for (sample, weight) in window {
      energy += weight * sample * sample
      sum += weight
    }
    let deviation = (energy / sum).squareRoot()
    for (sample, weight) in window where abs(sample) > deviation { outside += weight }
    return outside / sum / 0.3173105
  }

  private static func weight(_ way: Double) -> Double { 0.5 + 0.5 * cos(.pi * way) }

  /// A part of a tail, a power of two of frames, raised by its decay so that it stays as loud.
  static func leveled(
    _ samples: [Float], from start: Int, count: Int, decay: Double, rate: Int
  ) -> [Double] {
    (0..<count).map {
      Double(samples[start + $0]) * pow(10, 3 * Double($0) / Double(rate) / decay)
    }
  }

  /// The power spectrum from 100 Hz to 8 kHz under a Hann window.
  static func spectrum(_ samples: [Double], rate: Int) -> [Double] {
    let count = samples.count
    let powers = transformed(
      samples.enumerated().map { index, sample in
        sample * (0.5 - 0.5 * cos(2 * .pi * Double(index) / Double(count)))
      })
    return Array(powers[100 * count / rate..<8000 * count / rate])
  }

  /// How unlike noise a spectrum is: the mean square of its powers over the square of their mean,
  /// within groups of 400; 2 where magnitudes are Rayleigh distributed, more where few modes rule.
  static func roughness(_ powers: [Double]) -> Double {
    let groups = stride(from: 0, to: powers.count - 400, by: 400).map { start -> Double in
      let group = powers[start..<start + 400]
      let mean = group.reduce(0, +) / 400
      return group.reduce(0) { $0 + $1 * $1 } / 400 / (mean * mean)
    }
    return groups.reduce(0, +) / Double(groups.count)
  }

  /// The largest autocorrelation at lags of 2 to 250 ms over that at 0, and its lag in frames.
  static func flutter(_ samples: [Double], rate: Int) -> (size: Double, lag: Int) {
    let padded = samples + [Double](repeating: 0, count: samples.count)
    let powers = transformed(padded)
    let mirrored = powers + powers.dropFirst().dropLast().reversed()
    let correlation = transformed(mirrored, isSigned: true)
    let lags = rate / 500..<min(rate / 4, samples.count)
    let worst = lags.max { abs(correlation[$0]) < abs(correlation[$1]) } ?? 0
    return (abs(correlation[worst]) / correlation[0], worst)
  }

  /// The powers of a signal's spectrum, up to half of the rate; or its real parts.
  ///
  /// The transform of J. Cooley and J. Tukey for a power of two of samples.
  private static func transformed(_ samples: [Double], isSigned: Bool = false) -> [Double] {
    let count = samples.count
    let bits = count.trailingZeroBitCount
    precondition(count == 1 << bits, "a transform takes a power of two of samples")
    var real = [Double](repeating: 0, count: count)
    var imaginary = real
    for index in 0..<count {
      var (from, to) = (index, 0)
      for _ in 0..<bits { (from, to) = (from >> 1, to << 1 | from & 1) }
      real[to] = samples[index]
    }
    var half = 1
    while half < count {
      for offset in 0..<half {
        let angle = -Double.pi * Double(offset) / Double(half)
        let (c, s) = (cos(angle), sin(angle))
        for a in stride(from: offset, to: count, by: 2 * half) {
          let b = a + half
          let (x, y) = (c * real[b] - s * imaginary[b], c * imaginary[b] + s * real[b])
          (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
          (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y)
        }
      }
      half *= 2
    }
    return (0...count / 2).map {
      isSigned ? real[$0] : real[$0] * real[$0] + imaginary[$0] * imaginary[$0]
    }
  }
}
