/// One strip's meter.
public struct MeterProfile: Hashable, Sendable {
  public var address: MessageAddress
  /// Added to every value: the strip's number in the upper bits, say.
  public var plus = 0
  /// Levels in dBFS, rising, with the value shown at and above each; below the first it is 0.
  public var steps: [MeterStep] = []
  /// Whether values between two steps lie on the straight line between them.
  public var isSmooth = false
  public var overload: OverloadProfile?
  /// The shortest time between two values, in nanoseconds.
  public var refresh: UInt64 = 100 * .millisecond
  /// Whether the device lets the meter fall by itself, so that a level has to be repeated.
  public var decays = true

  public init(address: MessageAddress) { self.address = address }

  /// The value for a peak in dBFS, without `plus`.
  public func value(at peak: Float) -> Int {
    guard let place = steps.lastIndex(where: { Double(peak) >= $0.level }) else { return 0 }
    let low = steps[place]
    guard isSmooth, place + 1 < steps.count else { return low.value }
    let high = steps[place + 1]
    let part = (Double(peak) - low.level) / (high.level - low.level)
    return low.value + Int((part * Double(high.value - low.value)).rounded())
  }
}

/// A value that a meter shows from a level on.
public struct MeterStep: Hashable, Sendable {
  /// In dBFS.
  public var level: Double
  public var value: Int

  public init(level: Double, value: Int) {
    self.level = level
    self.value = value
  }
}

/// A meter's overload lamp, which stays on until it is told to go out.
public struct OverloadProfile: Hashable, Sendable {
  /// The level in dBFS that sets it.
  public var level: Double
  public var set: Int
  public var clear: Int
  /// How long after the last overload it goes out, in nanoseconds.
  public var hold: UInt64

  public init(level: Double, set: Int, clear: Int, hold: UInt64) {
    self.level = level
    self.set = set
    self.clear = clear
    self.hold = hold
  }
}
