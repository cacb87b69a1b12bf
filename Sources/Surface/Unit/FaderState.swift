import ConsoleModel
import Units

/// One fader of a unit: the machine that drives it, and the parameter it stands for.
struct FaderState: Hashable, Sendable {
  let profile: FaderProfile
  let grid: FaderGrid
  var motor: MotorFader
  var pickup: PickupFader
  /// The parameter that the fader moves at present.
  var address: ParameterAddress?
  /// The parameter that a hand took hold of; it keeps it when the layer changes under it.
  var held: ParameterAddress?

  init(_ profile: FaderProfile) {
    self.profile = profile
    grid = FaderGrid(top: profile.rules.top, marks: profile.rules.scale)
    motor = MotorFader(rules: profile.rules)
    pickup = PickupFader(rules: profile.rules)
  }

  /// The parameter that a hand on this fader moves.
  var moving: ParameterAddress? { held ?? address }

  /// Makes the fader stand for a parameter.
  mutating func bind(to address: ParameterAddress?, at now: UInt64) {
    motor.advance(to: now)
    if !motor.isTouched { held = nil }
    guard address != self.address else { return }
    self.address = address
    motor.reassigned(at: now)
    if !motor.isTouched { held = nil }
    pickup.forget()
  }

  /// Says where the console wants the fader; nothing to stand for is the bottom.
  mutating func aim(at position: FaderPosition?) {
    let raw = position.map { grid.raw(at: $0) } ?? 0
    motor.aim(at: raw)
    if position != nil { pickup.aim(at: raw) }
  }

  mutating func touched(at now: UInt64) {
    motor.touched(at: now)
    if held == nil { held = address }
  }

  mutating func released(at now: UInt64) {
    motor.released(at: now)
    held = nil
  }

  /// The device reports a position; the parameter and value that the console has to set, if any.
  mutating func moved(
    to raw: Int, at now: UInt64
  ) -> (address: ParameterAddress, value: Double)? {
    let wasTouched = motor.isTouched
    guard profile.isMotor ? motor.moved(to: raw, at: now) : pickup.moved(to: raw) else {
      return nil
    }
    if !wasTouched && profile.isMotor { held = address }
    guard let moving else { return nil }
    return (moving, moving.parameter.value(at: grid.position(of: raw)))
  }

  mutating func forget(at now: UInt64) {
    motor.forgotten(at: now)
    pickup.forget()
    held = nil
  }

  /// Whether the motor is to be sent a position now.
  func owesMove(at now: UInt64) -> Bool { profile.isMotor && motor.owesMove(at: now) }

  /// When the fader has to be looked at again; a start waits until `start`.
  func nextDeadline(start: UInt64, after now: UInt64) -> UInt64? {
    guard profile.isMotor, let time = motor.nextDeadline else { return nil }
    guard motor.owesMove(at: .max), motor.isAtRest(at: max(time, now)) else { return time }
    return max(time, start)
  }
}
