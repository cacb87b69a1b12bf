import ConsoleModel
import Units

/// A knob or encoder that tells places: it takes a value over as a fader without a motor does.
struct KnobState: Hashable, Sendable {
  private var takeover: TakeoverFader
  /// The parameter that it moves at present.
  private var address: ParameterAddress?
  /// Where the device was told to stand, until it moves.
  private var told: Int?

  init(_ profile: EncoderProfile) {
    var rules = FaderRules()
    rules.top = 127
    takeover = TakeoverFader(profile.takeover, rules: rules)
  }

  /// It was turned; the value that the console has to set, or nil if none.
  mutating func turned(
    to place: Int, _ address: ParameterAddress, at value: Double, now: UInt64
  ) -> Double? {
    let row = address.parameter
    if address != self.address { takeover.rearm() }
    self.address = address
    takeover.aim(at: Self.place(of: row.position(of: value), in: row), at: now)
    if let told { takeover.stands(at: told) }
    told = nil
    guard let place = takeover.moved(to: place, at: now) else { return nil }
    let moved = row.value(at: Self.position(of: place, in: row))
    takeover.settled(at: Self.place(of: row.position(of: moved), in: row))
    return moved
  }

  /// The device was told where the value is, and stands there now.
  mutating func stands(at place: Int) { told = place }

  /// Nobody knows where it stands.
  mutating func forget() {
    takeover.forget()
    told = nil
  }

  /// Where a place from 0 to 127 is; 64 is the middle of what has one.
  private static func position(of place: Double, in row: Parameter) -> FaderPosition {
    guard row.isSymmetric else { return FaderPosition(place / 127) }
    return FaderPosition(0.5 + (place - 64) / (place < 64 ? 128 : 126))
  }

  /// The place from 0 to 127 of a position.
  private static func place(of position: FaderPosition, in row: Parameter) -> Double {
    guard row.isSymmetric else { return position.value * 127 }
    let part = position.value - 0.5
    return 64 + part * (part < 0 ? 128 : 126)
  }
}
