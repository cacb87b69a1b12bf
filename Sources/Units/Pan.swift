/// A place between left (-1) and right (+1); for a stereo strip, its balance.
public struct Pan: Hashable, Sendable {
  /// The place, -1 to +1, 0 in the centre.
  public let value: Double

  /// Makes a place; values outside -1…+1 are held to the ends, NaN is the centre.
  public init(_ value: Double) { self.value = value.isNaN ? 0 : min(max(value, -1), 1) }

  public static let left = Pan(-1)
  public static let centre = Pan(0)
  public static let right = Pan(1)
}

/// How much a mono signal falls in each side when it is panned to the centre.
public enum PanLaw: String, CaseIterable, Sendable {
  /// Constant power: cosine and sine, -3.01 dB in the centre.
  case minus3 = "-3 dB"
  /// The root of power and amplitude laws' product, -4.5 dB in the centre.
  case minus4Point5 = "-4.5 dB"
  /// Constant sum: straight lines, -6.02 dB in the centre.
  case minus6 = "-6 dB"

  /// The gains of a mono signal into left and right; exactly 1 and 0 at the ends.
  public func gains(at pan: Pan) -> (left: Double, right: Double) {
    let p = pan.value
    if p == -1 { return (1, 0) }
    if p == 1 { return (0, 1) }
    let angle = (p + 1) * .pi / 4
    let power = (left: Elementary.cosine(angle), right: Elementary.sine(angle))
    let linear = (left: (1 - p) / 2, right: (1 + p) / 2)
    switch self {
    case .minus3: return power
    case .minus6: return linear
    case .minus4Point5:
      return ((power.left * linear.left).squareRoot(), (power.right * linear.right).squareRoot())
    }
  }
}

extension Pan {
  /// The gains of a stereo signal's sides when this is its balance: 1 and 1 in the centre.
  ///
  /// The side that is turned away from fades along a cosine and is exactly 0 at the end.
  public var balance: (left: Double, right: Double) {
    if value == 1 { return (0, 1) }
    if value == -1 { return (1, 0) }
    let away = Elementary.cosine(abs(value) * .pi / 2)
    return value > 0 ? (away, 1) : (1, value < 0 ? away : 1)
  }
}
