import ConsoleModel
import Engine
import Testing
import Units

/// More edits than the command queue holds still end in the desk that is wanted.
@Suite struct OverflowTests {
  private func desk() -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (256, 4, 24, 2)
    var console = Console(name: "Many", size: size)
    console.make(.fader(.main, .unity))
    for number in 1...256 {
      console.make(.fader(.channel(number), Decibels(-10)))
      for aux in 1...24 {
        console.make(.sendLevel(.channel(number), to: BusID(.aux, aux), Decibels(-20)))
      }
    }
    return console
  }

  /// Edits of every send and fader of the desk: about 12800 gains.
  private func stir(_ console: inout Console, _ dice: inout Dice) {
    for number in 1...256 {
      console.make(.fader(.channel(number), Decibels(.random(in: -30...0, using: &dice))))
      for aux in 1...24 {
        let level = Decibels(.random(in: -50 ... -20, using: &dice))
        console.make(.sendLevel(.channel(number), to: BusID(.aux, aux), level))
      }
    }
  }

  @Test(arguments: [false, true]) func theLastStateWins(isRerouted: Bool) {
    var dice = Dice(1)
    var console = desk()
    let rig = Rig(console, inputs: 16, outputs: 52)
    for round in 0..<6 {
      stir(&console, &dice)
      if isRerouted {
        console.make(
          .assign(.channel(1 + round), to: BusID(.group, 1), true),
          .inputs(channel: 20 + round, [3]), .solo(.channel(9), round % 2 == 0))
      }
      rig.engine.follow(console)
    }
    rig.settle(frames: 6400)
    let noise = (0..<16).map { _ in dice.noise(256, peak: 0.02) }
    let fresh = Rig(console, inputs: 16, outputs: 52)
    let (heard, wanted) = (rig.render(noise, block: 64), fresh.render(noise, block: 64))
    for (a, b) in zip(heard, wanted) { #expect(largestError(a, b.map(Double.init)) < 1e-6) }
    #expect(heard.joined().contains { $0 != 0 })
  }
}
