import ConsoleModel
import Desk
import Testing
import Units

/// What the running desk says of edits that were made, though hardly meant.
@Suite struct WiringNewsTests {
  private func news(of edits: [ConsoleEdit]) -> [String] {
    var state = ControlState(console: .standard, mappings: [])
    state.make([.joinVCA(.group(2), vca: 1)], at: 0)
    state.make([.assign(.channel(4), to: BusID(.group, 2), true)], at: 1)
    _ = state.takeNews()
    state.make(edits, at: 2)
    return state.takeNews()
  }

  @Test func tellsOfADoubleMove() {
    #expect(
      news(of: [.joinVCA(.channel(4), vca: 1)]) == [
        "Done, but each dB of vca 1 moves channel 4 by 2 dB on its way through group 2, which it "
          + "moves too."
      ])
  }

  @Test func tellsNothingOfAFader() { #expect(news(of: [.fader(.vca(1), .silence)]) == []) }
}
