import ConsoleModel
import Engine
import Testing
import Units

/// A desk at unity with nothing in the path changes nothing.
@Suite struct NullTests {
  @Test func aMonoChannelPannedHardIsBitEqual() {
    var console = Console.small()
    console.make(.fader(.channel(1), .unity), .pan(.channel(1), .left))
    let rig = Rig(console, inputs: 4, outputs: 2)
    var dice = Dice(1)
    let noise = dice.noise(1000)
    let silence = [Float](repeating: 0, count: 1000)
    let out = rig.render([noise, silence, silence, silence], block: 64)
    #expect(out[0] == noise)
    #expect(out[1] == silence)
  }

  @Test func aStereoChannelIsBitEqual() {
    var console = Console.small()
    console.make(
      .width(.channel(2), .stereo), .inputs(channel: 2, [3, 2]), .fader(.channel(2), .unity))
    let rig = Rig(console, inputs: 4, outputs: 2)
    var dice = Dice(2)
    let noise = (0..<4).map { _ in dice.noise(1000) }
    #expect(rig.render(noise, block: 64) == [noise[2], noise[1]])
  }

  @Test func groupsAndSendsAtUnityAreBitEqual() {
    // Channel 1 through group 1 into group 2 into main, and before the fader into aux 1.
    var console = Console.small()
    let (first, second) = (BusID(.group, 1), BusID(.group, 2))
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .right),
      .assign(.channel(1), to: .main, false), .assign(.channel(1), to: first, true),
      .assign(.bus(first), to: .main, false), .assign(.bus(first), to: second, true),
      .sendLevel(.channel(1), to: BusID(.aux, 1), .unity))
    let rig = Rig(console, inputs: 4, outputs: 6)
    var dice = Dice(3)
    let noise = dice.noise(1000)
    let silence = steady(0, 1000)
    let out = rig.render([noise, silence, silence, silence], block: 64)
    #expect(out == [silence, noise, silence, noise, silence, noise])
  }

  @Test func aChainOfGroupsAndADelayedFXAreBitEqual() {
    var console = Console.small()
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left), .assign(.channel(1), to: .main, false),
      .sendLevel(.channel(1), to: BusID(.fx, 1), .unity), .delay(BusID(.fx, 1), Milliseconds(2)))
    let rig = Rig(console, inputs: 4, outputs: 2)
    var dice = Dice(4)
    let noise = dice.noise(1000)
    let silence = steady(0, 1000)
    let out = rig.render([noise, silence, silence, silence], block: 48)
    #expect(out[0] == steady(0, 96) + noise.dropLast(96))
  }

  @Test func blocksOfAnySizeSoundAlike() {
    for seed in [5, 6, 7] as [UInt64] {
      var random = RandomDesk(seed: seed)
      let console = random.desk()
      let noise = (0..<random.inputs).map { _ in random.dice.noise(2048, peak: 0.02) }
      func heard(_ nextBlock: (Int) -> Int) -> [[Float]] {
        Rig(console, inputs: random.inputs, outputs: random.outputs).render(noise, nextBlock)
      }
      let whole = heard { _ in 2048 }
      for size in [1, 2, 3, 5, 7, 13, 15, 16, 17, 31, 33, 63, 64, 65, 100, 441, 1023, 2047] {
        #expect(heard { _ in size } == whole, "seed \(seed), blocks of \(size)")
      }
      var dice = random.dice
      #expect(heard { _ in dice.number(1...300) } == whole, "seed \(seed), random blocks")
    }
  }

  @Test func theSeed() {
    // One channel in group 1, with a send after the fader to fx 1 whose return goes to main.
    var console = Console.small()
    console.make(
      .fader(.channel(1), Decibels(-10)), .pan(.channel(1), .left),
      .assign(.channel(1), to: .main, false), .assign(.channel(1), to: BusID(.group, 1), true),
      .sendLevel(.channel(1), to: BusID(.fx, 1), Decibels(-6)),
      .delay(BusID(.fx, 1), Milliseconds(10)), .joinVCA(.channel(1), vca: 1))
    let rig = Rig(console, inputs: 4, outputs: 2)
    func levels() -> (dry: Float, wet: Float) {
      let rest = [Float](repeating: 0, count: 2400)
      _ = rig.render([rest, rest, rest, rest], block: 64)
      var impulse = [Float](repeating: 0, count: 1024)
      impulse[0] = 0.25
      let none = [Float](repeating: 0, count: 1024)
      let out = rig.render([impulse, none, none, none], block: 64)
      return (out[0][0], out[0][480])
    }
    let before = levels()
    console.make(.fader(.group(1), Decibels(6)))
    rig.engine.follow(console)
    let bus = levels()
    console.make(.fader(.group(1), .unity), .fader(.vca(1), Decibels(6)))
    rig.engine.follow(console)
    let vca = levels()
    func decibels(_ a: Float, _ b: Float) -> Double { Decibels(amplitude: Double(a / b)).value }
    #expect(abs(decibels(before.dry, 0.25) + 10) < 0.001)
    #expect(abs(decibels(before.wet, before.dry) + 6) < 0.001)
    #expect(abs(decibels(bus.dry, before.dry) - 6) < 0.001)
    #expect(abs(decibels(bus.wet, before.wet)) < 0.001)
    #expect(abs(decibels(vca.dry, before.dry) - 6) < 0.001)
    #expect(abs(decibels(vca.wet, before.wet) - 6) < 0.001)
  }
}
