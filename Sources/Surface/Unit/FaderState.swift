import ConsoleModel
import Units

/// One fader of a unit: the machine that drives it, and the strip it stands for.
struct FaderState: Hashable, Sendable {
  let profile: FaderProfile
  let grid: FaderGrid
  var motor: MotorFader
  var pickup: PickupFader
  /// The strip that the fader's place stands for now.
  var strip: StripID?
  /// The strip that a hand took hold of; it keeps it when the layer changes under it.
  var held: StripID?

  init(_ profile: FaderProfile) {
    self.profile = profile
    grid = FaderGrid(top: profile.rules.top)
    motor = MotorFader(rules: profile.rules)
    pickup = PickupFader(rules: profile.rules)
  }

  /// The strip that a hand on this fader moves.
  var moving: StripID? { held ?? strip }

  /// Makes the fader stand for a strip.
  mutating func bind(to strip: StripID?, at now: UInt64) {
    motor.advance(to: now)
    if !motor.isTouched { held = nil }
    guard strip != self.strip else { return }
    self.strip = strip
    motor.reassigned(at: now)
    if !motor.isTouched { held = nil }
    pickup.forget()
  }

  /// Says where the console wants the fader; nothing to stand for is the bottom.
  mutating func aim(at level: Decibels?) {
    let raw = level.map { grid.raw(of: $0) } ?? 0
    motor.aim(at: raw)
    if level != nil { pickup.aim(at: raw) }
  }

  mutating func touched(at now: UInt64) {
    motor.touched(at: now)
    if held == nil { held = strip }
  }

  mutating func released(at now: UInt64) {
    motor.released(at: now)
    held = nil
  }

  /// The device reports a position; the strip and level that the console has to set, if any.
  mutating func moved(to raw: Int, at now: UInt64) -> (strip: StripID, level: Decibels)? {
    let wasTouched = motor.isTouched
    guard profile.isMotor ? motor.moved(to: raw, at: now) : pickup.moved(to: raw) else {
      return nil
    }
    if !wasTouched && profile.isMotor { held = strip }
    guard let moving else { return nil }
    return (moving, grid.level(of: raw))
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
