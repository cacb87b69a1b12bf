/// A fader: where its positions travel, and how it behaves.
public struct FaderProfile: Hashable, Sendable {
  /// Positions, both ways.
  public var address: MessageAddress
  /// What says that a hand touches the fader; nil when nothing does.
  public var touch: MessageAddress?
  /// Whether it moves by itself; one that doesn't picks up a level by passing it.
  public var isMotor = true
  public var rules = FaderRules()

  public init(address: MessageAddress) { self.address = address }
}

/// What a lamp is sent.
public struct LampProfile: Hashable, Sendable {
  public var address: MessageAddress
  public var off = 0
  public var on = 127
  /// As `on` where the lamp does not blink.
  public var blink = 127

  public init(address: MessageAddress) { self.address = address }

  /// The value for a state.
  public func value(_ state: LampState) -> Int {
    switch state {
    case .off: off
    case .on: on
    case .blink: blink
    }
  }
}

/// What a lamp shows.
public enum LampState: Hashable, Sendable {
  case off
  case on
  /// On, but for a reason elsewhere: a mute by a VCA, say.
  case blink
}

/// A key, and the lamp in it.
public struct ButtonProfile: Hashable, Sendable {
  public var address: MessageAddress
  /// The lowest value that means pressed.
  public var threshold = 64
  public var lamp: LampProfile?

  public init(address: MessageAddress) { self.address = address }
}

/// An encoder, and the ring of lamps around it.
public struct EncoderProfile: Hashable, Sendable {
  public var address: MessageAddress
  public var code = EncoderCode.signBit
  public var ring: RingProfile?

  public init(address: MessageAddress) { self.address = address }
}

/// What a ring is sent: a straight line from place to value for each way of showing it.
public struct RingProfile: Hashable, Sendable {
  public var address: MessageAddress
  public var off = 0
  /// The values at the left and right ends when the middle matters, such as pan.
  public var pan = 0...127
  /// The values at the lowest and highest amounts.
  public var fill = 0...127
  /// Added when a pan is exactly in the centre.
  public var centre = 0

  public init(address: MessageAddress) { self.address = address }

  /// The value for a place from 0 to 1 on one of the lines.
  public func value(at place: Double, on line: ClosedRange<Int>) -> Int {
    line.lowerBound + Int((place * Double(line.upperBound - line.lowerBound)).rounded())
  }
}

/// One strip's cell of a display.
public struct DisplayProfile: Hashable, Sendable {
  /// Writes text, with blanks for the offset and the text.
  public var write: SysexTemplate
  /// Where each row of this cell starts.
  public var offsets: [Int]
  /// The characters from one cell to the next.
  public var cell = 7
  /// The characters of a cell that are used; the others stay blank.
  public var characters = 7
  /// The most bytes of one message; neighbouring cells share it where they fit.
  public var longest = 28

  public init(write: SysexTemplate, offsets: [Int]) {
    self.write = write
    self.offsets = offsets
  }
}

/// One strip's meter.
public struct MeterProfile: Hashable, Sendable {
  public var address: MessageAddress
  /// Added to every value: the strip's number in the upper bits, say.
  public var plus = 0
  /// Levels in dBFS, rising, with the value shown at and above each; below the first it is 0.
  public var steps: [MeterStep] = []
  public var overload: OverloadProfile?
  /// The shortest time between two values, in nanoseconds.
  public var refresh: UInt64 = 100 * .millisecond
  /// Whether the device lets the meter fall by itself, so that a level has to be repeated.
  public var decays = true

  public init(address: MessageAddress) { self.address = address }

  /// The value for a peak in dBFS, without `plus`.
  public func value(at peak: Float) -> Int {
    steps.last { Double(peak) >= $0.level }?.value ?? 0
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
