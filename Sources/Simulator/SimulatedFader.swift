/// One fader: a knob on a rail, a motor that pulls it, a hand that may hold it, a sensor.
///
/// It owns no clock: `advance` lets time pass in steps of a millisecond while anything moves. The
/// motor is a speed-controlled one: it pulls at full speed, is as lazy as its inertia says, and
/// slows down as it comes near.
public struct SimulatedFader: Hashable, Sendable {
  /// How it is built.
  public var mechanics: FaderMechanics
  /// Where the knob is, from 0 to the top.
  public private(set) var place = 0.0
  /// The last position that the host sent; nil before it has sent any.
  public private(set) var hostPosition: Int?
  /// Whether a hand is on the knob, felt or not.
  public var isHeld: Bool { hand != nil }
  /// Whether the sensor says that a hand is there.
  public private(set) var isTouchFelt = false
  /// How often the host pulled at a fader that a hand held, against that hand.
  public private(set) var fights = 0
  /// When a hand last was on the knob.
  public private(set) var lastHeld: UInt64?
  private var hand: Hand?
  private var goal: Double?
  private var goalUntil = UInt64.max
  private var speed = 0.0
  private var clock: UInt64 = 0
  private var nextScan: UInt64 = 0
  private var reported: Int?

  /// A hand's way from place to place.
  private struct Hand: Hashable {
    var from: Double
    var to: Double
    var start: UInt64
    var end: UInt64

    func place(at now: UInt64) -> Double {
      guard now < end, end > start else { return to }
      return from + (to - from) * Double(max(now, start) - start) / Double(end - start)
    }
  }

  /// Makes a fader whose knob is at the bottom.
  public init(_ mechanics: FaderMechanics) { self.mechanics = mechanics }

  /// The position that the device reads at the knob's place.
  public var position: Int {
    let step = Double(mechanics.step)
    let highest = mechanics.top / mechanics.step * mechanics.step
    return min(Int((place / step).rounded()) * mechanics.step, max(highest, 0))
  }
}

// What hands and hosts do to it.
extension SimulatedFader {
  /// A hand takes hold of the knob.
  ///
  /// - Parameters:
  ///   - isFelt: Whether the sensor feels it; a glove it does not.
  ///   - now: The time in nanoseconds.
  mutating func grab(isFelt: Bool, at now: UInt64) {
    hand = Hand(from: place, to: place, start: now, end: now)
    speed = 0
    if mechanics.family != .reporting { reported = position }  // to be held is no move
    nextScan = max(nextScan, now)
    feel(isFelt, at: now)
    lastHeld = now
  }

  /// The sensor loses the hand or finds it again; the hand stays.
  mutating func feel(_ isFelt: Bool, at now: UInt64) {
    guard mechanics.family.hasTouch, isFelt != isTouchFelt else { return }
    isTouchFelt = isFelt
    if isFelt {
      goal = nil
    } else if mechanics.family.springsBack {
      goal = hostPosition.map(Double.init)
    }
  }

  /// The hand moves the knob to a place, in some time.
  mutating func drag(to raw: Int, in time: UInt64, at now: UInt64) {
    guard let hand else { return }
    let from = hand.place(at: now)
    let to = Double(min(max(raw, 0), mechanics.top))
    if to != from { goal = nil }  // the motor gives in
    self.hand = Hand(from: from, to: to, start: now, end: now + time)
  }

  /// As it is when the device is switched off and on: the knob stays, the host is forgotten.
  func restarted(at now: UInt64) -> SimulatedFader {
    var fader = SimulatedFader(mechanics)
    fader.place = place
    fader.clock = now
    return fader
  }

  /// The hand lets go.
  mutating func letGo(at now: UInt64) {
    guard let hand else { return }
    place = hand.place(at: now)
    self.hand = nil
    lastHeld = now
    feel(false, at: now)
    // Who feels nothing has not noticed: the servo still pulls to where the host was last.
    if mechanics.family.springsBack { goal = hostPosition.map(Double.init) }
  }

  /// The host sends a position.
  mutating func hear(_ raw: Int, at now: UInt64) {
    guard mechanics.family != .manual else { return }
    let raw = min(max(raw, 0), mechanics.top)
    if isHeld, abs(raw - position) > mechanics.step * (2 + mechanics.jitter) { fights += 1 }
    hostPosition = raw
    if mechanics.family == .reporting { reported = raw }  // what it has to tell of is another place
    guard !isTouchFelt else { return }
    goal = Double(raw)
    // A motor that can't get there gives up.
    goalUntil = mechanics.family.springsBack ? .max : now + 2 * mechanics.travel
  }
}

// What goes on by itself.
extension SimulatedFader {
  /// What a fader says by itself.
  struct Report: Hashable {
    var position: Int
    var isHand: Bool
  }

  /// Whether anything moves or may have to be said.
  var isActive: Bool {
    hand != nil || goal != nil || speed != 0
      || (mechanics.family == .reporting && reported != nil && reported != position)
  }

  /// Whether the motor pulls the knob along.
  public var isMoving: Bool { hand == nil && (goal != nil || speed != 0) }

  /// The time of the next look at the position; nil while all is still.
  var nextDeadline: UInt64? { isActive ? nextScan : nil }

  /// Lets time pass up to `now`, a millisecond at a time; what it says comes back with its time.
  mutating func advance(
    to now: UInt64, jitter: () -> Int
  ) -> [(at: UInt64, report: Report)] {
    guard isActive else {
      clock = now
      nextScan = max(nextScan, now)
      return []
    }
    var reports: [(at: UInt64, report: Report)] = []
    while clock < now {
      let next = min(clock + 1_000_000, now)
      move(from: clock, to: next)
      clock = next
      if clock >= nextScan {
        nextScan = clock + mechanics.scan
        if let report = report(jitter: jitter) { reports.append((clock, report)) }
      }
    }
    return reports
  }

  /// What has to be said before the hand is gone.
  mutating func lastReport() -> Report? { report { 0 } }

  private mutating func report(jitter: () -> Int) -> Report? {
    // A motor that pulls at a hand is not told of: the device thinks that it is on its way.
    let isHand = hand != nil
    let isTrailing = mechanics.trail > 0 && lastHeld.map { clock <= $0 + mechanics.trail } == true
    guard
      mechanics.family == .reporting ? !isHand || goal == nil : isHand || isTrailing
    else { return nil }
    let noise = isHand && mechanics.jitter > 0 ? jitter() * mechanics.step : 0
    let position = min(max(position + noise, 0), mechanics.top)
    guard position != reported else { return nil }
    reported = position
    return Report(position: position, isHand: isHand)
  }

  private mutating func move(from: UInt64, to now: UInt64) {
    if let hand {
      place = hand.place(at: now)
      lastHeld = now
      if now >= goalUntil { goal = nil }
      return
    }
    guard let goal else {
      speed = 0
      return
    }
    let time = Double(now - from) / 1e9
    let top = Double(mechanics.top)
    let fullSpeed = top / (Double(mechanics.travel) / 1e9)
    let lag = Double(mechanics.inertia) / 1e9
    let wanted = min(max((goal - place) / lag, -fullSpeed), fullSpeed)
    let change = fullSpeed / lag * time * 2
    speed += min(max(wanted - speed, -change), change)
    place = min(max(place + speed * time, 0), top)
    guard abs(goal - place) < Double(mechanics.step) / 4 + top / 65536 || now >= goalUntil else {
      return
    }
    if now < goalUntil { place = goal }
    speed = 0
    self.goal = nil
  }
}
