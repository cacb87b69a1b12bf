import ConsoleModel
import Engine
import Testing
import Units

/// Routing edited at random, fifty times a second for twenty seconds.
@Suite struct ChurnTests {
  private func desk() -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (8, 3, 3, 2)
    var console = Console(name: "Churn", size: size)
    console.rampTime = Milliseconds(10)
    console.make(
      .fader(.main, .unity), .outputs(.monitor, []), .delay(BusID(.fx, 1), Milliseconds(3)),
      .outputs(BusID(.aux, 3), [3, 4]))
    for number in 1...6 {
      console.make(.fader(.channel(number), .unity), .pan(.channel(number), .left))
    }
    // Channel 8 into aux 3 at unity is never edited: outputs 3 and 4 play its inputs.
    console.make(
      .width(.channel(8), .stereo), .inputs(channel: 8, [7, 8]),
      .assign(.channel(8), to: .main, false), .fader(.channel(8), .unity),
      .sendLevel(.channel(8), to: BusID(.aux, 3), .unity))
    return console
  }

  /// Turns one way on or off: out of channels 1…6, groups or fx, into any bus but aux 3, or out of
  /// the desk and back.
  private func edit(_ console: Console, _ dice: inout Dice) -> ConsoleEdit {
    let sources: [StripID] =
      (1...6).map { .channel($0) } + (1...3).map { .group($0) } + (1...2).map { .fx($0) }
    let source = sources.randomElement(using: &dice) ?? .main
    let isOn = dice.chance(45)
    switch dice.number(0...16) {
    case 13: return .set(source, .directOn, isOn ? 1 : 0)
    case 14: return .set(source, .directTap, Double(dice.number(0...4)))
    case 15: return .direct(source, outputs: isOn ? [dice.number(9...10)] : [])
    case 16: return .set(source, .meter, Double(dice.number(0...3)))
    case 0...4:
      let bus = [BusID.main, BusID(.group, 1), BusID(.group, 2), BusID(.group, 3)]
      return .assign(source, to: bus.randomElement(using: &dice) ?? .main, isOn)
    case 5...7:
      let bus = [BusID(.aux, 1), BusID(.aux, 2), BusID(.fx, 1), BusID(.fx, 2)]
      let target = bus.randomElement(using: &dice) ?? bus[0]
      return isOn ? .sendLevel(source, to: target, .unity) : .sendOn(source, to: target, false)
    case 10: return .set(source, .insertOn, isOn ? 1 : 0)
    case 11, 12:
      let sides = console.strip(source)?.width.sides ?? 1
      let first = sides == 2 ? 9 : dice.number(9...10)
      return .insert(
        source, outputs: isOn ? (0..<sides).map { first + $0 } : [],
        inputs: (0..<sides).map { _ in dice.number(1...6) })
    case 8: return .sendTap(source, to: BusID(.aux, 1), isOn ? .postFader : .preFader)
    default: return .solo(source, isOn)
    }
  }

  @Test(arguments: [false, true]) func nothingStepsNothingElseChangesAndPlansComeHome(
    isSlowToLook: Bool
  ) {
    var dice = Dice(isSlowToLook ? 2 : 1)
    let blocks = 15000
    var console = desk()
    let rig = Rig(console, inputs: 8, outputs: 10)
    rig.isServiced = !isSlowToLook
    var last = [Float](repeating: 0, count: 10)
    var step: Float = 0
    var peak: Float = 0
    var isUntouched = true
    var untilEdit = 15
    var underWay = 0
    for block in 0..<blocks {
      untilEdit -= 1
      if untilEdit == 0 {
        untilEdit = dice.number(1...29)
        if console.attempt(edit(console, &dice)) {
          if isSlowToLook { rig.turn(console) } else { rig.engine.follow(console) }
        }
      } else if isSlowToLook && dice.chance(10) {
        rig.turn(console)
      }
      let noise = [dice.noise(64), dice.noise(64)]
      let out = rig.render((0..<6).map { _ in steady(0.01, 64) } + noise)
      isUntouched = isUntouched && Array(out[2...3]) == noise
      for output in [0, 1] + Array(4..<10) {
        for sample in out[output] {
          if block > 100 { step = max(step, abs(sample - last[output])) }
          last[output] = sample
          peak = max(peak, abs(sample))
        }
      }
      underWay = max(underWay, rig.engine.plansUnderWay)
    }
    print("churn: largest step \(step), peak \(peak), a bare step of one channel 0.01")
    #expect(isUntouched)
    #expect(step < 0.005)
    #expect(peak > 0.05 && peak < 1)
    #expect(underWay <= 1)
    rig.isServiced = true
    rig.settle(frames: 60000)
    #expect(rig.engine.plansUnderWay == 0)
    let input = (0..<8).map { _ in dice.noise(1000, peak: 0.01) }
    let out = rig.render(input, block: 64)
    var naive = NaiveMixer(console, inputs: input)
    for (output, wanted) in naive.outputs(10).enumerated() {
      #expect(largestError(out[output], wanted) < 1e-6)
    }
  }
}
