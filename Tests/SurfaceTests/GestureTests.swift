import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// Keys that are held, pressed twice, or pressed while others are held.
@Suite struct GestureTests {
  @Test func aModifierGivesKeysSomethingElseToDoWhileItIsHeld() throws {
    var desk = try ParameterBox.desk(
      "key 1: modifier", "key 2: channel 1 mute", "key 1 + key 2: channel 2 mute",
      "key 3: channel 3 mute")
    #expect(desk.press(2) == [.mute(.channel(1), true)])
    #expect(desk.trace().first == "0: 90 02 7F")
    // Held: its lamp is lit, the other key's lamp tells what it would do now.
    #expect(desk.down(1) == [])
    #expect(desk.trace() == ["0: 90 01 7F", "0: 90 02 00"])
    #expect(desk.press(2) == [.mute(.channel(2), true)])
    // A key without anything of its own for it does what it does.
    #expect(desk.press(3) == [.mute(.channel(3), true)])
    #expect(desk.up(1) == [])
    #expect(desk.press(2) == [.mute(.channel(1), false)])
  }

  @Test func aModifierMayLatch() throws {
    var desk = try ParameterBox.desk(
      "key 1: modifier latch", "key 2: modifier auto", "key 3: channel 1 mute",
      "key 1 + key 3: channel 2 mute", "key 2 + key 3: channel 3 mute",
      "key 1 + key 2 + key 3: channel 4 mute")
    #expect(desk.press(1) == [] && desk.press(3) == [.mute(.channel(2), true)])
    #expect(desk.press(2) == [] && desk.press(3) == [.mute(.channel(4), true)])
    #expect(desk.press(1) == [] && desk.press(3) == [.mute(.channel(3), true)])
    #expect(desk.press(2) == [] && desk.press(3) == [.mute(.channel(1), true)])
    // Held for long instead of tapped, the third kind ends with the hand.
    desk.down(2)
    desk.wait(600 * .ms)
    #expect(desk.press(3) == [.mute(.channel(3), false)])
    desk.up(2)
    #expect(desk.press(3) == [.mute(.channel(1), false)])
  }

  @Test func holdingIsToldFromTapping() throws {
    var desk = try ParameterBox.desk(
      "key 1: channel 1 mute", "hold key 1: channel 2 mute", "hold key 2: channel 3 mute")
    #expect(desk.down(1) == [])
    desk.wait(300 * .ms)
    #expect(desk.up(1) == [.mute(.channel(1), true)])
    #expect(desk.down(1) == [])
    desk.wait(499 * .ms)
    #expect(desk.elapsed == [])
    desk.wait(1 * .ms)
    #expect(desk.elapsed == [.mute(.channel(2), true)])
    desk.wait(2000 * .ms)
    #expect(desk.up(1) == [])
    // A key that only waits to be held does nothing when it is tapped.
    #expect(desk.press(2) == [])
    // Nobody looked meanwhile: what was held is done when it is let go.
    desk.down(2)
    desk.now += 700 * .ms
    #expect(desk.up(2) == [.mute(.channel(3), true)])
    desk.wait(2000 * .ms)
    #expect(desk.elapsed == [.mute(.channel(2), true)])
  }

  @Test func aModifierLeavesNoneOfAKeysOtherActions() throws {
    var desk = try ParameterBox.desk(
      "key 1: modifier", "key 2: channel 1 mute", "hold key 2: channel 2 mute",
      "double key 2: channel 3 mute", "key 1 + key 2: channel 4 mute")
    desk.down(1)
    // At once, as nothing has to be waited for; and again, not twice at once.
    #expect(desk.down(2) == [.mute(.channel(4), true)] && desk.up(2) == [])
    #expect(desk.down(2) == [.mute(.channel(4), false)])
    desk.wait(1000 * .ms)
    #expect(desk.elapsed == [] && desk.up(2) == [])
  }

  @Test func aMomentaryLayerKeepsTheBankBelow() throws {
    var desk = try ParameterBox.desk(
      "fader 1..2: strip fader", "key 1: bank right", "key 2: layer channels momentary",
      "key 3: layer auxes momentary")
    desk.press(1)
    for key: UInt8 in [2, 3] {
      desk.down(key)
      #expect(
        desk.surface.visibleStrips == (key == 2 ? [.channel(1), .channel(2)] : [.aux(1), .aux(2)]))
      desk.up(key)
      #expect(desk.surface.visibleStrips == [.channel(3), .channel(4)])
    }
  }

  @Test func aSecondPressInTimeIsADouble() throws {
    var desk = try ParameterBox.desk("key 1: channel 1 mute", "double key 1: channel 2 mute")
    #expect(desk.press(1) == [.mute(.channel(1), true)])
    desk.wait(301 * .ms)
    #expect(desk.press(1) == [.mute(.channel(1), false)])
    desk.wait(300 * .ms)
    #expect(desk.press(1) == [.mute(.channel(2), true)])
    // The third press is the first of the next two.
    #expect(desk.press(1) == [.mute(.channel(1), true)])
    #expect(desk.press(1) == [.mute(.channel(2), false)])
  }

  @Test func conditionsChooseWhatAControlDoes() throws {
    var desk = try ParameterBox.desk(
      "key 1: layer fx", "key 2: layer channels", "key 3: modifier", "pot 1: strip pan",
      "key 4: selected mute", "when layer fx:",
      "  pot 1: strip delay.feedback", "  key 4: fx 1 mute", "  key 3 + key 4: fx 2 mute",
      "when selected fx:", "  key 5: selected delay.ping-pong")
    #expect(desk.hear([0xB0, 1, 1]) == [.pan(.channel(1), Pan(0.02))])
    #expect(desk.press(4) == [.mute(.channel(1), true)] && desk.press(5) == [])
    desk.press(1)
    #expect(desk.hear([0xB0, 1, 1]).count == 1)
    #expect(desk.console.strip(.fx(1))?[.echoFeedback] == 1)
    #expect(desk.press(4) == [.mute(.fx(1), true)])
    desk.down(3)
    #expect(desk.press(4) == [.mute(.fx(2), true)])
    desk.up(3)
    desk.surface.select(.fx(1), at: desk.now)
    #expect(desk.press(5).count == 1)
    desk.press(2)
    #expect(desk.press(4) == [.mute(.fx(1), false)])
  }

  @Test func switchesLastAsTheirWordsSay() throws {
    var desk = try ParameterBox.desk(
      "key 1: monitor dim momentary", "key 2: channel 1 mute auto",
      "key 3: main fader = -20 dB momentary", "key 4: desk solo = afl", "key 5: layer fx momentary",
      "key 6: channel 1 eq.on toggle")
    #expect(desk.down(1) == [.set(.monitor, .dimOn, 1)])
    #expect(desk.trace().contains("0: 90 01 7F"))
    #expect(desk.up(1) == [.set(.monitor, .dimOn, 0)])
    // What was on before stays on.
    desk.set(.set(.monitor, .dimOn, 1))
    #expect(desk.press(1) == [.set(.monitor, .dimOn, 1)])
    #expect(desk.console.strip(.monitor)?[.dimOn] == 1)
    // Tapped it latches, held it ends.
    #expect(desk.press(2) == [.mute(.channel(1), true)])
    #expect(desk.press(2) == [.mute(.channel(1), false)])
    #expect(desk.down(2) == [.mute(.channel(1), true)])
    desk.wait(501 * .ms)
    #expect(desk.up(2) == [.mute(.channel(1), false)])
    desk.set(.fader(.main, .unity))
    #expect(desk.down(3) == [.fader(.main, Decibels(-20))])
    #expect(desk.up(3) == [.fader(.main, .unity)])
    // What somebody else set meanwhile stays.
    desk.down(3)
    desk.set(.fader(.main, Decibels(-5)))
    #expect(desk.up(3) == [])
    #expect(desk.press(4) == [.soloMode(.afterFader)])
    #expect(desk.units[0].lamps[4] == 127)
    desk.down(5)
    #expect(desk.surface.visibleStrips == [.fx(1), .fx(2)])
    desk.up(5)
    #expect(desk.surface.visibleStrips == [.channel(1), .channel(2)])
    #expect(desk.press(6) == [.set(.channel(1), .eqOn, 1)])
    #expect(desk.refusals == [])
  }

  @Test func aUnitThatGoesTakesItsHandsAlong() throws {
    var desk = try ParameterBox.desk(
      "key 1: monitor dim momentary", "key 2: channel 1 mute momentary", "key 3: modifier",
      "key 3 + key 4: channel 2 mute", "hold key 5: channel 3 mute",
      "key 6: main fader = -20 dB momentary")
    desk.set(.fader(.main, .unity))
    for key: UInt8 in [1, 2, 3, 5, 6] { desk.down(key) }
    desk.surface.disconnected(0, at: desk.now)
    desk.wait(5000 * .ms)
    // No mute opens and no level rises; what was only held is over.
    #expect(desk.elapsed == [.set(.monitor, .dimOn, 0)])
    #expect(desk.console.isMutedByHand(.channel(1)))
    #expect(desk.console.fader(of: .main) == Decibels(-20))
    desk.surface.connected(0, at: desk.now)
    desk.wait(1000 * .ms)
    #expect(desk.press(4) == [])
    #expect(desk.units[0].lamps[3] == 0)
  }

  @Test func aTouchDoesSomethingOnce() throws {
    var desk = try ParameterBox.desk(
      "fader 1..2: strip fader", "key 1: modifier", "touch fader 1..2: strip select",
      "key 1 + touch fader 1..2: strip fader reset")
    desk.set(.fader(.channel(2), Decibels(-10)))
    desk.wait(1000 * .ms)
    #expect(desk.hear([0x90, 102, 127]) == [])
    #expect(desk.surface.navigation.selected == .channel(2))
    #expect(desk.hear([0xE1, 0, 2]).count == 1)
    desk.hear([0x90, 102, 0])
    desk.wait(1000 * .ms)
    desk.down(1)
    #expect(desk.hear([0x90, 102, 127]) == [.fader(.channel(2), .silence)])
    // The hand that reset it moves nothing until it has let go; then the motor goes there.
    #expect(desk.hear([0xE1, 0, 3]) == [])
    desk.hear([0x90, 102, 0])
    desk.wait(1000 * .ms)
    #expect(desk.units[0].faders[1] == 0)
    desk.up(1)
    desk.hear([0x90, 102, 127])
    #expect(desk.hear([0xE1, 0, 3]).count == 1)
  }

  @Test(arguments: [
    ("shift + key 1: undo", 3, "unknown modifier 'shift' in a key of 'layout' of a mapping file"),
    ("key 1 + key 2: undo", 3, "'key 1' is no modifier; write 'key 1: modifier' to make it one"),
    ("hold pot 1: strip pan", 8, "'hold' is for keys, and 'pot' is none"),
    ("touch key 1: undo", 9, "'touch' is for faders that feel a hand, and 'key' is none"),
    (
      "hold kay 1: undo", 8,
      "unknown control 'kay' in a key of 'layout' of a mapping file; allowed"
        + " are: fader, key, pot, select, text; did you mean 'key'?"
    ),
    (
      "when layer fxs: {key 1: undo}", 3,
      "unknown layer 'fxs' in a key of 'layout' of a mapping"
        + " file; allowed are: channels, groups, auxes, fx, vcas, masters; did you mean 'fx'?"
    ),
    ("when layer fx and layer auxes: {key 1: undo}", 3, "this can never be: "),
    (
      "when layers: {key 1: undo}", 3,
      "unknown condition 'layers' in a key of 'layout' of a"
        + " mapping file; allowed are: "
    ),
    ("key 1: undo momentary", 10, "control 'key 1' switches nothing on that could be 'momentary'"),
    ("key 1: channel 1 solo auto", 10, "solo keys last as the desk's 'solo-key' says; leave out"),
    ("key 1: main limiter.on = up", 28, "unknown word 'up' in 'limiter.on'; allowed are: on,"),
    ("key 1: main fader = 20 dB", 23, "'20 dB' is out of range in 'fader'; allowed is 10 dB"),
  ])
  func saysWhatIsWrong(line: String, column: Int, message: String) {
    let (mapping, lines) = ParameterBox.load([line])
    #expect(mapping == nil)
    let place = "box.yaml:\(ParameterBox.firstLine):\(column): error: \(message)"
    #expect(lines.count == 1 && lines.first?.hasPrefix(place) == true, "\(lines)")
  }

  @Test func aModifierIsNothingElse() {
    for other in ["hold key 1: undo", "key 1 + key 1: undo", "when layer channels: {key 1: redo}"] {
      let lines = ParameterBox.load(["key 1: modifier", other]).lines
      let message = "'key 1' is a modifier, which it is always: it has no other actions"
      #expect(lines.count == 1 && lines.first?.hasSuffix(message) == true, "\(lines)")
    }
  }

  @Test func warnsOfConditionsThatNoKeyBrings() {
    for view in ["layer fx", "page eq", "spill", "flip", "sends"] {
      let (mapping, lines) = ParameterBox.load(["when \(view): {key 1: undo}"])
      #expect(mapping != nil)
      let warning =
        "box.yaml:24:3: warning: no key of this file brings '\(view)'; without it these actions"
        + " are dead"
      #expect(lines == [warning])
    }
    let all = [
      "key 1: layer fx", "key 2: page eq auto", "key 3: vca 1 spill", "hold key 4: flip",
      "key 5: aux 1 sends", "when layer fx and page eq: {key 6: undo}",
      "when spill and flip and sends: {key 6: redo}", "when selected fx: {key 6: clear solo}",
    ]
    #expect(ParameterBox.load(all).lines == [])
  }

  @Test func theExamplesOfTheManualAreRight() throws {
    let manual = String(decoding: repositoryFile("mappings/README.md"), as: UTF8.self)
    let block = try #require(
      manual.split(separator: "```").first { $0.hasPrefix("yaml\nkey 1: m") })
    let lines = block.split(separator: "\n").dropFirst().map(String.init)
    #expect(lines.count == 13)
    #expect(ParameterBox.load(lines).lines == [])
  }

  @Test func refusesTheSameGestureTwice() {
    for twice in [
      ["hold key 1: undo", "hold key 1..2: redo"],
      ["key 1: modifier", "key 1 + key 2: undo", "key 1 + key 2..3: undo"],
      [
        "when layer fx and selected fx: {key 1: undo}",
        "when selected fx and layer fx: {key 1: undo}",
      ],
    ] {
      let lines = ParameterBox.load(twice).lines.filter { $0.contains(": error: ") }
      #expect(lines.count == 1 && lines.first?.hasSuffix("given something to do twice") == true)
    }
  }
}

extension TestDesk {
  /// A key of `ParameterBox` goes down.
  @discardableResult
  mutating func down(_ key: UInt8) -> [ConsoleEdit] { hear([0x90, key, 127]) }

  /// A key is let go.
  @discardableResult
  mutating func up(_ key: UInt8) -> [ConsoleEdit] { hear([0x90, key, 0]) }

  /// Presses a key and lets it go at once; the edits of both.
  @discardableResult
  mutating func press(_ key: UInt8) -> [ConsoleEdit] { down(key) + up(key) }
}
