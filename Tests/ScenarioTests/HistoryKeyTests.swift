import ConsoleModel
import Desk
import MIDI
import Surface
import Testing
import Units

/// Undo and redo by the keys of a Mackie, through the whole control side.
@Suite struct HistoryKeyTests {
  @Test func undoAndCancelStepThroughWhatHandsDid() throws {
    let mapping = try Files.mapping(repositoryFile("mappings/mackie-control.yaml")).mapping
    var state = ControlState(console: .standard, mappings: [mapping])
    var now: UInt64 = 1_000_000_000
    state.connected(0, unit: 0, at: now)
    func press(_ note: UInt8) {
      for velocity: UInt8 in [127, 0] {
        guard let message = MIDIMessage(bytes: [0x90, note, velocity]) else { return }
        state.received(message, from: 0, unit: 0, at: now)
        now += 100_000_000
      }
    }
    press(0x10)
    press(0x11)
    #expect(state.console.isMutedByHand(.channel(1)) && state.console.isMutedByHand(.channel(2)))
    press(0x51)
    #expect(state.console.isMutedByHand(.channel(1)) && !state.console.isMutedByHand(.channel(2)))
    press(0x51)
    press(0x51)
    #expect(state.console == .standard)
    press(0x52)
    press(0x52)
    press(0x52)
    #expect(state.console.isMutedByHand(.channel(1)) && state.console.isMutedByHand(.channel(2)))
    #expect(
      state.takeNews() == [
        "Undone: channel 2 mute, from on back to off.",
        "Undone: channel 1 mute, from on back to off.", "There is nothing to undo.",
        "Done again: channel 1 mute, from off to on.",
        "Done again: channel 2 mute, from off to on.", "There is nothing to redo.",
      ])
    #expect(state.takeChange() == state.console && state.takeChange() == nil)
  }
}
