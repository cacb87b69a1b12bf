public import Units

// How a parameter lies along the travel of a knob or fader.
extension Parameter {
  /// The place of a value; what lies beyond the ends is at them, and what is no number in the middle.
  public func position(of value: Double) -> FaderPosition {
    let value = number(value)
    switch taper {
    case .linear:
      return FaderPosition((value - range.lowerBound) / (top - range.lowerBound))
    case .logarithmic:
      let whole = Elementary.logarithm(top / range.lowerBound)
      return FaderPosition(Elementary.logarithm(value / range.lowerBound) / whole)
    case .fader:
      return FaderPosition(Taper.position(of: Decibels(min(value, top))).value / fullTravel)
    }
  }

  /// The value at a place: the nearest that is allowed.
  public func value(at position: FaderPosition) -> Double {
    if position == .bottom { return range.lowerBound }
    if position == .top { return range.upperBound }
    switch taper {
    case .linear:
      return held(range.lowerBound + position.value * (top - range.lowerBound))
    case .logarithmic:
      let whole = Elementary.logarithm(top / range.lowerBound)
      return held(range.lowerBound * Elementary.exponential(position.value * whole))
    case .fader:
      return held(Taper.level(at: FaderPosition(position.value * fullTravel)).value)
    }
  }

  /// The value some clicks of an encoder further up, or down where they are negative.
  ///
  /// It lands on whole steps: multiples of a linear step, parts of a fader's travel, and numbers of
  /// four digits where each click is a factor.
  ///
  /// - Parameters:
  ///   - clicks: How many, and which way.
  ///   - start: Where the parameter is.
  ///   - isFine: Whether a click is a tenth of one; words and switches go on by one all the same.
  /// - Returns: An allowed value.
  public func value(
    movedBy clicks: Int, from start: Double, finely isFine: Bool = false
  ) -> Double {
    let clicks = Double(max(-1000, min(1000, clicks)))
    if taper == .logarithmic && start > top {
      return clicks < 0 ? value(movedBy: Int(clicks) + 1, from: top, finely: isFine) : start
    }
    let start = number(start)
    let isFine = isFine && !isWhole
    let step = isFine ? fineStep : step
    switch taper {
    case .linear: return held(Self.multiple((start / step).rounded() + clicks, of: step))
    case .logarithmic:
      let moved = start * Elementary.exponential(clicks * Elementary.logarithm(step))
      return moved > top * 1.0001 ? range.upperBound : held(Self.rounded(moved))
    case .fader:
      let whole = (1 / step).rounded()
      let place = (Taper.position(of: Decibels(start)).value * whole).rounded() + clicks
      return held(Taper.level(at: FaderPosition(place / whole)).value)
    }
  }

  /// Whether both ends are as far from zero, so that the middle of the travel matters.
  public var isSymmetric: Bool { range.lowerBound == -range.upperBound }

  /// The upper end of the travel; an endless range is told apart up to a hundred times its lower end.
  private var top: Double {
    range.upperBound.isFinite ? range.upperBound : range.lowerBound * 100
  }

  /// What a fader's whole travel is of the law's.
  private var fullTravel: Double { Taper.position(of: Decibels(range.upperBound)).value }

  /// What stands in for a value that is a word: the middle of a place, the top of a level.
  private func number(_ value: Double) -> Double {
    switch unit {
    case .placeOrFollow where value == .infinity: 0
    case .decibelsOrNone where value == .infinity: range.upperBound
    default: value
    }
  }

  /// A value held to the range, and to whole numbers where only those mean something.
  private func held(_ value: Double) -> Double {
    let held = min(max(value, range.lowerBound), range.upperBound)
    return allows(held) ? held : held.rounded()
  }

  /// A tenth of the step: of a difference, of a fader's travel, or of a factor's logarithm.
  private var fineStep: Double {
    taper == .logarithmic ? Elementary.exponential(Elementary.logarithm(step) / 10) : step / 10
  }

  /// Whether only whole numbers mean something.
  private var isWhole: Bool {
    switch unit {
    case .onOff, .words, .channel, .bus: true
    default: false
    }
  }

  /// A number of steps, without the error that tenths have in binary.
  private static func multiple(_ count: Double, of step: Double) -> Double {
    step < 1 ? count / (1 / step).rounded() : count * step
  }

  /// A number of four digits.
  private static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value * scale >= 10_000 { scale /= 10 }
    while value * scale < 1000 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
