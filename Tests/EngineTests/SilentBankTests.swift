import ConsoleModel
import Engine
import Testing
import Units

/// Banks through which nothing passes are left alone, and are right when something does.
@Suite struct SilentBankTests {
  @Test(arguments: [BusID.main, BusID(.group, 1)]) func whatMovedInSilenceCountsOnceSoundComes(
    bus: BusID
  ) {
    let aux = BusID(.aux, 1)
    var console = Console.small(channels: 1, groups: 8)
    console.make(
      .fader(.channel(1), .unity), .assign(.channel(1), to: .main, false),
      .sendLevel(.channel(1), to: aux, .silence), .width(.bus(aux), .mono),
      .assign(.bus(aux), to: bus, true))
    let rig = Rig(console, inputs: 1, outputs: 2)
    rig.settle(frames: 110_000)
    // Nothing is sent to the aux yet: no plan is made anew between this and the sound.
    console.make(.pan(.bus(aux), .left), .trim(.bus(aux), Decibels(-6)))
    rig.turn(console)
    rig.settle(frames: 110_000)
    console.make(.sendLevel(.channel(1), to: aux, .unity))
    rig.turn(console)
    rig.settle()
    let heard = rig.render([steady(0.25, 640)], block: 64)
    #expect(abs(heard[0][639] - 0.25 * 0.5011872) < 1e-6)
    #expect(heard[1][639] == 0)
  }
}
