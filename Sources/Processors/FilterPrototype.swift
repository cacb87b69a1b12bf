internal import Units

/// An analogue second-order filter: its squared magnitude as one quadratic over another.
///
/// Frequencies are half angles: θ = π f / rate, and W = θ². A quadratic's numbers are those of 1, W
/// and W².
struct FilterPrototype {
  /// A quadratic in W.
  struct Quadratic {
    var constant: Double
    var linear: Double
    var square: Double

    /// factor ((W - c)² + damping c W): two roots at the squared half angle `c`.
    init(centre c: Double, damping: Double, factor: Double = 1) {
      constant = factor * c * c
      linear = factor * (damping - 2) * c
      square = factor
    }

    init(_ constant: Double, _ linear: Double, _ square: Double) {
      self.constant = constant
      self.linear = linear
      self.square = square
    }

    func callAsFunction(_ w: Double) -> Double { constant + w * (linear + w * square) }
  }

  let shape: FilterShape
  /// The half angle of the setting's frequency.
  let angle: Double
  let q: Double
  /// The setting's gain in dB.
  let gain: Double
  /// The squared half angle and the damping of the zeroes and of the poles; of shelves and bells.
  let zeroes: (centre: Double, damping: Double)
  let poles: (centre: Double, damping: Double)
  /// What the squared magnitude comes to where W is large; of shelves and bells.
  let top: Double
  /// The gain as a factor.
  private let factor: Double

  /// Whether the zeroes have to stay exactly where they are.
  var hasFixedZeroes: Bool { shape == .lowCut || shape == .notch }

  /// The half angle of a frequency in Hz, held at 0.49 of the sample rate.
  static func angle(_ frequency: Double, rate: Int) -> Double {
    .pi * min(frequency / Double(rate), 0.49)
  }

  /// Makes a prototype: the half angle of its frequency, a gain in dB and Q.
  init(_ shape: FilterShape, angle: Double, gain: Double, q: Double) {
    let w = angle * angle
    let a = Elementary.powerOfTen(gain / 40)
    let narrow = 1 / (q * q)
    self.shape = shape
    self.angle = angle
    self.q = q
    self.gain = gain
    factor = a * a
    switch shape {
    case .lowShelf:
      (zeroes, poles, top) = ((a * w, narrow), (w / a, narrow), 1)
    case .highShelf:
      (zeroes, poles, top) = ((w / a, narrow), (a * w, narrow), a * a * a * a)
    case .peaking:
      (zeroes, poles, top) = ((w, a * a * narrow), (w, narrow / (a * a)), 1)
    case .lowCut, .highCut, .notch, .tilt:
      (zeroes, poles, top) = ((w, 0), (w, narrow), 1)
    }
  }

  /// Squared magnitude above the fraction bar.
  var numerator: Quadratic {
    let w = angle * angle
    switch shape {
    case .peaking, .lowShelf, .highShelf, .notch:
      return Quadratic(centre: zeroes.centre, damping: zeroes.damping, factor: top)
    case .lowCut: return Quadratic(0, 0, 1)
    case .highCut: return Quadratic(w * w, 0, 0)
    case .tilt: return tilt(w / (factor * factor), factor: factor * factor)
    }
  }

  /// Squared magnitude below the fraction bar.
  var denominator: Quadratic {
    shape == .tilt
      ? tilt(angle * angle * factor * factor, factor: 1)
      : Quadratic(centre: poles.centre, damping: poles.damping)
  }

  /// factor (W + corner) (W + spare): the second pair of roots cancels in the prototype, at half the
  /// sample rate, and is there for the design to use.
  private func tilt(_ corner: Double, factor: Double) -> Quadratic {
    let spare = Double.pi * .pi / 4
    return Quadratic(factor * corner * spare, factor * (corner + spare), factor)
  }
}
