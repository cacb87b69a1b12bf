import Learning
import MIDI
import Simulator
import Surface
import Testing

/// A made-up box with one row of faders.
func box(_ faders: String, count: Int = 8) -> String {
  """
  # A box.
  busbar-mapping: 1
  name: Box
  device:
    units:
      - name: box
        client: [Box]
        parts: all
    parts:
      all:
        faders:
          fader 1..\(count): {\(faders)}  # the row
  layout:
    fader 1..\(count): strip fader
  """ + "\n"
}

@Suite struct SurfaceTestTests {
  /// A hand at a fader that answers what it is asked for, and what the eye sees.
  struct Rig {
    var bench: Bench<SurfaceTest>
    let text: MappingText
    var held = 0.0
    /// The place of the fader that is handled.
    let fader: Int

    init(_ file: String, _ change: (inout FaderMechanics) -> Void = { _ in }) throws {
      text = MappingText(Array(file.utf8), file: "box.yaml")
      let unit = try mapping(file).units[0]
      var device = SimulatedUnit(unit)
      device.rebuild(change)
      bench = Bench(SurfaceTest(SurfaceTest.targets(of: unit, in: text)), device)
      fader = 0
    }

    init(_ file: String, _ test: SurfaceTest, _ unit: UnitProfile, _ fader: Int) throws {
      text = MappingText(Array(file.utf8), file: "shipped.yaml")
      bench = Bench(test, SimulatedUnit(unit))
      self.fader = fader
    }

    mutating func obey() {
      for _ in 0..<200 where !bench.talk.isDone {
        switch bench.talk.request {
        case .sweep: sweep()
        case .hold: hold()
        case .didStay:
          bench.run(for: 500 * .ms)
          let stays = abs(bench.unit.faders[fader].place - held) < Double(top) / 50
          bench.type(stays ? "y" : "n")
        case .arrived:
          while bench.unit.faders[fader].isMoving { bench.run(for: .ms) }
          bench.type("")
        case .patience: bench.run(for: 100 * .ms)
        }
      }
      #expect(bench.talk.isDone, "\(bench.talk.request)")
    }

    private var top: Int { bench.unit.faders[fader].mechanics.top }

    private mutating func sweep() {
      bench.unit.grab(fader, at: bench.now)
      for place in [top, 0] {
        bench.unit.drag(fader, to: place, in: 700 * .ms, at: bench.now)
        bench.run(for: 800 * .ms)
      }
      bench.unit.letGo(fader, at: bench.now)
      bench.run(for: 1000 * .ms)
    }

    private mutating func hold() {
      bench.unit.grab(fader, at: bench.now)
      bench.unit.drag(fader, to: top / 2, in: 400 * .ms, at: bench.now)
      bench.run(for: 2000 * .ms)
      held = bench.unit.faders[fader].place
      bench.unit.letGo(fader, at: bench.now)
      bench.run(for: 300 * .ms)
    }

    func changed() throws -> String {
      var text = text
      _ = try bench.talk.apply(to: &text)
      return String(decoding: text.bytes, as: UTF8.self)
    }
  }

  private static let touch = "message: pitch-bend channel 1..8, touch: note 104..111"

  @Test func findsWhatAServoNeeds() throws {
    let file = box("\(Self.touch), echo: no")
    var rig = try Rig(file) {
      $0.family = .servo
      $0.top = 16369
      $0.step = 64
      $0.travel = 180 * .ms
      $0.trail = 80 * .ms
    }
    rig.obey()
    let findings = try #require(rig.bench.talk.results.first?.findings)
    // The device knows no number between 16320 and its end.
    #expect(findings.top == 16320)
    #expect(findings.step == 64)
    #expect(findings.needsEcho == true)
    #expect(!findings.ignoresEcho)
    // Within a scan of 10 ms.
    #expect((70 * .ms...90 * .ms).contains(try #require(findings.settle)))
    let wanted = box("\(Self.touch), echo: yes, top: 16320, step: 64, settle: 100 ms")
    #expect(try rig.changed() == wanted)
    _ = try mapping(try rig.changed())
    #expect(rig.bench.talk.table.contains { $0.contains("needed") && $0.hasSuffix("yes") })
  }

  @Test func findsThatAFreeFaderNeedsNothing() throws {
    let file = box("\(Self.touch), top: 16368, step: 16")
    var rig = try Rig(file) { $0.family = .free }
    rig.obey()
    let findings = try #require(rig.bench.talk.results.first?.findings)
    #expect(findings.needsEcho == false)
    #expect(findings.settle == 0)
    #expect(findings.travel == nil)
    #expect(try rig.changed() == box("\(Self.touch), top: 16368, step: 16, echo: no"))
  }

  @Test func findsWhatADeferredFaderNeeds() throws {
    let file = box("message: cc 80..87, touch: cc 101..108, echo: no")
    var rig = try Rig(file)
    rig.obey()
    let findings = try #require(rig.bench.talk.results.first?.findings)
    #expect(findings.top == 127 && findings.step == 1)
    #expect(findings.needsEcho == true && !findings.ignoresEcho)
    #expect(try rig.changed() == file.replacing("echo: no", with: "echo: yes"))
  }

  @Test(arguments: [120, 180, 400]) func timesAMotorThatTells(travel: UInt64) throws {
    let file = box("message: pitch-bend channel 1..8, travel: 1 s, top: 16368, step: 16")
    var rig = try Rig(file) { $0.travel = travel * .ms }
    rig.obey()
    let findings = try #require(rig.bench.talk.results.first?.findings)
    let time = try #require(findings.travel)
    // From end to end at full speed, its start and end, and a scan of 10 ms.
    #expect(time >= travel * .ms && time <= (travel + 75) * .ms, "\(time / .ms)")
    #expect(!findings.isTravelTimed)
    let written = try mapping(try rig.changed()).units[0].faders[0].profile.rules
    #expect(written.travel >= time && written.travel <= time * 6 / 5 + 10 * .ms)
    let lines = zip(file.split(separator: "\n"), try rig.changed().split(separator: "\n"))
    #expect(lines.count { $0 != $1 } == 1)
  }

  @Test func timesAMotorThatTellsNothingByHand() throws {
    let file = box("message: pitch-bend channel 1..8, step: 1")
    var rig = try Rig(file) {
      $0.family = .free
      $0.travel = 300 * .ms
    }
    rig.obey()
    let findings = try #require(rig.bench.talk.results.first?.findings)
    #expect(findings.isTravelTimed)
    #expect((300 * .ms...400 * .ms).contains(try #require(findings.travel)))
  }

  @Test func measuresAFaderWithoutMotor() throws {
    let file = box("message: cc 1..8, motor: no, top: 100")
    var rig = try Rig(file) { $0.top = 127 }
    rig.obey()
    #expect(try rig.changed() == file.replacing("top: 100", with: "top: 127"))
  }

  @Test func findsTheLowestTouch() throws {
    let file = box("\(Self.touch), top: 16368, step: 16, echo: no")
    var rig = try Rig(file) { $0.family = .free }
    // A weak touch, which the file's threshold of 64 would not take for one.
    rig.bench.hear(.noteOn(channel: 1, note: 104, velocity: 20))
    rig.bench.hear(.noteOn(channel: 1, note: 104, velocity: 0))
    rig.obey()
    #expect(
      try rig.changed()
        == box("\(Self.touch), top: 16368, step: 16, echo: no, touch threshold: 20"))
  }

  @Test func leavesAScaleAlone() throws {
    let file = box("message: pitch-bend channel 1..8, motor: no, scale: {10 dB: 16383}")
    var rig = try Rig(file) { $0.top = 16000 }
    rig.obey()
    #expect(try rig.changed() == file)
    #expect(rig.bench.talk.table.contains { $0.contains("busbar surface calibrate") })
  }

  /// The numbers of every shipped motor fader, found at its simulator.
  @Test(arguments: shippedFiles) func findsTheNumbersOfShippedFiles(name: String) throws {
    let bytes = repositoryFile("mappings/" + name)
    let file = String(decoding: bytes, as: UTF8.self)
    for unit in try mapping(bytes, name).units {
      var text = MappingText(bytes, file: name)
      for target in SurfaceTest.targets(of: unit, in: text) {
        let index = try #require(unit.faders.firstIndex { $0.name == target.name })
        var rig = try Rig(file, SurfaceTest([target]), unit, index)
        rig.obey()
        let findings = try #require(rig.bench.talk.results.first?.findings)
        let mechanics = rig.bench.unit.faders[index].mechanics
        #expect(findings.top == mechanics.top / mechanics.step * mechanics.step)
        #expect(findings.step == mechanics.step)
        if target.profile.touch != nil {
          let springs = mechanics.family == .servo || mechanics.family == .deferred
          #expect(findings.needsEcho == springs, "\(target.name)")
          #expect(!findings.ignoresEcho, "\(target.name)")
        }
        #expect(findings.isTravelTimed == false)
        _ = try rig.bench.talk.apply(to: &text)
      }
      let changed = try mapping(text.bytes, name)
      #expect(changed.units.map(\.buttons) == (try mapping(bytes, name)).units.map(\.buttons))
    }
  }

  @Test func junkChangesNothing() throws {
    let file = box("message: pitch-bend channel 1..8, motor: no")
    var rig = try Rig(file)
    var dice = SeededGenerator(1)
    for _ in 0..<3000 where !rig.bench.talk.isDone {
      rig.bench.hear(.pitchBend(channel: 1, value: Int.random(in: 0...16383, using: &dice)))
      if Int.random(in: 0..<50, using: &dice) == 0 { rig.bench.run(for: 1000 * .ms) }
    }
    rig.bench.run(for: 5000 * .ms)
    rig.bench.talk.ended(at: rig.bench.now)
    #expect(try rig.changed() == file)
    #expect(rig.bench.lines.contains { $0.contains("nothing that can be measured") })
  }

  @Test func silenceIsToldOf() throws {
    let file = box("message: pitch-bend channel 1..8, motor: no")
    var rig = try Rig(file)
    rig.bench.run(for: 30_000 * .ms)
    #expect(rig.bench.lines.contains { $0.hasPrefix("Nothing has come from the unit") })
    rig.bench.talk.ended(at: rig.bench.now)
    #expect(try rig.changed() == file)
  }
}

extension SurfaceTestTests {
  /// What is left in the middle is left whole.
  @Test func skippingLeavesTheFileAlone() throws {
    var rig = try Rig(box("message: pitch-bend channel 1..8, touch: note 104..111, top: 16000"))
    rig.bench.unit.grab(0, at: rig.bench.now)
    rig.bench.unit.drag(0, to: 16000, in: 700 * .ms, at: rig.bench.now)
    rig.bench.run(for: 800 * .ms)
    rig.bench.unit.drag(0, to: 0, in: 700 * .ms, at: rig.bench.now)
    rig.bench.run(for: 800 * .ms)
    rig.bench.unit.letGo(0, at: rig.bench.now)
    rig.bench.run(for: 1500 * .ms)
    rig.bench.type("skip")
    #expect(rig.bench.talk.isDone && rig.bench.talk.isEmpty)
    var text = rig.text
    #expect(try rig.bench.talk.apply(to: &text) == 0)
    #expect(text.bytes == rig.text.bytes)
  }

  /// A sensor that says 10 where nobody touches it and 40 at a light touch.
  @Test func findsTheThresholdOfASensorThatNeverFallsToZero() throws {
    let file = box("message: pitch-bend channel 1..8, touch: cc 20..27, motor: no")
    let unit = try mapping(file).units[0]
    let text = MappingText(Array(file.utf8), file: "box.yaml")
    var bench = Bench(
      SurfaceTest(SurfaceTest.targets(of: unit, in: text)), SimulatedUnit(UnitProfile(name: "x")))
    bench.hear(.controlChange(channel: 1, controller: 20, value: 40))
    for place in Array(stride(from: 0, through: 16383, by: 63)) + [16383, 8000, 0] {
      bench.hear(.pitchBend(channel: 1, value: place))
      bench.run(for: 5 * .ms)
    }
    bench.hear(.controlChange(channel: 1, controller: 20, value: 10))
    bench.run(for: 2000 * .ms)
    #expect(bench.talk.isDone)
    #expect(bench.talk.results.first?.findings.touchOn == 40)
    #expect(bench.talk.results.first?.findings.touchOff == 10)
  }

  /// The name of a unit may begin with another's.
  @Test func changesTheUnitThatIsMeant() throws {
    let file = """
      busbar-mapping: 1
      name: Two
      device:
        units:
          - {name: desk, client: Desk, count: 2, parts: first}
          - {name: desk extender, client: Desk Ext, parts: second}
        parts:
          first: {faders: {fader 1: {message: pitch-bend channel 1}}}
          second: {faders: {fader 1: {message: pitch-bend channel 2}}}
      layout:
        fader 1: strip fader
      """
    let text = MappingText(Array(file.utf8), file: "two.yaml")
    #expect(text.rows(of: "desk extender").map(\.part) == ["second"])
    #expect(text.rows(of: "desk 2").map(\.part) == ["first"])
    #expect(text.rows(of: "desk").map(\.part) == ["first"])
  }
}
