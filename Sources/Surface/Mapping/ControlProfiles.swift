public import MIDI

/// A fader: where its positions travel, and how it behaves.
public struct FaderProfile: Hashable, Sendable {
  /// Positions, as they come.
  public var address: MessageAddress
  /// Positions that are sent, if in other messages.
  public var output: MessageAddress?
  /// The number that the upper end is sent as, if another than `rules.top`.
  public var outputTop: Int?
  /// What says that a hand touches the fader; nil when nothing does.
  public var touch: MessageAddress?
  /// The lowest value that means touched.
  public var touchThreshold = 64
  /// Whether it moves by itself.
  public var isMotor = true
  /// How one that doesn't takes over a level at which it does not stand.
  public var takeover = Takeover.pickup
  public var rules = FaderRules()

  public init(address: MessageAddress) { self.address = address }

  /// The messages that send the fader to a position, 0 to `rules.top`.
  public func messages(_ raw: Int) -> [MIDIMessage] {
    let value = outputTop.map { (raw * $0 + rules.top / 2) / rules.top } ?? raw
    return (output ?? address).messages(value)
  }
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
  /// Whether the key itself goes on and off: each of its messages is a stroke.
  public var alternates = false
  public var lamp: LampProfile?

  public init(address: MessageAddress) { self.address = address }
}

extension ButtonProfile {
  /// A message as presses (127) and releases (0) of a key that has both.
  func strokes(_ value: Int) -> [Int] {
    if alternates { return [127, 0] }
    let isDown = value >= threshold
    return isDown && !address.tellsRelease ? [127, 0] : [isDown ? 127 : 0]
  }
}

/// An encoder, and the ring of lamps around it.
public struct EncoderProfile: Hashable, Sendable {
  public var address: MessageAddress
  public var code = EncoderCode.signBit
  /// Whether it says left for right.
  public var isInverted = false
  /// How many steps a step counts at most when it is turned fast.
  public var acceleration = 1
  /// How one that tells places takes over a value at which it does not stand.
  public var takeover = Takeover.pickup
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
  /// What is sent before the value where the way of showing is a message of its own.
  public var mode: RingMode?

  public init(address: MessageAddress) { self.address = address }

  /// The value for a place from 0 to 1 on one of the lines.
  public func value(at place: Double, on line: ClosedRange<Int>) -> Int {
    line.lowerBound + Int((place * Double(line.upperBound - line.lowerBound)).rounded())
  }
}

/// What a ring shows: its value, and the way of showing it where that is told apart.
struct RingPicture: Hashable, Sendable {
  var value: Int
  var mode: Int?
}

extension RingProfile {
  /// Nothing.
  var dark: RingPicture { RingPicture(value: off) }

  /// A place from 0 to 1 about the middle.
  func panned(_ place: Double, isCentred: Bool) -> RingPicture {
    RingPicture(value: value(at: place, on: pan) + (isCentred ? centre : 0), mode: mode?.pan)
  }

  /// A place from 0 to 1 from the left.
  func filled(_ place: Double) -> RingPicture {
    RingPicture(value: value(at: place, on: fill), mode: mode?.fill)
  }
}

/// How a ring is told in which way to show its value.
public struct RingMode: Hashable, Sendable {
  public var address: MessageAddress
  public var pan: Int
  public var fill: Int

  public init(address: MessageAddress, pan: Int, fill: Int) {
    self.address = address
    self.pan = pan
    self.fill = fill
  }
}
