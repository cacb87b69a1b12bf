import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// What a fader without a motor has to do, worked out anew from everything that has happened.
///
/// It keeps no state but the list: slow, and as the rules are told.
private struct NaiveTakeover {
  enum Event {
    case aim(Double, UInt64)
    case move(Int, UInt64)
    case rearm
    case forget
  }

  let mode: Takeover
  let top: Double
  let near: Double
  var events: [Event] = []
  /// Where the console is, with what the fader did.
  private(set) var level: Double?

  init(_ mode: Takeover, top: Int, step: Int) {
    self.mode = mode
    self.top = Double(top)
    near = 3 * Double(step)
  }

  /// Takes a move and answers with the place that the console has to take.
  mutating func move(_ raw: Int, _ now: UInt64) -> Double? {
    let result = answer(to: raw)
    events.append(.move(raw, now))
    if let result { level = result }
    return result
  }

  mutating func aim(_ level: Double, _ now: UInt64) {
    events.append(.aim(level, now))
    self.level = level
  }

  /// Where the fader stood before this move.
  private var last: Int? {
    for event in events.reversed() {
      switch event {
      case .move(let raw, _): return raw
      case .forget: return nil
      default: continue
      }
    }
    return nil
  }

  private func answer(to raw: Int) -> Double? {
    guard let level else { return nil }
    switch mode {
    case .jump: return Double(raw)
    case .pickup:
      if isHeld { return Double(raw) }
      let from = last ?? raw
      let passed = (Double(from) - level) * (Double(raw) - level) <= 0
      return passed || abs(Double(raw) - level) <= near ? Double(raw) : nil
    case .scale, .offset: return nil
    }
  }

  /// Whether the newest of all moves that took the level was never followed by somebody else's.
  private var isHeld: Bool {
    var copy = NaiveTakeover(mode, top: Int(top), step: Int(near / 3))
    var held = false
    var taken: [(level: Double, at: UInt64)] = []
    for event in events {
      switch event {
      case .rearm, .forget:
        held = false
        taken = []
        copy.level = nil
      case .move(let raw, let now):
        let from = copy.last ?? raw
        copy.events.append(event)
        guard let level = copy.level else { continue }
        let passed = (Double(from) - level) * (Double(raw) - level) <= 0
        guard held || passed || abs(Double(raw) - level) <= near else { continue }
        held = true
        taken.append((Double(raw), now))
        copy.level = Double(raw)
      case .aim(let level, let now):
        let before = copy.level
        copy.level = level
        guard let before, abs(before - level) > 0.5 else { continue }
        if !isLate(level, taken, now) {
          held = false
          taken = []
        }
      }
      if case .forget = event { copy.events.append(event) }
    }
    return held
  }

  /// Whether a level is one that the fader has passed in the move that ended 50 ms ago or later.
  private func isLate(_ level: Double, _ taken: [(level: Double, at: UInt64)], _ now: UInt64)
    -> Bool
  {
    guard let last = taken.last, now - last.at <= 50 * .ms else { return false }
    var run = [last.level]
    for (later, earlier) in zip(taken.reversed(), taken.reversed().dropFirst()) {
      guard later.at - earlier.at <= 50 * .ms else { break }
      run.append(earlier.level)
    }
    return (run.min() ?? 0) <= level && level <= (run.max() ?? 0)
  }

  mutating func rearm(forgets: Bool) {
    events.append(forgets ? .forget : .rearm)
    level = nil
  }
}

@Suite struct TakeoverTests {
  private func fader(_ mode: Takeover, step: Int = 16) -> TakeoverFader {
    var rules = FaderRules()
    rules.top = 16368
    rules.step = step
    return TakeoverFader(mode, rules: rules)
  }

  @Test(arguments: [Takeover.jump, .pickup])
  func doesWhatTheRulesSayWhateverHappened(_ mode: Takeover) {
    var random = SeededGenerator(mode == .jump ? 5 : 6)
    for _ in 0..<300 * testScale {
      var naive = NaiveTakeover(mode, top: 16368, step: 16)
      var machine = fader(mode)
      var now: UInt64 = 1000 * .ms
      var place = Int.random(in: 0...16368, using: &random)
      for _ in 0..<60 {
        now += UInt64.random(in: 1...(Bool.random(using: &random) ? 20 : 90), using: &random) * .ms
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<4:
          let isNear = Bool.random(using: &random)
          let level =
            isNear
            ? Double(min(max(place + Int.random(in: -300...300, using: &random), 0), 16368))
            : Double.random(in: 0...16368, using: &random)
          machine.aim(at: level, at: now)
          naive.aim(level, now)
        case 4:
          machine.rearm()
          naive.rearm(forgets: false)
        case 5:
          machine.forget()
          naive.rearm(forgets: true)
        default:
          let way = Bool.random(using: &random) ? 400 : 6000
          place = min(max(place + Int.random(in: -way...way, using: &random), 0), 16368)
          let result = machine.moved(to: place, at: now)
          let wanted = naive.move(place, now)
          guard result == wanted else {
            Issue.record(
              "\(place): \(String(describing: result)), not \(String(describing: wanted))")
            return
          }
        }
      }
    }
  }

  @Test func passesALevelAtAnySpeedAndHoldsItUntilAnotherMovesIt() {
    var fader = fader(.pickup)
    fader.aim(at: 8000, at: 0)
    #expect(moves(&fader, [1000, 7000, 9000, 100]) == [nil, nil, 9000, 100])
    fader.aim(at: 5000, at: 2000 * .ms)
    #expect(fader.isBelow == true)
    #expect(moves(&fader, [90, 4951, 4952, 6000]) == [nil, nil, 4952, 6000])
    #expect(fader.isBelow == nil)
    // Another bank, and back: it has to be met again.
    fader.rearm()
    fader.aim(at: 3000, at: 3000 * .ms)
    #expect(fader.isBelow == false)
    #expect(moves(&fader, [5000, 2000]) == [nil, 2000])
  }

  @Test func takesALateLevelOfItsOwnMoveForItsOwn() {
    var fader = fader(.pickup)
    fader.aim(at: 1000, at: 0)
    #expect(moves(&fader, [1000, 2000, 3000], every: 10 * .ms) == [1000, 2000, 3000])
    fader.aim(at: 1500, at: 80 * .ms)  // what it was 40 ms ago, rounded
    #expect(fader.moved(to: 4000, at: 90 * .ms) == 4000)
    fader.aim(at: 9000, at: 95 * .ms)  // a recall
    #expect(fader.moved(to: 4100, at: 97 * .ms) == nil)
  }

  @Test func scalesSoThatFaderAndLevelReachTheEndTogether() {
    var fader = fader(.scale)
    fader.aim(at: 8000, at: 0)
    // The first place is only learnt; half of the way down is half of the level's.
    #expect(moves(&fader, [4000, 2000, 0]) == [nil, 4000, 0])
    #expect(fader.holds)
    fader.aim(at: 12276, at: 1000 * .ms)
    // From 0 to 8184 of 16368: half of the way that is left above 12276.
    #expect(moves(&fader, [8184, 16368, 500]) == [14322, 16368, 500])
    var random = SeededGenerator(9)
    for _ in 0..<2000 * testScale { checkScale(&random) }
  }

  /// Never against the hand, never faster than the end is near, and at the end both are there.
  private func checkScale(_ random: inout SeededGenerator) {
    var fader = fader(.scale)
    var level = Double.random(in: 0...16368, using: &random)
    var place = Int.random(in: 0...16368, using: &random)
    fader.aim(at: level, at: 0)
    _ = fader.moved(to: place, at: 0)
    if fader.holds { level = Double(place) }
    for _ in 0..<20 {
      let next = Int.random(in: 0...16368, using: &random)
      let result = fader.moved(to: next, at: 0)
      if let result {
        // Where they meet the level comes to the fader, by half a step at most.
        #expect((next > place ? result - level : level - result) >= -0.5 || next == place)
        if next == 0 || next == 16368 { #expect(abs(result - Double(next)) < 1e-6) }
        level = result
      }
      place = next
    }
    _ = fader.moved(to: 16368, at: 0)
    #expect(fader.moved(to: 16367, at: 0) == 16367)
  }

  @Test func movesTheLevelAsFarAsTheFader() {
    var fader = fader(.offset)
    fader.aim(at: 8000.5, at: 0)
    #expect(moves(&fader, [1000, 1500, 500, 9500]) == [nil, 8500.5, 7500.5, 16368])
    // Back from beyond the end as it came: the offset stays.
    #expect(moves(&fader, [1000]) == [8000.5])
    fader.aim(at: 100, at: 9000 * .ms)
    #expect(moves(&fader, [1010, 0]) == [110, 0])
    fader.rearm()
    fader.aim(at: 5000, at: 9999 * .ms)
    #expect(moves(&fader, [16]) == [5016])
  }

  private func moves(
    _ fader: inout TakeoverFader, _ places: [Int], every time: UInt64 = 1000 * .ms
  ) -> [Double?] {
    places.enumerated().map { fader.moved(to: $1, at: UInt64($0 + 1) * time + 20 * .ms) }
  }
}

/// Two faders without motors, one of them a box without a display.
@Suite struct TakeoverSurfaceTests {
  private func desk(_ words: String, display: Bool = true) throws -> TestDesk {
    let text = """
      busbar-mapping: 1
      name: Plain
      device:
        lamps: {off: 0, on: 127, blink: 1}
        units:
          - {name: plain, client: Plain, parts: all}
        parts:
          all:
            faders:
              fader 1..2: {message: cc 1..2, \(words)}
            buttons:
              select 1..2: note 1..2
              bank right: note 3
              bank left: note 4
      \(display ? "      displays:\n        text 1..2: {write: \"F0 7D {offset} {text} F7\", rows: [0, 20], cell: 7}" : "")
      layout:
        fader 1..2: strip fader
        select 1..2: strip select
        bank right: bank right
        bank left: bank left
      \(display ? "  text 1..2: strip display" : "")
      """
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: "plain.yaml")
    #expect(diagnostics.lines == [])
    var desk = TestDesk(try #require(mapping))
    desk.show()
    desk.surface.connected(0, at: desk.now)
    desk.wait(1000 * .ms)
    return desk
  }

  private func level(_ desk: TestDesk, _ channel: Int) -> Double? {
    desk.console.strip(.channel(channel))?.fader.value
  }

  @Test func showsWhichWayAFaderHasToGoAndHowFar() throws {
    var desk = try desk("motor: no")
    desk.set(.fader(.channel(1), Decibels(-10)))  // place 63.5 of 127
    #expect(desk.hear([0xB0, 1, 20]) == [])
    desk.wait(50 * .ms)
    #expect(text(desk) == "> -10.0")
    #expect(desk.hear([0xB0, 1, 30]) == [])
    #expect(desk.hear([0xB0, 1, 100]).count == 1)
    desk.wait(50 * .ms)
    #expect(text(desk) == "+1.5dB")
    desk.set(.fader(.channel(1), Decibels(-10)))
    desk.wait(2000 * .ms)
    #expect(desk.hear([0xB0, 1, 101]) == [])
    desk.wait(50 * .ms)
    #expect(text(desk) == "< -10.0")
    desk.wait(1100 * .ms)
    #expect(text(desk) == "-10.0dB")
  }

  /// The text of the second row above the first fader, as it was sent last.
  private func text(_ desk: TestDesk) -> String {
    let bytes = desk.sent.last { $0.bytes.starts(with: [0xF0, 0x7D, 20]) }?.bytes ?? []
    let text = String(decoding: bytes.dropFirst(3).prefix(7), as: UTF8.self)
    return text.split(separator: " ").joined(separator: " ")
  }

  @Test func blinksTheSelectLampWhereNothingCanBeWritten() throws {
    var desk = try desk("motor: no", display: false)
    desk.set(.fader(.channel(1), Decibels(-10)))
    desk.hear([0xB0, 1, 20])
    desk.wait(50 * .ms)
    #expect(desk.units[0].lamps[1] == 1)
    desk.hear([0xB0, 1, 64])
    desk.wait(50 * .ms)
    #expect(desk.units[0].lamps[1] == 0)
  }

  @Test func mustBeMetAgainAfterABankARecallAndAReconnect() throws {
    var desk = try desk("motor: no, takeover: pickup")
    desk.set(.fader(.channel(1), Decibels(0)))
    desk.hear([0xB0, 1, 0])
    desk.hear([0xB0, 1, 127])
    #expect(level(desk, 1) == 10)
    desk.hear([0x90, 3, 127])
    desk.hear([0x90, 3, 0])
    #expect(desk.hear([0xB0, 1, 60]) == [])  // channel 3 is at the bottom
    #expect(level(desk, 3) == -.infinity)
    desk.hear([0x90, 4, 127])
    #expect(desk.hear([0xB0, 1, 50]) == [])
    #expect(level(desk, 1) == 10)
    #expect(desk.hear([0xB0, 1, 126]).count == 1)
    desk.set(.fader(.channel(1), Decibels(-60)))
    #expect(desk.hear([0xB0, 1, 125]) == [])
    desk.hear([0xB0, 1, 8])
    #expect(desk.hear([0xB0, 1, 40]).count == 1)
    desk.surface.disconnected(0, at: desk.now)
    desk.surface.connected(0, at: desk.now)
    desk.wait(1000 * .ms)
    // It may have been moved while it was away: the first place says nothing.
    #expect(desk.hear([0xB0, 1, 100]) == [])
    #expect(desk.hear([0xB0, 1, 10]).count == 1)
  }

  @Test func keepsAFaderOfAWordWithItsOwnSteps() throws {
    var desk = try desk("motor: no, takeover: jump")
    desk.set(.fader(.channel(1), Decibels(0)))
    #expect(desk.hear([0xB0, 1, 127]).count == 1)
    #expect(level(desk, 1) == 10)
  }

  @Test func saysWhatIsWrongWithATakeover() {
    func lines(_ words: String) -> [String] {
      let text = """
        busbar-mapping: 1
        name: Plain
        device:
          units: [{name: plain, client: Plain, parts: all}]
          parts:
            all:
              faders:
                fader 1: {message: cc 1, \(words)}
        layout: {fader 1: strip fader}
        """
      return MappingFile.load(bytes: Array(text.utf8), file: "plain.yaml").diagnostics.lines
    }
    #expect(
      lines("takeover: scale").first
        == "plain.yaml:8:34: error: 'takeover' is for a fader with 'motor: no'")
    #expect(lines("motor: no, takeover: ofset").first?.contains("did you mean 'offset'?") == true)
    #expect(lines("motor: no, takeover: offset") == [])
  }
}
