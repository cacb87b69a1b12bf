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
