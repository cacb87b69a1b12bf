import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// Controls that a layout gives any parameter to.
@Suite struct ParameterControlTests {
  @Test func turnsARowsStepAndShowsRingAndText() throws {
    var desk = try ParameterBox.desk(
      "pot 1: selected eq.1.gain", "pot 2: selected high-pass.frequency", "pot 3: strip trim",
      "pot 4: selected gate.mode", "pot 5: selected compressor.ratio")
    // Half a dB a click; the ring stands about its middle, whose small lamp goes out.
    #expect(desk.hear([0xB0, 1, 3]) == [.set(.channel(1), .eq(1, .gain), 1.5)])
    #expect(desk.trace() == ["0: B0 0B 06", "0: F0 7D 14 20 2B 31 2E 35 64 42 F7"])  // +1.5dB
    #expect(desk.hear([0xB0, 1, 0x43]) == [.set(.channel(1), .eq(1, .gain), 0)])
    #expect(desk.trace() == ["0: B0 0B 46", "0: F0 7D 14 20 20 30 2E 30 64 42 F7"])  // 0.0dB
    #expect(desk.hear([0xB0, 1, 0x7F]) == [.set(.channel(1), .eq(1, .gain), -18)])
    #expect(desk.trace() == ["0: B0 0B 01", "0: F0 7D 14 2D 31 38 2E 30 64 42 F7"])  // -18.0dB
    // A frequency goes by factors and fills its ring by their logarithm.
    #expect(desk.hear([0xB0, 2, 1]) == [.set(.channel(1), .highPassFrequency, 84.8)])
    #expect(desk.trace() == ["0: F0 7D 14 38 34 2E 38 20 48 7A F7"])  // 84.8 Hz
    #expect(desk.hear([0xB0, 2, 43]) == [.set(.channel(1), .highPassFrequency, 1000)])
    #expect(desk.trace() == ["0: B0 0C 1F", "0: F0 7D 14 31 20 6B 48 7A 20 20 F7"])  // 1 kHz
    // A pot's own strip, not the selected one.
    #expect(desk.hear([0xB0, 3, 0x42]) == [.trim(.channel(3), Decibels(-1))])
    _ = desk.trace()
    // Words go one by one; a ratio goes on to infinity.
    #expect(desk.hear([0xB0, 4, 1]) == [.set(.channel(1), .gateMode, 1)])
    #expect(desk.trace() == ["0: B0 0E 1A", "0: F0 7D 14 65 78 70 61 6E 64 72 F7"])  // expandr
    #expect(desk.hear([0xB0, 5, 1]) == [.set(.channel(1), .compressorRatio, 3.3)])
    #expect(desk.hear([0xB0, 5, 63]) == [.set(.channel(1), .compressorRatio, .infinity)])
    #expect(desk.trace().last == "0: F0 7D 14 69 6E 66 20 20 20 20 F7")  // inf
    #expect(desk.refusals == [])
  }

  @Test func aStripWithoutTheParameterLeavesTheControlDead() throws {
    var desk = try ParameterBox.desk(
      "pot 1: selected gate.threshold", "key 1: selected gate.on", "key 2: selected eq.on",
      "fader 1: selected gate.range")
    desk.set(
      .set(.channel(1), .gateThreshold, 0), .set(.channel(1), .gateOn, 1),
      .set(.channel(1), .gateRange, 0), .set(.main, .eqOn, 1))
    desk.wait(1000 * .ms)
    #expect(desk.trace().sorted() == ["0: 90 01 7F", "0: B0 0B 1F", "0: E0 68 07"])
    desk.surface.select(.main, at: desk.now)
    desk.wait(1000 * .ms)
    // Ring and lamp go dark and the fader to its bottom; the other lamp shows main's equaliser.
    #expect(
      desk.trace().sorted()
        == ["0: 90 01 00", "0: 90 02 7F", "0: 90 0B 00", "0: B0 0B 00", "0: E0 00 00"])
    let dead: [[UInt8]] = [[0xB0, 1, 1], [0x90, 1, 127], [0x90, 101, 127], [0xE0, 0, 4]]
    for bytes in dead { #expect(desk.hear(bytes) == []) }
    #expect(desk.hear([0x90, 2, 127]) == [.set(.main, .eqOn, 0)])
  }

  @Test func keysSwitchAndStepThroughWordsAndReset() throws {
    var desk = try ParameterBox.desk(
      "key 1: selected compressor.on", "key 2: selected eq.1.shape", "key 3: desk solo",
      "key 4: selected pan reset", "key 5: selected sends.aux 2.on", "key 6: mute group 3 on")
    func press(_ key: UInt8) -> [ConsoleEdit] {
      defer { desk.hear([0x90, key, 0]) }
      return desk.hear([0x90, key, 127])
    }
    #expect(press(1) == [.set(.channel(1), .compressorOn, 1)])
    #expect(desk.trace() == ["0: 90 01 7F", "0: F0 7D 14 6F 6E 20 20 20 20 20 F7"])  // on
    #expect(press(1) == [.set(.channel(1), .compressorOn, 0)])
    #expect(desk.trace() == ["0: 90 01 00", "0: F0 7D 14 6F 66 66 20 20 20 20 F7"])  // off
    // Seven shapes round and round from the low shelf; lit while it is another.
    for shape in [2, 3, 4, 5, 6, 0, 1] {
      #expect(press(2) == [.set(.channel(1), .eq(1, .shape), Double(shape))])
    }
    #expect(desk.trace().filter { $0.hasPrefix("0: 90") } == ["0: 90 02 7F", "0: 90 02 00"])
    for mode in [SoloMode.afterFader, .inPlace, .preFader] {
      #expect(press(3) == [.soloMode(mode)])
    }
    #expect(desk.trace() == ["0: 90 03 7F", "0: 90 03 00"])
    desk.set(.pan(.channel(1), Pan(0.5)))
    #expect(desk.trace() == ["0: 90 04 00"])
    #expect(press(4) == [.pan(.channel(1), .centre)])
    #expect(desk.trace() == ["0: 90 04 7F", "0: F0 7D 14 43 20 20 20 20 20 20 F7"])  // C
    #expect(press(5) == [.sendOn(.channel(1), to: BusID(.aux, 2), true)])
    #expect(desk.trace() == ["0: 90 05 7F", "0: F0 7D 14 6F 6E 20 20 20 20 20 F7"])
    #expect(press(6) == [.muteGroup(3, isOn: true)])
    #expect(desk.trace() == ["0: 90 06 7F"])
    #expect(desk.refusals == [])
  }

  @Test func keysJoinVCAsAndLinkAndMuteAll() throws {
    var desk = try ParameterBox.desk(
      "key 1..2: selected vcas.3..4", "key 3: selected link", "key 4: desk all-mute",
      "key 5: selected mute-groups.1", "key 6: selected sends.aux 1.mute")
    func press(_ key: UInt8) -> [ConsoleEdit] {
      defer { desk.hear([0x90, key, 0]) }
      return desk.hear([0x90, key, 127])
    }
    #expect(press(2) == [.joinVCA(.channel(1), vca: 4)])
    desk.set(.unassign(.sound), .fader(.vca(4), Decibels(-5)), .fader(.channel(1), .unity))
    #expect(press(2) == [.leaveVCA(.channel(1), vca: 4, keeping: nil)])
    #expect(desk.console.fader(of: .channel(1)) == Decibels(-5))
    #expect(press(3) == [.link(channel: 1, true)])
    #expect(press(5) == [.joinMuteGroup(.channel(1), group: 1)])
    #expect(desk.console.strip(.channel(2))?.muteGroups == [1])
    // A channel of a pair can't be the first of another.
    desk.surface.select(.channel(2), at: desk.now)
    #expect(press(3) == [])
    #expect(press(6) == [.sendMute(.channel(2), to: BusID(.aux, 1), .follow)])
    #expect(press(4) == [.allMute(true)])
    #expect(desk.console.muteCauses(of: .channel(3)) == .all)
    #expect(press(4) == [.allMute(false)])
    #expect(desk.refusals == [])
  }

  @Test func aFaderMovesAParameterOverItsTaperAndItsMotorFollows() throws {
    var desk = try ParameterBox.desk(
      "fader 1: selected sends.aux 2.level", "fader 2: selected eq.2.frequency")
    #expect(desk.units[0].faders[1] == 434)  // 400 Hz of 20...20000: log 20 / log 1000
    desk.set(.sendLevel(.channel(1), to: BusID(.aux, 2), Decibels(-10)))
    desk.wait(500 * .ms)
    #expect(desk.trace() == ["0: E0 74 03"])  // the middle of its travel: 500
    desk.hear([0x90, 102, 127])
    #expect(desk.trace() == ["0: F0 7D 14 34 30 30 20 48 7A 20 F7"])  // 400 Hz
    desk.hear([0xE1, 0x74, 0x03])
    #expect(desk.trace().first == "0: E1 74 03")  // the echo
    let middle = try #require(desk.console.value(of: .eq(2, .frequency), on: .channel(1)))
    #expect(abs(middle - 632.45553203) < 1e-6)  // the root of 20 times 20000
    #expect(desk.hear([0xE1, 0x68, 0x07]) == [.set(.channel(1), .eq(2, .frequency), 20000)])
    #expect(desk.hear([0xE1, 0, 0]) == [.set(.channel(1), .eq(2, .frequency), 20)])
    #expect(desk.trace().last == "0: F0 7D 14 32 30 20 48 7A 20 20 F7")  // 20 Hz
    // The hand keeps the parameter that it holds when another strip is selected under it.
    desk.surface.select(.channel(2), at: desk.now)
    #expect(desk.hear([0xE1, 0x68, 0x07]) == [.set(.channel(1), .eq(2, .frequency), 20000)])
    desk.hear([0x90, 102, 0])
    desk.wait(500 * .ms)
    #expect(desk.units[0].faders[1] == 434)
  }

  @Test func everyPositionOfAParametersFaderStaysWhereTheHandLeftIt() throws {
    var desk = try ParameterBox.desk("fader 1: selected gate.release")
    desk.hear([0x90, 101, 127])
    for raw in 0...1000 {
      desk.hear([0xE0, UInt8(raw & 0x7F), UInt8(raw >> 7)])
      let value = try #require(desk.console.value(of: .gateRelease, on: .channel(1)))
      let place = Setting.gateRelease.parameter.position(of: value)
      #expect(FaderGrid(top: 1000).raw(at: place) == raw)
      desk.wait(10 * .ms)
    }
    desk.hear([0x90, 101, 0])
    desk.wait(1000 * .ms)
    #expect(desk.units[0].faders[0] == 1000)
  }

  @Test func rangesInAPathSpreadItOverTheControls() throws {
    var desk = try ParameterBox.desk(
      "pot 1..6: main eq.1..6.gain", "fader 1..2: selected sends.aux 3..4.level",
      "key 1..2: channel 5..6 eq.on", "key 3..4: channel 9 eq.2..3.on",
      "key 5..6: strip groups.1..2")
    #expect(desk.hear([0xB0, 6, 2]) == [.set(.main, .eq(6, .gain), 1)])
    #expect(desk.hear([0x90, 2, 127]) == [.set(.channel(6), .eqOn, 1)])
    #expect(desk.hear([0x90, 4, 127]) == [.set(.channel(9), .eq(3, .on), 1)])
    #expect(desk.hear([0x90, 6, 127]) == [.assign(.channel(6), to: BusID(.group, 2), true)])
    desk.hear([0x90, 102, 127])
    #expect(
      desk.hear([0xE1, 0x74, 0x03])
        == [.sendLevel(.channel(1), to: BusID(.aux, 4), Decibels(-10))])
  }

  @Test func whatTheConsoleWouldRefuseIsNotAsked() throws {
    var desk = try ParameterBox.desk(
      "pot 1: selected gate.key", "key 1: fx 1 sends.fx 1.on", "pot 2: monitor source",
      "key 2: monitor source")
    #expect(desk.hear([0xB0, 1, 31]) == [.set(.channel(1), .gateKey, 31)])
    #expect(desk.hear([0xB0, 1, 1]) == [.set(.channel(1), .gateKey, 32)])
    #expect(desk.hear([0xB0, 1, 1]) == [])  // there is no channel 33
    #expect(desk.hear([0x90, 1, 127]) == [])  // nor does a bus feed itself
    // From main, the last, a key goes round to the first bus.
    #expect(desk.hear([0x90, 2, 127]) == [.monitorSource(BusID(.group, 1))])
    #expect(desk.hear([0xB0, 2, 7]) == [.monitorSource(BusID(.group, 8))])
    desk.hear([0x90, 2, 0])
    // There is no ninth group: on to the auxes.
    #expect(desk.hear([0x90, 2, 127]) == [.monitorSource(BusID(.aux, 1))])
    #expect(desk.refusals == [])
  }

  @Test func threeKeysOfTheMackieSwitchTheSelectedStripsProcessors() throws {
    var desk = TestDesk(try mackieControl())
    desk.start()
    desk.hear([0x90, 0x1A, 127])  // select 3
    desk.hear([0x90, 0x46, 127])  // shift
    desk.wait(1000 * .ms)
    _ = desk.trace()
    for (key, setting) in [(UInt8(0x2C), Setting.eqOn), (0x2B, .compressorOn), (0x2D, .gateOn)] {
      #expect(desk.hear([0x90, key, 127]) == [.set(.channel(3), setting, 1)])
      #expect(desk.trace().first == "0: " + hexadecimal([0x90, key, 127]))
      desk.hear([0x90, key, 0])
    }
    desk.surface.select(.main, at: desk.now)
    desk.wait(1000 * .ms)
    #expect(desk.units[0].lamps[0x2B...0x2D].allSatisfy { $0 == 0 })
    #expect(desk.hear([0x90, 0x2D, 127]) == [])  // main has no gate
  }

  @Test func theExamplesOfTheManualAreRight() throws {
    let manual = String(decoding: repositoryFile("mappings/README.md"), as: UTF8.self)
    let block = try #require(manual.split(separator: "```").first { $0.hasPrefix("yaml\npot") })
    let lines = block.split(separator: "\n").dropFirst().map(String.init)
    #expect(lines.count == 10)
    for line in lines { #expect(ParameterBox.load([line]).lines == [], "\(line)") }
  }

  @Test(arguments: [
    (
      "pot 1: selected gate.treshold",
      "19: error: unknown parameter 'gate.treshold' in control 'pot 1'; 'busbar parameters' lists"
        + " them; did you mean 'gate.threshold'?"
    ),
    (
      "pot 1: strip pott",
      "16: error: unknown parameter 'pott' in control 'pot 1'; 'busbar parameters' lists them; did"
        + " you mean 'pot'?"
    ),
    (
      "pot 1: selected sends.auxx 2.level",
      "19: error: unknown bus 'auxx 2' in control 'pot 1'; 'busbar parameters' lists them; did you"
        + " mean 'aux 1'?"
    ),
    (
      "pot 1: vca 1 trim",
      "16: error: unknown parameter 'trim' in control 'pot 1'; 'busbar parameters' lists them"
    ),
    (
      "pot 1: chanel 1 trim",
      "10: error: unknown strip 'chanel 1' in control 'pot 1'; allowed are: strip, selected, main,"
        + " monitor, channel 1, group 1, aux 1, fx 1, vca 1; did you mean 'channel 1'?"
    ),
    (
      "pot 1..6: selected eq.1..4.gain",
      "13: error: control 'pot 1..6' names 4, but there are 6 controls"
    ),
    (
      "pot 1..6: selected eq.2..7.gain",
      "22: error: unknown parameter 'eq.7.gain' in control 'pot 1..6'; 'busbar parameters' lists them;"
        + " did you mean 'eq.1.gain'?"
    ),
    (
      "key 1: selected gate.threshold",
      "19: error: control 'key 1' is a key, and 'gate.threshold' is neither on and off nor words;"
        + " such as 'gate.threshold reset', which sets it as on a new console"
    ),
    (
      "pot 1: selected eq.1.gain reset",
      "19: error: unknown parameter 'eq.1.gain reset' in control 'pot 1'"
    ),
    (
      "text 2: strip trim",
      "11: error: unknown action 'strip trim' in control 'text 2'; allowed are: strip display,"
        + " selected display, main display, channel 1 display"
    ),
    ("pot 1: trim", "10: error: unknown action 'trim' in control 'pot 1'"),
    ("pot 1: strip", "10: error: unknown action 'strip' in control 'pot 1'"),
    ("pot 1: mute group 1", "10: error: unknown action 'mute group 1' in control 'pot 1'"),
  ])
  func saysWhatIsWrongWithALayout(line: String, message: String) {
    let (mapping, lines) = ParameterBox.load([line])
    #expect(mapping == nil)
    #expect(lines.count == 1)
    #expect(lines[0].hasPrefix("box.yaml:\(ParameterBox.firstLine):\(message)"), "\(lines)")
  }
}
