import Surface
import Testing

/// A servo fader and the hand on it: it reports every motion, its motor's too, and goes back to
/// where it was sent last when the hand lets go.
private struct SimulatedFader {
  var position = 0
  var isTouched = false
  private(set) var sentTo: Int?
  private let reportsTravel: Bool

  init(reportsTravel: Bool) { self.reportsTravel = reportsTravel }

  /// Takes a position; what the motor's travel makes it say comes back.
  mutating func hear(_ raw: Int) -> [Int] {
    sentTo = raw
    return isTouched ? [] : travel()
  }

  mutating func release() -> [Int] {
    isTouched = false
    return travel()
  }

  private mutating func travel() -> [Int] {
    guard let sentTo, sentTo != position else { return [] }
    let middle = (position + sentTo) / 2
    position = sentTo
    return reportsTravel ? [middle, sentTo] : []
  }
}

/// A machine, its fader and a console, in one loop.
private struct Rig {
  var fader: SimulatedFader
  var machine: MotorFader
  var rules: FaderRules
  var console = 0
  var now: UInt64 = 1_000_000 * .ms
  var lastHand: UInt64 = 0
  var mayRepeat = true
  var lastWrite: (raw: Int, at: UInt64)?
  var writes = 0
  var faults: [String] = []

  init(_ rules: FaderRules, reportsTravel: Bool) {
    self.rules = rules
    fader = SimulatedFader(reportsTravel: reportsTravel)
    machine = MotorFader(rules: rules)
  }

  func step(_ raw: Int) -> Int { (raw + rules.step / 2) / rules.step }

  /// The motor's own motion is reported, which must not change the console.
  mutating func report(_ positions: [Int]) {
    for raw in positions where machine.moved(to: raw, at: now) {
      faults.append("a motor moved the console to \(raw) at \(now)")
    }
  }

  mutating func send() {
    machine.aim(at: console)
    machine.advance(to: now)
    let isHeld = fader.isTouched && now < lastHand + 10_000 * .ms
    if let raw = machine.takeEcho() {
      if raw != fader.position { faults.append("an echo of \(raw), not \(fader.position)") }
      report(fader.hear(raw))
    }
    guard let raw = machine.takeMove(at: now) else { return }
    writes += 1
    if isHeld { faults.append("a write under a hand at \(now)") }
    if let last = lastWrite, !mayRepeat {
      if step(last.raw) == step(raw) { faults.append("\(raw) twice") }
      if now < last.at + rules.interval { faults.append("\(raw) too early") }
    }
    mayRepeat = false
    lastWrite = (raw, now)
    report(fader.hear(raw))
  }

  mutating func wait(_ time: UInt64) {
    let end = now + time
    var rounds = 0
    send()
    while let next = machine.nextDeadline, next <= end, rounds < 10_000 {
      now = max(now, next)
      send()
      rounds += 1
    }
    if rounds >= 10_000 { faults.append("no rest at \(now)") }
    now = end
    send()
  }
}

extension Rig {
  mutating func act(_ random: inout SeededGenerator) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<15: touch()
    case 15..<45: move(to: Int.random(in: 0...rules.top, using: &random))
    case 45..<60: release()
    case 60..<80: console = Int.random(in: 0...rules.top, using: &random)
    case 80..<83: console = 0
    case 83..<88:
      // After a reassignment the hand's moves belong to a strip that isn't this console's.
      guard !fader.isTouched else { break }
      machine.reassigned(at: now)
      mayRepeat = true
    case 88..<90: wait(UInt64.random(in: 9_000...11_000, using: &random) * .ms)
    default: break
    }
    if Bool.random(using: &random) { send() }
    wait(UInt64.random(in: 0...400, using: &random) * .ms / 4)
  }

  mutating func touch() {
    guard rules.hasTouch, !fader.isTouched else { return }
    fader.isTouched = true
    mayRepeat = true  // when the touch is taken for stuck
    lastHand = now
    machine.touched(at: now)
  }

  mutating func move(to raw: Int) {
    guard rules.hasTouch ? fader.isTouched : restsLongEnough else { return }
    fader.position = raw
    mayRepeat = true
    if machine.moved(to: raw, at: now) { console = raw }
    // Once a touch was taken for stuck, a move in the motor's own time is not believed at once.
    if machine.isTouched { lastHand = now }
  }

  private var restsLongEnough: Bool { lastWrite.map { now >= $0.at + rules.travel } ?? true }

  mutating func release() {
    guard rules.hasTouch, fader.isTouched else { return }
    machine.released(at: now)
    mayRepeat = true
    report(fader.release())
  }
}

/// Compares what a mutating call returned, which the macro can't call itself.
private func same<Value: Equatable>(
  _ value: Value, _ wanted: Value, _ place: SourceLocation = #_sourceLocation
) {
  #expect(value == wanted, sourceLocation: place)
}

@Suite struct MotorFaderTests {
  @Test(arguments: [(true, false), (true, true), (false, true)])
  func letsTheHandWinAndTheMotorEndWhereTheConsoleIs(hasTouch: Bool, reportsTravel: Bool) {
    var rules = FaderRules()
    rules.hasTouch = hasTouch
    rules.top = 16368
    rules.step = 16
    var random = SeededGenerator(hasTouch ? 1 : 2)
    var rig = Rig(rules, reportsTravel: reportsTravel)
    for round in 0..<10_000 * testScale {
      rig.act(&random)
      guard round % 50 == 49 else { continue }
      rig.release()
      rig.wait(1500 * .ms)
      if rig.step(rig.fader.position) != rig.step(rig.console) {
        rig.faults.append("rests at \(rig.fader.position), not \(rig.console), in \(round)")
      }
      guard rig.faults.isEmpty else { break }
    }
    #expect(rig.faults.prefix(3) == [])
    #expect(rig.writes > 1000)
  }

  private func fader(hasTouch: Bool = true) -> MotorFader {
    var rules = FaderRules()
    rules.hasTouch = hasTouch
    rules.step = 16
    var fader = MotorFader(rules: rules)
    fader.aim(at: 1600)
    _ = fader.takeMove(at: 0)
    return fader
  }

  @Test func sendsAPositionThatNobodyMadeBackAfterAQuarterSecond() {
    var fader = fader()
    same(fader.moved(to: 3200, at: 1000 * .ms), false)
    #expect(fader.nextDeadline == 1250 * .ms)
    fader.advance(to: 1249 * .ms)
    same(fader.takeMove(at: 1249 * .ms), nil)
    fader.advance(to: 1250 * .ms)
    same(fader.takeMove(at: 1250 * .ms), 1600)
    #expect(fader.nextDeadline == nil)
  }

  @Test(arguments: [40, 160, 240, 250], [250, 400])
  func believesASlowHandWithoutASensor(gap: UInt64, travel: UInt64) {
    var rules = FaderRules()
    (rules.hasTouch, rules.step, rules.travel) = (false, 16, travel * .ms)
    var fader = MotorFader(rules: rules)
    fader.aim(at: 1600)
    _ = fader.takeMove(at: 0)
    var (now, place, pulls) = (10 * UInt64.ms, 1700, 0)
    var believedAt: UInt64?
    while now < 3000 * .ms, believedAt == nil {
      fader.advance(to: now)
      if fader.takeMove(at: now) != nil { pulls += 1 }
      if fader.moved(to: place, at: now) { believedAt = now }
      now += gap * .ms
      place += 100
    }
    #expect(believedAt.map { $0 < (travel + gap) * .ms } == true)
    #expect(pulls == 0)
  }

  @Test func sendsTheNewestTargetNoSoonerThanTheInterval() {
    var fader = fader()
    fader.aim(at: 3200)
    same(fader.takeMove(at: 10 * .ms), nil)
    fader.aim(at: 4800)
    #expect(fader.nextDeadline == 30 * .ms)
    same(fader.takeMove(at: 30 * .ms), 4800)
    fader.aim(at: 4801)
    #expect(fader.nextDeadline == nil)
    same(fader.takeMove(at: 90 * .ms), nil)
  }

  @Test func takesATouchWithoutAMoveForStuckAfterTenSecondsAndBelievesTheNextMove() {
    var fader = fader()
    fader.touched(at: 1000 * .ms)
    #expect(fader.nextDeadline == 11_000 * .ms)
    fader.advance(to: 11_000 * .ms)
    #expect(!fader.isTouched)
    same(fader.takeMove(at: 11_000 * .ms), 1600)
    same(fader.moved(to: 3200, at: 12_000 * .ms), true)
    #expect(fader.isTouched)
  }

  @Test func takesMovesForATouchWhereNothingFeelsOne() {
    var fader = fader(hasTouch: false)
    same(fader.moved(to: 3200, at: 200 * .ms), false)  // the motor may still be on its way
    same(fader.moved(to: 3200, at: 260 * .ms), true)
    #expect(fader.isTouched)
    fader.aim(at: 0)
    same(fader.takeMove(at: 700 * .ms), nil)
    #expect(fader.nextDeadline == 760 * .ms)
    fader.advance(to: 760 * .ms)
    same(fader.takeMove(at: 760 * .ms), 0)
  }

}
