public import Surface

/// How a fader behaves under a hand and under its motor (`reference`: two families of servos, those
/// that feel no hand, and those that keep a hand's place by themselves).
public enum FaderFamily: String, CaseIterable, Sendable {
  /// Feels a hand, and goes back to the host's last position when the hand lets go: a Mackie.
  case servo
  /// The same, but on the wire it speaks in controllers: an X-Touch Compact. What the host sends
  /// while it is touched is stored, and taken when the hand lets go.
  case deferred
  /// Feels no hand and reports its motor's travel, too: a BCF2000.
  case reporting
  /// Feels a hand and stays where it was left; needs nothing back: a FaderPort.
  case free
  /// Has no motor.
  case manual

  /// What a mapping's words say: `motor`, `touch`, `echo` and the kind of message.
  public init(_ profile: FaderProfile) {
    guard profile.isMotor else {
      self = .manual
      return
    }
    guard profile.touch != nil else {
      self = .reporting
      return
    }
    switch profile.address {
    case .controller: self = .deferred
    case .wideController where profile.rules.echoes: self = .deferred
    default: self = profile.rules.echoes ? .servo : .free
    }
  }

  /// Whether it feels a hand.
  var hasTouch: Bool { self == .servo || self == .deferred || self == .free }

  /// Whether it goes back to the host's position as soon as nobody holds it.
  var springsBack: Bool { self == .servo || self == .deferred }
}

/// How a fader is built; times are nanoseconds.
public struct FaderMechanics: Hashable, Sendable {
  public var family: FaderFamily
  /// The number at the upper end.
  public var top: Int
  /// The numbers from one real position to the next.
  public var step: Int
  /// How long the motor takes from end to end at full speed.
  public var travel: UInt64 = 120_000_000
  /// How long it takes to full speed and to stop.
  public var inertia: UInt64 = 15_000_000
  /// The time between two looks at the position, and so between two reports.
  public var scan: UInt64 = 10_000_000
  /// How many steps a place under a hand may read too high or too low.
  public var jitter = 0
  /// How long after a hand let go it still tells where its motor takes it.
  public var trail: UInt64 = 0

  /// The mechanics that a mapping describes.
  public init(_ profile: FaderProfile) {
    family = FaderFamily(profile)
    top = profile.rules.top
    step = profile.rules.step
  }
}
