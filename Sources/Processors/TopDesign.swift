internal import Units

/// Designs the section behind the bands of an equaliser, which adds what they miss at the top of the
/// spectrum.
///
/// The squared magnitude N / D is 1 at 0 Hz, both being quadratics in x = sin²(ω/2). Gauss-Newton
/// steps on its logarithm lead from N = D = 1 to what is missing, at a few frequencies up to 5/6 of
/// the spectrum and, with little weight, one above. Where nothing is missing the section is one that
/// passes its input, and the less is missing the nearer it comes to that one: it never jumps.
///
/// What several bands leave is added up. One section follows that about as well for two bands; from
/// three narrow shelves of more than 8 dB each in one direction on, it may fall short by some dB.
struct TopDesign {
  /// The numbers of N and D besides `low`, which is 1: middle and high of one, then of the other.
  private var numbers = SIMD4<Double>(2, 1, 2, 1)

  /// The section of bands, of those that leave something to it.
  ///
  /// Control thread; some microseconds.
  static func section(_ bands: [BandDesign]) -> SectionCoefficients {
    var design = TopDesign()
    let missing = points.map { point in
      bands.reduce(0) { $0 + $1.missing(point.angle, point.x) }
    }
    for _ in 0..<5 { design.refine(missing) }
    return SectionCoefficients(design.numerator, over: design.denominator)
  }

  /// The section that passes its input, where no band leaves anything.
  static let nothing = SectionCoefficients(TopDesign().numerator, over: TopDesign().denominator)

  private var numerator: SectionPower {
    SectionPower(low: 1, middle: numbers[0], high: numbers[1])
  }
  private var denominator: SectionPower {
    SectionPower(low: 1, middle: numbers[2], high: numbers[3])
  }

  /// Half angles that are looked at, with their sin² and weights; half the sample rate is π/2.
  private static let points: [(angle: Double, x: Double, weight: Double)] = (1...11).map { index in
    let part = Elementary.sine(.pi / 2 * Double(min(index, 10)) / 10)
    let angle = .pi * (index == 11 ? 22.5 : 20 * part) / 48
    let sine = Elementary.sine(angle)
    return (angle, sine * sine, index == 11 ? 0.02 : angle < .pi / 3 ? 1 : 0.25)
  }

  /// A Gauss-Newton step towards what is missing at the points.
  private mutating func refine(_ missing: [Double]) {
    // The normal equations, the right side in the fifth column; damped towards staying.
    var equations = NormalEquations(count: 4, damping: 1e-3)
    for (point, missing) in zip(Self.points, missing) {
      let x = point.x
      let (above, under) = (numerator(x), denominator(x))
      let residual = missing - Elementary.logarithm(above / under)
      let (first, second) = (x * (1 - x), x * x)
      equations.add(
        SIMD8(first / above, second / above, -first / under, -second / under, residual, 0, 0, 0)
          * point.weight)
    }
    let change = equations.solved().lowHalf
    var (reach, fails) = (1.0, 1.0)
    if !isPossible(change, 1) {
      reach = 0
      for _ in 0..<30 {
        let middle = (reach + fails) / 2
        if isPossible(change, middle) { reach = middle } else { fails = middle }
      }
    }
    numbers += reach * change
  }

  /// Whether both quadratics keep 3/10 of themselves everywhere after so much of a step.
  private func isPossible(_ change: SIMD4<Double>, _ reach: Double) -> Bool {
    var further = self
    further.numbers += reach / 0.7 * change
    return further.numerator.isPossible && further.denominator.isPossible
  }
}
