public import Units

/// How a fader behaves on the wire and in the hand; times are nanoseconds.
public struct FaderRules: Hashable, Sendable {
  /// The number that the device sends at the upper end.
  public var top = 16383
  /// What is printed beside it; empty where the desk's own law is good enough.
  public var scale: [FaderMark] = []
  /// The numbers from one position of the device to the next, 1 when it knows every one.
  public var step = 1
  /// Whether the device says when a hand touches the fader.
  public var hasTouch = true
  /// Whether the device wants its own positions back while a hand moves the fader.
  public var echoes = true
  /// How long positions are dropped after a hand lets go.
  public var settle: UInt64 = 120 * .millisecond
  /// The shortest time between two positions sent.
  public var interval: UInt64 = 30 * .millisecond
  /// How long the motor may travel: without touch, positions in this time are the motor's own.
  public var travel: UInt64 = 250 * .millisecond
  /// Without touch: how long after its last move a hand is taken to hold the fader.
  public var hold: UInt64 = 500 * .millisecond

  /// Makes the rules of a servo with touch and 14 bits.
  public init() {}

  /// How long after the last position that nobody's hand made the target is sent again.
  static let resend: UInt64 = 250 * .millisecond
  /// How long positions are dropped after a fader was given another strip.
  static let squelch: UInt64 = 250 * .millisecond
  /// How long a touch may last without a move before it is taken for a stuck sensor.
  static let stuckTouch: UInt64 = 10_000 * .millisecond
  /// How long after its last position a motor is taken to stand still.
  static let rest: UInt64 = 150 * .millisecond
}

extension FaderGrid {
  /// The grid of a device's fader.
  public init(_ rules: FaderRules) {
    self.init(top: rules.top, marks: rules.scale, step: rules.step)
  }
}

extension UInt64 {
  /// Nanoseconds in a millisecond.
  static let millisecond: UInt64 = 1_000_000
}
