internal import Units

/// The section of one band, and what is left of the band for the equaliser's top section.
///
/// Nearly every band is one section by `MatchedDesign`. A narrow resonance near the top of the
/// spectrum asks for more than one section can do: half the sample rate mirrors it. Such a band gets
/// its roots exactly where the prototype has them, z = e^sT, which leaves a difference without any
/// resonance: smooth, nothing at 0 Hz, and largest at the top. The top section takes that
/// (`TopDesign`). `topShare` leads from one to the other without a jump.
///
/// With the top section shelves and low cuts of Q up to 8 at up to 16 kHz are within 0.2 and 0.8 dB
/// of their prototypes (0.03 and 0.07 dB where the share is 1), and within 0.25 and 1 dB for all
/// frequencies and Q from 4 on that can be set.
struct BandDesign {
  let prototype: FilterPrototype
  /// The squared magnitude by `MatchedDesign`; nothing where the roots are exact.
  private let matched: SectionRatio?
  /// The squared magnitude of the band's section.
  private let ratio: SectionRatio

  /// Control thread; some microseconds.
  init(_ prototype: FilterPrototype) {
    self.prototype = prototype
    let share = prototype.topShare
    let matched = share < 1 ? MatchedDesign.ratio(prototype) : nil
    self.matched = matched
    if let matched, share > 0 {
      ratio = matched.mixed(with: Self.exact(prototype), share)
    } else {
      ratio = matched ?? Self.exact(prototype)
    }
  }

  /// The section of minimum phase.
  var section: SectionCoefficients {
    SectionCoefficients(ratio.numerator, over: ratio.denominator)
  }

  /// What the top section has to add at a half angle and its sin²: natural logarithm of the squared
  /// magnitude.
  ///
  /// Together they are as far from the prototype as `MatchedDesign` is, times 1 - `topShare`.
  func missing(_ angle: Double, _ x: Double) -> Double {
    let square = angle * angle
    let wanted = prototype.numerator(square) / prototype.denominator(square)
    var missing = Elementary.logarithm(wanted / ratio(x))
    if let matched {
      missing += (1 - prototype.topShare) * Elementary.logarithm(matched(x) / wanted)
    }
    return missing
  }

  /// The prototype with its roots s as e^sT, at the prototype's level at 0 Hz.
  private static func exact(_ prototype: FilterPrototype) -> SectionRatio {
    let denominator = SectionPower(rootsOf: prototype.poles)
    // A cut's zeroes lie at 0 Hz, where x comes to W.
    guard prototype.shape != .lowCut else {
      let end = 1 / (prototype.poles.centre * prototype.poles.centre)
      return SectionRatio(
        numerator: SectionPower(low: 0, middle: 0, high: end), denominator: denominator)
    }
    let level = prototype.numerator.constant / prototype.denominator.constant
    return SectionRatio(
      numerator: SectionPower(rootsOf: prototype.zeroes).scaled(level), denominator: denominator)
  }
}

extension FilterPrototype {
  /// How far a band has its roots in their exact places, the rest being the top section's: 0…1.
  ///
  /// Above 0 for what `MatchedDesign` alone comes too far from at the top: shelves of much gain and
  /// high Q, and low cuts of high Q.
  var topShare: Double { Self.topShare(shape, angle: angle, gain: gain, q: q) }

  /// The same before the prototype is made, of a half angle, a gain in dB and Q.
  static func topShare(_ shape: FilterShape, angle: Double, gain: Double, q: Double) -> Double {
    switch shape {
    case .lowShelf, .highShelf:
      // Of 6…7 kHz at 48 kHz.
      rise(angle, .pi / 8, .pi * 7 / 48) * rise(abs(gain), 0, 3) * rise(q, 3, 4)
    case .lowCut: rise(angle, .pi * 11 / 48, .pi * 13 / 48) * rise(q, 2.5, 3.5)
    case .peaking, .highCut, .notch, .tilt: 0
    }
  }

  /// From 0 below `low` to 1 above `high`, without a corner.
  private static func rise(_ value: Double, _ low: Double, _ high: Double) -> Double {
    let part = min(1, max(0, (value - low) / (high - low)))
    return part * part * (3 - 2 * part)
  }
}
