import Processors

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The analogue filters that the shapes are held to, straight from their transfer functions.
enum AnaloguePrototype {
  /// Polynomials in s above and below the fraction bar: those of 1, s and s².
  private static func transfer(
    _ shape: FilterShape, gain: Double, q: Double
  ) -> (above: [Double], below: [Double]) {
    let a = pow(10, gain / 40)
    let r = sqrt(a) / q
    return switch shape {
    case .peaking: ([1, a / q, 1], [1, 1 / (a * q), 1])
    case .lowShelf: ([a * a, a * r, a], [1, r, a])
    case .highShelf: ([a, a * r, a * a], [a, r, 1])
    case .lowCut: ([0, 0, 1], [1, 1 / q, 1])
    case .highCut: ([1, 0, 0], [1, 1 / q, 1])
    case .notch: ([1, 0, 1], [1, 1 / q, 1])
    case .tilt: ([1, a * a, 0], [a * a, 1, 0])
    }
  }

  /// The level in dB at a frequency, both in the same unit.
  static func level(
    _ shape: FilterShape, at frequency: Double, centre: Double, gain: Double, q: Double
  ) -> Double {
    let (above, below) = transfer(shape, gain: gain, q: q)
    let s = frequency / centre
    func power(_ p: [Double]) -> Double {
      let (real, imaginary) = (p[0] - p[2] * s * s, p[1] * s)
      return real * real + imaginary * imaginary
    }
    return 10 * log10(power(above) / power(below))
  }
}

extension SectionCoefficients {
  /// The level in dB at a frequency, by the biquad that the section is.
  func level(at frequency: Double, rate: Double) -> Double {
    let (b0, b1, b2, a1, a2) = biquad
    let w = 2 * Double.pi * frequency / rate
    func power(_ p: Double, _ q: Double, _ r: Double) -> Double {
      let real = p + q * cos(w) + r * cos(2 * w)
      let imaginary = q * sin(w) + r * sin(2 * w)
      return real * real + imaginary * imaginary
    }
    return 10 * log10(power(b0, b1, b2) / power(1, a1, a2))
  }

  /// Whether all poles and zeroes lie inside the unit circle; zeroes may lie on it.
  var isOfMinimumPhase: Bool {
    let (b0, b1, b2, a1, a2) = biquad
    let slack = 1e-9 * abs(b0)
    return abs(a2) < 1 && abs(a1) < 1 + a2 && abs(b2) <= abs(b0) + slack
      && abs(b1) <= abs(b0 + b2) + slack
  }
}

extension [SectionCoefficients] {
  /// The level in dB of sections in series.
  func level(at frequency: Double, rate: Double) -> Double {
    reduce(0) { $0 + $1.level(at: frequency, rate: rate) }
  }
}
