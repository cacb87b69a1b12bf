import Learning
import MIDI
import Simulator
import Surface
import Testing
import Units

@Suite struct CalibrationTests {
  /// A fader beside which levels are printed at numbers of our choice.
  struct Rig {
    var bench: Bench<Calibration>
    var text: MappingText
    let marks: [PrintedMark]

    init(_ file: String, _ list: String = PrintedMark.usual) throws {
      text = MappingText(Array(file.utf8), file: "box.yaml")
      let unit = try mapping(file).units[0]
      marks = try PrintedMark.list(list).get()
      let target = SurfaceTest.targets(of: unit, in: text)[0]
      bench = Bench(Calibration(target, marks: marks), SimulatedUnit(unit))
    }

    /// Puts the fader where a mark is printed, as long as it is asked to.
    mutating func obey(_ printed: (String) -> Int, jitter: Int = 0) {
      bench.unit.rebuild { $0.jitter = jitter }
      for _ in 0..<50 where !bench.talk.isDone {
        guard case .mark(_, let mark) = bench.talk.request else { return }
        let place = printed(mark)
        bench.unit.grab(0, at: bench.now)
        // Past the mark, and back to it.
        bench.unit.drag(0, to: place / 2 + 200, in: 150 * .ms, at: bench.now)
        bench.run(for: 200 * .ms)
        bench.unit.drag(0, to: place, in: 150 * .ms, at: bench.now)
        bench.run(for: 900 * .ms)
        bench.type("")
        bench.unit.letGo(0, at: bench.now)
        bench.run(for: 500 * .ms)
      }
    }
  }

  private static let printed = [
    "+10": 16368, "+5": 14000, "0": 12016, "-5": 10000, "-10": 8000, "-20": 5808, "-30": 4000,
    "-40": 2608, "-60": 800, "-inf": 0,
  ]
  private static let servo = "message: pitch-bend channel 1..8, touch: note 104..111, step: 16"

  @Test(arguments: [0, 2]) func findsWhatIsPrinted(jitter: Int) throws {
    let file = box("\(Self.servo), top: 16368")
    var rig = try Rig(file)
    rig.obey({ Self.printed[$0] ?? 0 }, jitter: jitter)
    let scale = try rig.bench.talk.scale.get()
    #expect(scale.count == 9)
    for (mark, wanted) in zip(scale.reversed(), [10, 5, 0, -5, -10, -20, -30, -40, -60]) {
      #expect(mark.level == Decibels(Double(wanted)))
      let name = wanted > 0 ? "+\(wanted)" : "\(wanted)"
      #expect(abs(mark.raw - (Self.printed[name] ?? 0)) <= 16, "\(name)")
    }
    try rig.bench.talk.apply(scale, to: &rig.text)
    let changed = String(decoding: rig.text.bytes, as: UTF8.self)
    let marks = scale.map { "\(Int($0.level.value)) dB: \($0.raw)" }.joined(separator: ", ")
    #expect(changed == box("\(Self.servo), top: 16368, scale: {\(marks)}"))
    // Every place keeps its own level.
    let rules = try mapping(changed).units[0].faders[0].profile.rules
    let grid = FaderGrid(top: rules.top, marks: rules.scale)
    for raw in 0...rules.top where grid.raw(of: grid.level(of: raw)) != raw {
      Issue.record("\(raw)")
    }
    if jitter == 0 { #expect(grid.level(of: 12016) == Decibels(0)) }
  }

  @Test func staysWhereTheHandLetGo() throws {
    var rig = try Rig(box("\(Self.servo), top: 16368"))
    rig.bench.unit.hear(.pitchBend(channel: 1, value: 8000), at: rig.bench.now)
    rig.bench.run(for: 1000 * .ms)
    rig.obey { Self.printed[$0] ?? 0 }
    // The last mark is at the bottom; a servo that is told nothing would be elsewhere.
    #expect(rig.bench.unit.faders[0].fights == 0)
    #expect(rig.bench.unit.faders[0].place < 16)
  }

  @Test func asksAgainForTheOddOne() throws {
    var rig = try Rig(box("\(Self.servo), top: 16368"))
    var isFirst = true
    rig.obey { mark in
      guard mark == "-5", isFirst else { return Self.printed[mark] ?? 0 }
      isFirst = false
      return 5008
    }
    #expect(
      rig.bench.lines.contains { $0.contains("with the others: -5 dB at 5008. Once") },
      "\(rig.bench.lines)")
    #expect(try rig.bench.talk.scale.get().count == 9)
  }

  @Test func refusesMarksThatDoNotRise() throws {
    var rig = try Rig(box("\(Self.servo), top: 16368"))
    rig.obey { $0 == "-5" ? 7008 : Self.printed[$0] ?? 0 }
    guard case .failure(let mistake) = rig.bench.talk.scale else {
      Issue.record("a scale that falls was taken")
      return
    }
    // Either may be wrong: -5 dB below -10 dB.
    #expect(mistake.description.hasSuffix("with the others: -10 dB at 8000, -5 dB at 7008"))
  }

  @Test func goesOnToTheTopAboveTheHighestMark() throws {
    var rig = try Rig(box("message: cc 1..8, motor: no"), "0, -10, -20, -inf")
    rig.obey { ["0": 100, "-10": 75, "-20": 50][$0] ?? 0 }
    let scale = try rig.bench.talk.scale.get()
    // 10 dB in 25 steps, up to +10 dB at most: 27 steps would be 10.8 dB.
    #expect(
      scale == [
        FaderMark(level: Decibels(-20), raw: 50), FaderMark(level: Decibels(-10), raw: 75),
        FaderMark(level: Decibels(0), raw: 100), FaderMark(level: Decibels(10), raw: 127),
      ])
    try rig.bench.talk.apply(scale, to: &rig.text)
    _ = try mapping(rig.text.bytes)
  }

  @Test func refusesWhatDoesNotReachTheTop() throws {
    var rig = try Rig(box("message: cc 1..8, motor: no"), "+10, 0, -20")
    rig.obey { ["+10": 100, "0": 75, "-20": 50][$0] ?? 0 }
    #expect(throws: CalibrationMistake.self) { try rig.bench.talk.scale.get() }
  }

  @Test func waitsForAHandThatIsStill() throws {
    var rig = try Rig(box("message: cc 1..8, motor: no"), "0, -20")
    rig.bench.type("")
    #expect(rig.bench.lines.last?.hasPrefix("Nothing has come") == true)
    rig.bench.unit.grab(0, at: rig.bench.now)
    rig.bench.unit.drag(0, to: 127, in: 500 * .ms, at: rig.bench.now)
    rig.bench.run(for: 300 * .ms)
    rig.bench.type("")
    #expect(rig.bench.lines.last?.hasPrefix("It still moves") == true)
    rig.bench.talk.ended(at: rig.bench.now)
    #expect(throws: CalibrationMistake.self) { try rig.bench.talk.scale.get() }
  }

  @Test func readsMarks() throws {
    let marks = try PrintedMark.list(" 0 dB, +10,-inf , -2.5").get()
    #expect(marks.map(\.level.value) == [10, 0, -2.5, -.infinity])
    for wrong in ["", "0", "0, 0", "0, 11", "0, -95", "0, x", "0, -inf", "nan, 0"] {
      #expect(throws: CalibrationMistake.self, "\(wrong)") { try PrintedMark.list(wrong).get() }
    }
  }
}
