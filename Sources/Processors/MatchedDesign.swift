internal import Units

/// Designs one digital second-order section whose magnitude is close to a prototype's.
///
/// In x = sin²(ω/2) the squared magnitude of any section is a quadratic over a quadratic, and so is
/// that of the prototype in W = (ω/2)². The design starts from the prototype with W replaced by
/// x / (1 - bend x), where `bend` makes the filter's own frequency exact (1 would be the bilinear
/// transform, which goes to infinity at half the sample rate; about 1/3 follows W there and back).
/// Three Gauss-Newton steps on the logarithm of the magnitude then fit the coefficients of both
/// quadratics to the prototype at fixed and at local frequencies. Quadratics that stay above 0 give
/// a section of minimum phase by M. Vicanek's spectral factors ("Matched second order digital
/// filters", 2016). No search, no table, and no jump as a setting moves.
///
/// At 48 kHz the magnitude is within 0.25 dB of the prototype up to 16 kHz and 1 dB up to 20 kHz,
/// for frequencies up to 16 kHz and Q of 0.3 to 8, but for shelves of Q above 5 with more than 8 dB
/// at 7 kHz and above (0.5 and 1.7 dB at worst) and low cuts of Q above 3.5 at 13 kHz and above (0.35
/// and 1.5 dB). No section of second order can do all of those: a linear program over all that there
/// are finds 1.35 times the limits for a low cut of Q 8 at 16 kHz, and 1.25 times for a shelf of
/// 18 dB and Q 8 at 11 kHz. They are `BandDesign`'s.
///
/// Beyond that range notches of Q 0.1 are off by up to 0.5 and 1.75 dB.
///
/// Everything depends on frequency / sample rate alone. What is matched are 5/6 of the spectrum:
/// the fifth above 2/3 of it with less weight (20 and 16 kHz at 48 kHz).
struct MatchedDesign {
  private let prototype: FilterPrototype
  private let bend: Double
  private var numerator: FilterPrototype.Quadratic
  private var denominator: FilterPrototype.Quadratic

  /// The squared magnitude of a prototype's section.
  ///
  /// Control thread; some microseconds.
  static func ratio(_ prototype: FilterPrototype) -> SectionRatio {
    var design = MatchedDesign(prototype)
    let points = design.points()
    for _ in 0..<3 { design.refine(points) }
    return SectionRatio(
      numerator: design.power(design.numerator), denominator: design.power(design.denominator))
  }

  private init(_ prototype: FilterPrototype) {
    let square = prototype.angle * prototype.angle
    let x = Self.sineSquare(prototype.angle)
    self.prototype = prototype
    bend = (1 - x / square) / x
    numerator = prototype.numerator
    denominator = prototype.denominator
    if prototype.shape == .lowShelf || prototype.shape == .highShelf { straighten() }
  }

  /// Moves the roots of a shelf, which lie apart from its frequency, to where they are exact too.
  private mutating func straighten() {
    let (zeroes, poles) = (prototype.zeroes, prototype.poles)
    let (up, down) = (stretch(zeroes.centre), stretch(poles.centre))
    // Keeps the level at 0 Hz.
    let factor = prototype.top * (down / up) * (down / up)
    numerator = .init(centre: zeroes.centre * up, damping: zeroes.damping, factor: factor)
    denominator = .init(centre: poles.centre * down, damping: poles.damping)
  }

  /// By how much the squared half angle is off at one; what is beyond 0.4 of the rate is as there.
  private func stretch(_ square: Double) -> Double {
    let angle = min(square.squareRoot(), 0.4 * .pi)
    return bent(Self.sineSquare(angle)) / (angle * angle)
  }

  /// What stands for W at an x.
  private func bent(_ x: Double) -> Double { x / (1 - bend * x) }

  /// A quadratic as the squared magnitude of a section's polynomial.
  private func power(_ q: FilterPrototype.Quadratic) -> SectionPower {
    // Times (1 - bend x)², which cancels; 1 - bend x = (1 - x) + end x.
    let end = 1 - bend
    return SectionPower(
      low: q.constant, middle: 2 * q.constant * end + q.linear,
      high: (q.constant * end + q.linear) * end + q.square)
  }

  private static func sineSquare(_ angle: Double) -> Double {
    let sine = Elementary.sine(angle)
    return sine * sine
  }
}

// MARK: - Where to match

extension MatchedDesign {
  /// A frequency at which the magnitude is matched.
  private struct Point {
    /// What stands for W there.
    var bent: Double
    /// The prototype's squared magnitude.
    var target: Double
    var weight: Double
  }

  /// Half angles that are always looked at, denser towards the top, with their sin² and weights.
  private static let fixed: [(angle: Double, x: Double, weight: Double)] = (0..<16).map { index in
    let angle = .pi * 20 / 48 * Elementary.sine(.pi / 2 * (Double(index) + 0.5) / 16)
    return (angle, sineSquare(angle), 0.25 + 0.75 * below(0.345 * .pi, angle, 200 / .pi))
  }

  /// 1 well below a corner, 0 well above, and smooth between.
  private static func below(_ corner: Double, _ angle: Double, _ slope: Double) -> Double {
    1 / (1 + Elementary.exponential(min(100, (angle - corner) * slope)))
  }

  private func points() -> [Point] {
    let (above, under) = (prototype.numerator, prototype.denominator)
    var points: [Point] = []
    points.reserveCapacity(32)
    func add(_ angle: Double, _ x: Double, _ weight: Double) {
      let square = angle * angle
      let target = above(square) / under(square)
      guard target > 1e-30 else { return }
      points.append(Point(bent: bent(x), target: target, weight: weight * trust(target)))
    }
    for (angle, x, weight) in Self.fixed { add(angle, x, weight) }
    for (angle, weight) in localAngles() {
      add(angle, Self.sineSquare(angle), weight)
    }
    return points
  }

  /// Half angles around the roots and below, with their weights.
  private func localAngles() -> [(Double, Double)] {
    guard prototype.shape != .tilt else { return [] }
    let angle = prototype.angle
    var centres = [angle]
    if prototype.shape == .lowShelf || prototype.shape == .highShelf {
      centres = [prototype.zeroes.centre.squareRoot(), prototype.poles.centre.squareRoot()]
    }
    let width = 0.5 / (prototype.q + 0.5)
    var angles: [(Double, Double)] = []
    for centre in centres {
      for local in [centre * (1 - width), centre, centre * (1 + width)] {
        if prototype.shape == .notch && local == centre { continue }
        let held = min(local, 0.499 * .pi)
        angles.append((held, 0.6 * Self.below(0.38 * .pi, local, 60 / .pi)))
      }
    }
    if prototype.shape != .lowCut { angles += [(0, 1), (0.15 * angle, 1), (0.4 * angle, 1)] }
    return angles
  }

  /// How much a level counts: less and less below -30 dB of a cut or a notch, where decibels are
  /// many and little is heard.
  private func trust(_ target: Double) -> Double {
    switch prototype.shape {
    case .lowCut, .highCut, .notch: min(1, target * 1000).squareRoot()
    case .peaking, .lowShelf, .highShelf, .tilt: 1
    }
  }
}

// MARK: - Refinement

extension MatchedDesign {
  /// A Gauss-Newton step on the logarithm of the squared magnitude, towards the points.
  private mutating func refine(_ points: [Point]) {
    let scale = scales()
    let isFixed = prototype.hasFixedZeroes
    var equations = NormalEquations(count: 5, damping: 1e-3)
    for point in points {
      let w = point.bent
      let (above, under) = (numerator(w), denominator(w))
      let ratio = above / (under * point.target)
      // 2 (r - 1) / (r + 1) is the logarithm of r near 1, and is bounded far from it.
      let residual = 2 * (ratio - 1) / (ratio + 1)
      let powers = SIMD8(1, w, w * w, w, w * w, 0, 0, 0)
      let first = isFixed ? -under : above
      var row = scale * powers / SIMD8(first, above, above, -under, -under, 1, 1, 1)
      row[5] = -residual
      equations.add(row * point.weight)
    }
    step(equations.solved() * scale)
  }

  /// How far a step of 1 takes each number: constant, linear, square of the numerator, then linear
  /// and square of the denominator; 0 for those that must not move.
  ///
  /// One of the six would only scale the others: the denominator's constant stays, unless all of
  /// the numerator does; then it takes the first place.
  private func scales() -> SIMD8<Double> {
    let (n, d) = (prototype.numerator, prototype.denominator)
    let up: SIMD3<Double> =
      switch prototype.shape {
      case .lowCut, .notch: SIMD3(d.constant, 0, 0)
      case .highCut: SIMD3(repeating: n.constant)
      case .peaking, .lowShelf, .highShelf, .tilt:
        SIMD3(n.constant, (n.constant * n.square).squareRoot(), n.square)
      }
    return SIMD8(
      up.x, up.y, up.z, (d.constant * d.square).squareRoot(), d.square, 0, 0, 0)
  }

  /// Moves the numbers, as far as both quadratics keep 3/10 of themselves everywhere.
  private mutating func step(_ change: SIMD8<Double>) {
    let isFixed = prototype.hasFixedZeroes
    let up = FilterPrototype.Quadratic(isFixed ? 0 : change[0], change[1], change[2])
    let down = FilterPrototype.Quadratic(isFixed ? change[0] : 0, change[3], change[4])
    var (reach, fails) = (1.0, 1.0)
    if !isPossible(up, down, 1) {
      reach = 0
      for _ in 0..<30 {
        let middle = (reach + fails) / 2
        if isPossible(up, down, middle) { reach = middle } else { fails = middle }
      }
    }
    numerator = Self.moved(numerator, up, reach)
    denominator = Self.moved(denominator, down, reach)
  }

  private func isPossible(
    _ up: FilterPrototype.Quadratic, _ down: FilterPrototype.Quadratic, _ reach: Double
  ) -> Bool {
    let further = reach / 0.7
    return power(Self.moved(denominator, down, further)).isPossible
      && (prototype.hasFixedZeroes || power(Self.moved(numerator, up, further)).isPossible)
  }

  private static func moved(
    _ quadratic: FilterPrototype.Quadratic, _ change: FilterPrototype.Quadratic, _ reach: Double
  ) -> FilterPrototype.Quadratic {
    FilterPrototype.Quadratic(
      quadratic.constant + reach * change.constant, quadratic.linear + reach * change.linear,
      quadratic.square + reach * change.square)
  }
}
