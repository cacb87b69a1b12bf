import ConsoleModel
import Units

/// One fader of a unit: the machine that drives it, and the parameter it stands for.
struct FaderState: Hashable, Sendable {
  let profile: FaderProfile
  let grid: FaderGrid
  var motor: MotorFader
  var takeover: TakeoverFader
  /// The parameter that the fader moves at present.
  var address: ParameterAddress?
  /// The parameter that a hand took hold of; it keeps it when the layer changes under it.
  var held: ParameterAddress?

  init(_ profile: FaderProfile) {
    self.profile = profile
    grid = FaderGrid(profile.rules)
    motor = MotorFader(rules: profile.rules)
    takeover = TakeoverFader(profile.takeover, rules: profile.rules)
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
    takeover.rearm()
  }

  /// Says where the console wants the fader; nothing to stand for is the bottom.
  mutating func aim(at position: FaderPosition?, at now: UInt64) {
    motor.aim(at: position.map { grid.raw(at: $0) } ?? 0)
    if let position { takeover.aim(at: grid.place(at: position), at: now) }
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
    guard profile.isMotor else { return takenOver(to: raw, at: now) }
    motor.advance(to: now)  // a hand that was taken to be there may have gone long ago
    let wasTouched = motor.isTouched
    guard motor.moved(to: raw, at: now) else { return nil }
    if !wasTouched { held = address }
    guard let moving else { return nil }
    return (moving, moving.parameter.value(at: grid.position(of: raw)))
  }

  private mutating func takenOver(
    to raw: Int, at now: UInt64
  ) -> (address: ParameterAddress, value: Double)? {
    guard let place = takeover.moved(to: raw, at: now), let address else { return nil }
    let value = address.parameter.value(at: grid.position(at: place))
    takeover.settled(at: grid.place(at: address.parameter.position(of: value)))
    return (address, value)
  }

  /// Whether a fader that has not taken over has to go up (true) or down; nil for all others.
  var isBelow: Bool? { profile.isMotor ? nil : takeover.isBelow }

  mutating func forget(at now: UInt64) {
    motor.forgotten(at: now)
    takeover.forget()
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
