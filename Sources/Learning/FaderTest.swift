import MIDI
import Surface

/// Measures one fader: what a person is asked to do with it, what it is sent, what it says.
struct FaderTest {
  let target: FaderTarget
  private(set) var findings = FaderFindings()
  private(set) var isDone = false
  private(set) var request = SurfaceTest.Request.patience
  private var phase = Phase.sweep
  private var decoder: InputDecoder
  /// Positions of this phase.
  private var positions: Stream
  private var isTouched = false
  private var highestTouch = 0
  private var wasTouched = false
  /// When the hand let go, in a phase that waits for it.
  private var released: UInt64?
  private var sentAt: UInt64 = 0
  private var due: UInt64?
  private var failures = 0

  private enum Phase: Hashable {
    /// A hand moves it from end to end.
    case sweep
    /// It is sent to a quarter.
    case away(isEchoed: Bool)
    /// A hand takes it to the middle and lets go.
    case held(isEchoed: Bool)
    /// What comes after the hand has gone.
    case after(isEchoed: Bool)
    /// A person says whether it stayed.
    case asked(isEchoed: Bool)
    /// It is sent down, to have a whole way before it.
    case down
    /// It is sent from one end to the other, and tells of its way, or not.
    case travel(isUp: Bool)
    /// A person presses Enter when it has arrived.
    case timed
  }

  private static let quiet: UInt64 = 700 * .millisecond
  private static let rest: UInt64 = 1000 * .millisecond
  private static let longestTravel: UInt64 = 3000 * .millisecond
  private static let mostFailures = 5

  init(_ target: FaderTarget) {
    self.target = target
    let profile = target.profile
    decoder = InputDecoder([profile.address] + (profile.touch.map { [$0] } ?? []))
    positions = Stream(address: profile.address)
  }

  private var profile: FaderProfile { target.profile }
  private var name: String { target.name }
  private var top: Int { findings.top ?? profile.rules.top }
  private var step: Int { findings.step ?? profile.rules.step }

  mutating func start(_ outbox: inout Outbox) {
    request = .sweep(name)
    outbox.say("Push '\(name)' all the way up, then all the way down, and let go.")
  }
}

// What the device says.
extension FaderTest {
  mutating func heard(_ message: MIDIMessage, at now: UInt64, _ outbox: inout Outbox) {
    for (address, value) in decoder.read(message) {
      if address == profile.touch { touched(value, at: now) }
      if address == profile.address { moved(value, at: now, &outbox) }
    }
  }

  private mutating func touched(_ value: Int, at now: UInt64) {
    highestTouch = max(highestTouch, value)
    // Some sensors never fall to 0.
    let isLow = value < profile.touchThreshold && value * 2 < highestTouch
    isTouched = value > 0 && !isLow
    if isTouched {
      wasTouched = true
      released = nil
      findings.touchOn = min(findings.touchOn ?? value, value)
    } else {
      released = now
      findings.touchOff = max(findings.touchOff ?? value, value)
    }
  }

  private mutating func moved(_ raw: Int, at now: UInt64, _ outbox: inout Outbox) {
    if positions.events.count < ControlGuess.mostMessages {
      positions.events.append(Stream.Event(at: now, value: raw))
    }
    guard isTouched, profile.isMotor else { return }
    switch phase {
    case .sweep, .held(isEchoed: true): outbox.send(profile.messages(raw))
    default: break
    }
  }

  /// When time itself brings something.
  var nextDeadline: UInt64? {
    switch phase {
    case .sweep: isTouched ? nil : positions.events.isEmpty ? nil : positions.end + Self.quiet
    case .held: released.map { $0 + Self.quiet / 100 }
    case .travel:
      min(due ?? .max, positions.events.isEmpty ? .max : positions.end + Self.quiet)
    default: due
    }
  }

  mutating func advance(to now: UInt64, _ outbox: inout Outbox) {
    guard !isDone, let time = nextDeadline, now >= time else { return }
    switch phase {
    case .sweep: finishSweep(at: now, &outbox)
    case .away(let isEchoed): askForHand(isEchoed, &outbox)
    case .held(let isEchoed): letGo(isEchoed, at: now, &outbox)
    case .after(let isEchoed): look(isEchoed, &outbox)
    case .down: travel(isUp: true, at: now, &outbox)
    case .travel(let isUp): arrived(isUp, at: now, &outbox)
    case .asked, .timed: break
    }
  }

  mutating func typed(_ text: String, at now: UInt64, _ outbox: inout Outbox) {
    switch phase {
    case _ where text == "skip": giveUp()
    case .asked(let isEchoed):
      guard let answer = Answer(text) else { return outbox.say("y for yes, n for no.") }
      settle(isEchoed, stayed: answer == .yes, at: now, &outbox)
    case .timed:
      findings.travel = now - sentAt
      findings.isTravelTimed = true
      isDone = true
    default: outbox.say("'skip' leaves '\(name)' as it is.")
    }
  }

  /// Leaves the fader as its file has it.
  private mutating func giveUp() {
    findings = FaderFindings()
    isDone = true
  }

  private mutating func enter(_ phase: Phase, until due: UInt64? = nil) {
    self.phase = phase
    self.due = due
    request = .patience
    positions.events = []
    released = nil
    wasTouched = isTouched
  }
}

// A hand from end to end.
extension FaderTest {
  private mutating func finishSweep(at now: UInt64, _ outbox: inout Outbox) {
    guard let travel = positions.travel else {
      failures += 1
      if failures >= Self.mostFailures {
        outbox.say("'\(name)' says nothing that can be measured; it stays as it is.")
        return giveUp()
      }
      positions.events = []
      return outbox.say("That was no even move from end to end. Once more: up, down, and let go.")
    }
    findings.top = travel.top
    findings.step = travel.step
    findings.isTouchMissing = profile.touch != nil && !wasTouched
    guard profile.isMotor, !findings.isTouchMissing else {
      isDone = true
      return
    }
    if profile.touch == nil {
      outbox.send(profile.messages(0))
      outbox.say("Hands off '\(name)': its motor is timed.")
      enter(.down, until: now + 2 * Self.rest)
    } else {
      sendAway(false, at: now, &outbox)
    }
  }
}

// A hand that lets go.
extension FaderTest {
  private var quarter: Int { top / 4 / step * step }

  private mutating func sendAway(_ isEchoed: Bool, at now: UInt64, _ outbox: inout Outbox) {
    outbox.send(profile.messages(quarter))
    enter(.away(isEchoed: isEchoed), until: now + Self.rest)
  }

  private mutating func askForHand(_ isEchoed: Bool, _ outbox: inout Outbox) {
    enter(.held(isEchoed: isEchoed))
    request = .hold(name)
    let again = isEchoed ? "Once more: take" : "Take"
    outbox.say("\(again) '\(name)', push it up to the middle, hold it for two seconds, let go.")
  }

  private mutating func letGo(_ isEchoed: Bool, at now: UInt64, _ outbox: inout Outbox) {
    guard let place = held, abs(place - quarter) * 10 > top else {
      positions.events = []
      released = nil
      return outbox.say("Not far enough: push '\(name)' from a quarter to the middle.")
    }
    let release = released
    phase = .after(isEchoed: isEchoed)
    request = .patience
    released = release
    due = (release ?? now) + Self.rest
  }

  /// Where the hand let go.
  private var held: Int? {
    positions.events.last { event in released.map { event.at <= $0 } ?? true }?.value
  }

  private mutating func look(_ isEchoed: Bool, _ outbox: inout Outbox) {
    guard let released, let held else { return isDone = true }
    let strays = positions.events.filter { $0.at > released }
    let time = strays.last.map { $0.at - released } ?? 0
    findings.settle = max(findings.settle ?? 0, time)
    if let last = strays.last, abs(last.value - held) > 4 * step {
      return settle(isEchoed, stayed: false, at: due ?? released, &outbox)
    }
    phase = .asked(isEchoed: isEchoed)
    request = .didStay(name)
    outbox.say("Did '\(name)' stay where you let go? (y/n)")
  }

  private mutating func settle(
    _ isEchoed: Bool, stayed: Bool, at now: UInt64, _ outbox: inout Outbox
  ) {
    switch (isEchoed, stayed) {
    case (false, true):
      findings.needsEcho = false
      isDone = true
    case (false, false): sendAway(true, at: now, &outbox)
    case (true, _):
      findings.needsEcho = true
      findings.ignoresEcho = !stayed
      isDone = true
    }
  }
}

// A motor's way.
extension FaderTest {
  private mutating func travel(isUp: Bool, at now: UInt64, _ outbox: inout Outbox) {
    outbox.send(profile.messages(isUp ? top : 0))
    sentAt = now
    enter(.travel(isUp: isUp), until: now + Self.longestTravel)
  }

  private mutating func arrived(_ isUp: Bool, at now: UInt64, _ outbox: inout Outbox) {
    guard !positions.events.isEmpty else {
      return isUp ? askForTime(at: now, &outbox) : (isDone = true)
    }
    findings.travel = max(findings.travel ?? 0, positions.end - sentAt)
    if isUp { travel(isUp: false, at: now, &outbox) } else { isDone = true }
  }

  private mutating func askForTime(at now: UInt64, _ outbox: inout Outbox) {
    outbox.say("It does not tell where it goes. It is sent down now: Enter as soon as it is there.")
    outbox.send(profile.messages(0))
    sentAt = now
    enter(.timed)
    request = .arrived(name)
  }
}
