import CLanes
import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// Every parameter of every strip moved at random and at full speed, whatever comes in.
@Suite struct AutomationTests {
  /// What an input may play for a block.
  private static func block(_ dice: inout Dice) -> [Float] {
    switch dice.number(0...11) {
    case 0: steady(0, 64)
    case 1: steady(dice.chance(50) ? 1 : -1, 64)
    case 2: steady(.nan, 64)
    case 3: steady(dice.chance(50) ? .infinity : -.infinity, 64)
    case 4: steady(.leastNormalMagnitude / 100, 64)
    case 5: steady(-.leastNonzeroMagnitude, 64)
    case 6: (0..<64).map { $0 % 2 == 0 ? 1 : -1 }
    case 7: (0..<64).map { _ in BrokenSampleTests.broken.randomElement(using: &dice) ?? 0 }
    case 8: [1] + steady(0, 63)
    default: dice.noise(64, peak: 1)
    }
  }

  /// Whether nothing is left that is not a number: silence comes out of silence once all is off.
  private func isSound(_ rig: Rig, _ console: Console, inputs: Int) -> Bool {
    var console = console
    OffTests.turnOff(&console)
    rig.engine.follow(console)
    // Long enough for ways that went out of use to be taken out of the plan.
    rig.settle(frames: 110_000)
    var dice = Dice(1)
    let noise = (0..<inputs).map { _ in dice.noise(256, peak: 0.1) }
    let plain = Rig(
      console, inputs: inputs, outputs: 10, instructionSet: rig.engine.instructionSet)
    let (heard, wanted) = (rig.render(noise, block: 64), plain.render(noise, block: 64))
    for (output, pair) in zip(heard, wanted).enumerated() where pair.0 != pair.1 {
      let error = largestError(pair.0, pair.1.map(Double.init))
      print("output \(output + 1) differs from a new desk's by \(error)")
    }
    return heard == wanted
  }

  @Test func nothingBreaksAndNothingStays() {
    let normal = machine_flush_denormals()
    defer { machine_restore_denormals(normal) }
    let campaigns = 4
    let blocks = Int(1e5 * testScale) / 64 / campaigns
    var (moves, bad) = (0, 0)
    for seed in 0..<UInt64(campaigns) {
      var dice = Dice(100 + seed)
      var console = OffTests.desk()
      let set = InstructionSet.available[Int(seed) % InstructionSet.available.count]
      let rig = Rig(console, inputs: 21, outputs: 10, instructionSet: set)
      let strips = OffTests.strips(console)
      for block in 0..<blocks {
        for _ in 0..<dice.number(0...40) {
          let strip = strips.randomElement(using: &dice) ?? .main
          guard let kind = strip.kind,
            let setting = Setting.all(of: kind).randomElement(using: &dice)
          else { continue }
          let value = OffTests.value(setting.parameter, &dice, channels: 20)
          console.make(.set(strip, setting, value))
          moves += 1
        }
        if dice.chance(2) {
          let strip = StripID.channel(dice.number(1...20))
          console.attempt(.width(strip, dice.chance(50) ? .mono : .stereo))
          console.attempt(
            .assign(.group(1), to: BusID(.group, 2), dice.chance(50)))
        }
        rig.engine.follow(console)
        let heard = rig.render((0..<21).map { _ in Self.block(&dice) })
        if !heard.joined().allSatisfy({ abs($0) <= 1 }) { bad += 1 }
        // Every meter stays a number, too.
        if block % 256 == 0, !rig.engine.takeMeters().allSatisfy({ $0.peak.isFinite }) { bad += 1 }
      }
      #expect(isSound(rig, console, inputs: 21), "seed \(seed), \(set)")
    }
    #expect(bad == 0)
    print("automation: \(campaigns * blocks * 64) frames, \(moves) moves of parameters")
  }
}
