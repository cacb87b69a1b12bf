import ConsoleModel
import Engine
import Testing
import Units

/// Banks through which nothing passes are left alone, and are right when something does.
@Suite struct SilentBankTests {
  /// A channel that feeds nothing yet, beside a group that nothing feeds.
  private func desk() -> Console {
    var console = Console.small(channels: 1)
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left),
      .assign(.channel(1), to: .main, false))
    return console
  }

  private func loudest(_ rig: Rig) -> (left: Float, right: Float) {
    let heard = rig.render([steady(0.25, 640)], block: 64)
    return (heard[0].last ?? 0, heard[1].last ?? 0)
  }

  @Test func whatMovedInSilenceIsHeardWhereItWent() {
    var console = desk()
    let rig = Rig(console, inputs: 1, outputs: 2)
    rig.settle()
    // While nothing feeds the group, it leaves main, comes back, and its send goes elsewhere.
    for isOn in [false, true] {
      console.make(.assign(.group(1), to: .main, isOn))
      rig.turn(console)
      rig.settle(frames: 110_000)
    }
    console.make(.sendLevel(.group(1), to: BusID(.aux, 1), Decibels(-6)), .trim(.main, Decibels(6)))
    rig.turn(console)
    rig.settle()
    console.make(.assign(.channel(1), to: BusID(.group, 1), true))
    rig.turn(console)
    rig.settle()
    let expected = Float(0.25 * 1.9952623)
    #expect(abs(loudest(rig).left - expected) < 1e-6)
    #expect(loudest(rig).right == 0)
  }

  @Test func levelsSetInSilenceCountOnceSoundComes() {
    var console = desk()
    console.make(.assign(.channel(1), to: BusID(.group, 1), true))
    let rig = Rig(console, inputs: 1, outputs: 2)
    console.make(.assign(.channel(1), to: BusID(.group, 1), false))
    rig.turn(console)
    rig.settle(frames: 110_000)
    // The monitor hears main through a tile of its own, which settles in silence.
    console.make(.fader(.group(1), Decibels(-20)), .solo(.group(1), true), .outputs(.main, []))
    console.make(.outputs(.monitor, [1, 2]))
    rig.turn(console)
    rig.settle(frames: 110_000)
    console.make(.solo(.group(1), false), .assign(.channel(1), to: BusID(.group, 1), true))
    rig.turn(console)
    rig.settle(frames: 110_000)
    #expect(abs(loudest(rig).left - 0.025) < 1e-6)
  }
}
