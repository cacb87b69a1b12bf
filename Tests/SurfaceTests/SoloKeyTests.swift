import ConsoleModel
import MIDI
import Surface
import Testing
import Units

/// Solo keys under a finger, as the desk's options say.
@Suite struct SoloKeyTests {
  private static func desk(_ key: SoloKey) throws -> TestDesk {
    var desk = try ParameterBox.desk(
      "key 1: channel 1 solo", "key 2: channel 2 solo", "key 3: channel 3 select",
      "key 4: monitor solo")
    desk.set(.soloOption(.key(key)))
    return desk
  }

  @Test func latchingKeysAnswerPressesOnly() throws {
    var desk = try Self.desk(.latch)
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), true)])
    desk.wait(2000 * .ms)
    #expect(desk.hear([0x90, 1, 0]) == [])
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), false)])
    #expect(desk.hear([0x90, 1, 0]) == [])
    #expect(desk.hear([0x90, 4, 127]) == [])
  }

  @Test func momentaryKeysSoloWhileTheyAreHeld() throws {
    var desk = try Self.desk(.momentary)
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), true)])
    #expect(desk.hear([0x90, 2, 127]) == [.solo(.channel(2), true)])
    #expect(desk.hear([0x90, 1, 0]) == [.solo(.channel(1), false)])
    #expect(desk.hear([0x90, 2, 0]) == [.solo(.channel(2), false)])
    // What something else has lifted meanwhile is not lifted again.
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), true)])
    desk.set(.clearSolo)
    #expect(desk.hear([0x90, 1, 0]) == [])
  }

  @Test func aTapLatchesAndAHoldDoesNot() throws {
    var desk = try Self.desk(.auto)
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), true)])
    desk.wait(400 * .ms)
    #expect(desk.hear([0x90, 1, 0]) == [])
    // Held for longer, but to lift a solo: it stays lifted.
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), false)])
    desk.wait(600 * .ms)
    #expect(desk.hear([0x90, 1, 0]) == [])
    #expect(desk.hear([0x90, 1, 127]) == [.solo(.channel(1), true)])
    desk.wait(600 * .ms)
    #expect(desk.hear([0x90, 1, 0]) == [.solo(.channel(1), false)])
  }

  @Test func aSoloFollowsTheSelection() throws {
    var desk = try Self.desk(.latch)
    #expect(desk.hear([0x90, 3, 127]) == [])
    desk.set(.soloOption(.followsSelect(true)))
    _ = desk.hear([0x90, 3, 0])
    // Nothing is soloed, so that there is nothing to move.
    #expect(desk.hear([0x90, 3, 127]) == [])
    _ = desk.hear([0x90, 3, 0])
    desk.set(.solo(.channel(1), true), .solo(.vca(1), true))
    #expect(desk.hear([0x90, 3, 127]) == [.clearSolo, .solo(.channel(3), true)])
    _ = desk.hear([0x90, 3, 0])
    #expect(desk.hear([0x90, 3, 127]) == [])
  }
}
