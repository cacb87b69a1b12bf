/// Decides what one motor fader is sent: the hand wins, the motor ends where the console is.
///
/// Told what happens and when, it answers what to send; it owns no port and no clock. Positions
/// are the device's own numbers, compared in its own steps. Times are nanoseconds that never go
/// back. After Ardour's, REAPER's and xtouch-gw's handling of servos (`reference`: a Mackie servo
/// returns to the last position that it was sent, an X-Touch Compact to the last it stored; an
/// echo while touched and one final position serve both).
public struct MotorFader: Hashable, Sendable {
  /// Who moves the fader.
  public enum Phase: Hashable, Sendable {
    /// The console does.
    case idle
    /// A hand does, as the device's sensor says.
    case touched(lastMove: UInt64)
    /// A hand has just let go; what still comes in is the servo's.
    case settling(until: UInt64)
    /// A hand does, as its moves say: the device has no sensor.
    case virtualTouch(until: UInt64)
  }

  /// Who moves the fader now.
  public private(set) var phase = Phase.idle
  /// Where the console wants the fader, or nil before anybody has said.
  public private(set) var target: Int?
  /// The last position that the device was sent, or nil when it has to be sent again.
  public private(set) var told: Int?
  private let rules: FaderRules
  /// The position that the device must get back, the very bytes that came; nil if none.
  public private(set) var pendingEcho: Int?
  private var sensesHand = false
  private var lastSent: UInt64?
  /// When the device heard that at the latest.
  private var lastHeard: UInt64 = 0
  private var notBefore: UInt64 = 0
  private var resendAt: UInt64?
  private var squelchedUntil: UInt64 = 0

  /// Makes a fader whose place nobody knows yet.
  public init(rules: FaderRules) { self.rules = rules }

  /// Whether a hand holds the fader, so that nothing may move it.
  public var isTouched: Bool {
    switch phase {
    case .touched, .virtualTouch: true
    case .idle, .settling: false
    }
  }

  /// Says where the console wants the fader; the newest target wins.
  public mutating func aim(at raw: Int) { target = raw }
}

// What happens to the fader.
extension MotorFader {
  /// A hand touches the fader: whatever was about to be sent is not.
  public mutating func touched(at now: UInt64) {
    advance(to: now)
    sensesHand = true
    pendingEcho = nil
    resendAt = nil
    phase = .touched(lastMove: now)
  }

  /// The hand lets go: the console's position is sent once, whatever was sent before.
  ///
  /// So it is where the touch was lost on its way, or taken for stuck: what was sent meanwhile may
  /// have met a hand.
  public mutating func released(at now: UInt64) {
    advance(to: now)
    sensesHand = false
    settle(at: now)
  }

  /// The device reports a position; true if a hand made it, so that the console has to follow.
  public mutating func moved(to raw: Int, at now: UInt64) -> Bool {
    advance(to: now)
    if case .touched = phase { phase = .touched(lastMove: now) }
    guard isHand(at: now) else {
      noteStray(raw, at: now)
      return false
    }
    target = raw
    guard rules.hasTouch else {
      phase = .virtualTouch(until: now + rules.hold)
      return true
    }
    phase = .touched(lastMove: now)
    if rules.echoes { pendingEcho = raw }
    return true
  }

  /// The fader stands for another strip now: it is sent its place again and must not speak yet.
  ///
  /// A hand that holds it keeps it until it lets go.
  public mutating func reassigned(at now: UInt64) {
    advance(to: now)
    told = nil
    resendAt = nil
    if isTouched { return }
    phase = .idle
    squelchedUntil = now + FaderRules.squelch
  }

  /// The device went away, or what it said was lost: no hand is known, nothing was told.
  public mutating func forgotten(at now: UInt64) {
    let target = target
    self = MotorFader(rules: rules)
    self.target = target
    squelchedUntil = now + FaderRules.squelch
  }

  /// Lets time pass: ends what has lasted long enough.
  public mutating func advance(to now: UInt64) {
    switch phase {
    case .touched(let lastMove) where now >= lastMove + FaderRules.stuckTouch: settle(at: now)
    case .settling(let end) where now >= end: phase = .idle
    case .virtualTouch(let end) where now >= end:
      phase = .idle
      told = nil
    default: break
    }
    if let due = resendAt, now >= due {
      resendAt = nil
      told = nil
    }
  }

  private mutating func settle(at now: UInt64) {
    phase = .settling(until: now + rules.settle)
    told = nil
    pendingEcho = nil
    notBefore = now
  }

  private func isHand(at now: UInt64) -> Bool {
    switch phase {
    case .touched: return true
    case _ where now < squelchedUntil: return false
    case .virtualTouch: return true
    case .settling where !sensesHand: return false
    case .idle, .settling:
      // Without a sensor, or when one was taken for stuck, only a motor at rest proves a hand.
      guard !rules.hasTouch || sensesHand else { return false }
      return lastSent == nil || now >= lastHeard + rules.travel
    }
  }

  private mutating func noteStray(_ raw: Int, at now: UInt64) {
    guard let told else { return }
    guard step(of: raw) != step(of: told) else { return resendAt = nil }
    // Without a sensor a hand is believed only when the motor has had its time: sent sooner, the
    // target would give the motor its time again, and a slow hand would never be believed.
    let provable = rules.hasTouch ? 0 : lastHeard + rules.travel
    resendAt = max(now, provable) + FaderRules.resend
  }

  private func step(of raw: Int) -> Int { (raw + rules.step / 2) / rules.step }
}

// What the fader is sent.
extension MotorFader {
  /// The device is sent the echo that it must get back; nil if there is none.
  public mutating func takeEcho() -> Int? {
    guard let raw = pendingEcho else { return nil }
    pendingEcho = nil
    told = raw
    return raw
  }

  /// Whether the fader is to be sent a position now.
  public func owesMove(at now: UInt64) -> Bool {
    guard !isTouched, let target, now >= notBefore else { return false }
    return told.map { step(of: $0) != step(of: target) } ?? true
  }

  /// Whether a position sent now would set a motor going that stands still.
  public func isAtRest(at now: UInt64) -> Bool {
    lastSent.map { now >= $0 + FaderRules.rest } ?? true
  }

  /// Takes the position that the device is to be sent now.
  ///
  /// - Parameters:
  ///   - now: The time in nanoseconds.
  ///   - heardAt: When the device has it, if there is a queue before it on a slow cable.
  /// - Returns: The position; nil if none.
  public mutating func takeMove(at now: UInt64, heardAt: UInt64 = 0) -> Int? {
    guard owesMove(at: now), let target else { return nil }
    told = target
    lastSent = now
    lastHeard = max(now, heardAt)
    notBefore = now + rules.interval
    resendAt = nil
    return target
  }

  /// When there is something to do next without anything new happening; nil when never.
  public var nextDeadline: UInt64? {
    switch phase {
    case .touched(let lastMove): return pendingEcho != nil ? 0 : lastMove + FaderRules.stuckTouch
    case .virtualTouch(let end): return end
    case .idle, .settling: return owesMove(at: .max) ? notBefore : resendAt
    }
  }
}
