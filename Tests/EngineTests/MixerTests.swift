import ConsoleModel
import Engine
import Testing
import Units

/// Any desk, once every gain rests, sounds as plain arithmetic says.
@Suite struct MixerTests {
  @Test func aDeskThatWasStartedSoundsAsItsSettingsSay() {
    for seed in 0..<UInt64(rounds(120)) {
      var random = RandomDesk(seed: seed)
      let console = random.desk()
      let rig = Rig(console, inputs: random.inputs, outputs: random.outputs)
      compare(rig, console, &random.dice, "seed \(seed)")
    }
  }

  @Test func aDeskThatWasEditedThereSoundsAsItsSettingsSay() {
    for seed in 1000..<1000 + UInt64(rounds(80)) {
      var random = RandomDesk(seed: seed)
      var console = random.dice.chance(50) ? Console(name: "", size: random.size) : random.desk()
      let rig = Rig(console, inputs: random.inputs, outputs: random.outputs)
      console = random.desk()
      rig.engine.follow(console)
      for _ in 0..<random.dice.number(0...30) {
        if console.attempt(random.edit(on: console)) { rig.engine.follow(console) }
        if random.dice.chance(50) { rig.settle(frames: random.dice.number(1...400)) }
      }
      rig.settle()
      compare(rig, console, &random.dice, "seed \(seed)")
    }
  }

  /// Moves alone are followed by a shorter way than edits are.
  @Test func aDeskWhoseFadersMovedSoundsAsItsSettingsSay() {
    for seed in 2000..<2000 + UInt64(rounds(60)) {
      var random = RandomDesk(seed: seed)
      var console = random.desk()
      // The fader is in the gain of a send after the fader that its mutes do not reach.
      let buses = console.buses.map(\.id).filter { [.aux, .fx, .matrix].contains($0.kind) }
      let ways = console.stripIDs.flatMap { id in buses.map { (id, $0) } }
      for (id, bus) in ways where random.dice.chance(50) {
        _ = console.attempt(.sendTap(id, to: bus, .postFader))
        _ = console.attempt(.sendMute(id, to: bus, .safe))
      }
      let rig = Rig(console, inputs: random.inputs, outputs: random.outputs)
      // A VCA that moves has the gains of all strips told.
      let isUnderVCAs = random.dice.chance(30)
      for id in console.stripIDs where random.dice.chance(70) && (isUnderVCAs || id.kind != .vca) {
        _ = console.attempt(.fader(id, Decibels(Double(random.dice.number(-400...100)) / 10)))
        if random.dice.chance(30) { rig.engine.follow(console) }
      }
      // In the same moment as moves.
      if random.dice.chance(40), let id = console.stripIDs.randomElement(using: &random.dice) {
        _ = console.attempt(.solo(id, console.strip(id)?.isSoloed == false))
      }
      rig.engine.follow(console)
      rig.settle()
      compare(rig, console, &random.dice, "seed \(seed)")
    }
  }

  /// A fader that is in the gain of a send moves in the moment in which a solo comes or goes.
  @Test func aMoveHidesNoSolo() {
    var size = ConsoleSize()
    size.matrices = 1
    var console = Console(name: "Solo", size: size)
    let matrix = BusID(.matrix, 1)
    console.make(
      .fader(.main, .unity), .fader(.channel(1), .unity), .fader(.channel(2), .unity),
      .sendLevel(.main, to: matrix, .unity), .sendMute(.main, to: matrix, .safe),
      .sendLevel(.channel(1), to: matrix, .unity), .sendMute(.channel(1), to: matrix, .safe))
    let rig = Rig(console, inputs: 2, outputs: 6)
    var dice = Dice(1)
    for round in 0..<6 {
      let isOn = round % 2 == 0
      console.make(
        .solo(.channel(round < 4 ? 2 : 1), isOn), .fader(.main, Decibels(-1 - Double(round))),
        .fader(.channel(1), Decibels(-2 - Double(round))))
      rig.engine.follow(console)
      rig.settle()
      compare(rig, console, &dice, "round \(round)")
    }
  }

  private func compare(_ rig: Rig, _ console: Console, _ dice: inout Dice, _ what: String) {
    let noise = (0..<rig.inputCount).map { _ in dice.noise(800, peak: 0.02) }
    let heard = rig.render(noise, block: dice.number(1...200))
    var naive = NaiveMixer(console, inputs: noise)
    for (channel, wanted) in naive.outputs(rig.outputCount).enumerated() {
      let error = largestError(heard[channel], wanted)
      #expect(error <= 1e-6 * max(1, naive.largest), "\(what), output \(channel + 1)")
      let (power, truth) = (energy(heard[channel].map(Double.init)), energy(wanted))
      if truth > 1e-6 {
        let decibels =
          10 * (Decibels(amplitude: power).value - Decibels(amplitude: truth).value) / 20
        #expect(abs(decibels) < 0.001, "\(what), output \(channel + 1)")
      } else {
        #expect(power < 2e-6, "\(what), output \(channel + 1)")
      }
    }
  }

  private func energy(_ samples: [Double]) -> Double { samples.reduce(0) { $0 + $1 * $1 } }
}
