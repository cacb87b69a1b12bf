import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// Signal that takes several ways into a bus arrives there together.
@Suite struct LatencyTests {
  static let group1 = BusID(.group, 1)
  static let group2 = BusID(.group, 2)
  static let aux1 = BusID(.aux, 1)
  static let aux2 = BusID(.aux, 2)
  /// Frames that a limiter takes at 48 kHz.
  static let limiter = 78

  /// Channel 1 at unity on the left and as loud on its way into aux 1; limiters act on nothing.
  static func desk() -> Console {
    var console = Console.small(channels: 4, groups: 2)
    for bus in console.buses {
      console.attempt(.set(.bus(bus.id), .limiterCeiling, 0))
      if bus.id != .main { console.make(.outputs(bus.id, [])) }
    }
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left),
      .sendLevel(.channel(1), to: aux1, .unity))
    return console
  }

  /// What a desk plays of noise on input 1, in blocks of random sizes.
  private func noise(
    _ console: Console, outputs: Int = 2, frames: Int = 3000, rate: Int = 48000,
    instructionSet: InstructionSet = .best
  ) -> (played: [Float], heard: [[Float]]) {
    var dice = Dice(7)
    let noise = dice.noise(frames)
    let rig = Rig(
      console, inputs: 4, outputs: outputs, rate: rate, block: 256, instructionSet: instructionSet)
    let others = Array(repeating: steady(0, frames), count: 3)
    return (noise, rig.render([noise] + others) { _ in dice.number(1...256) })
  }

  private func delayed(_ samples: [Float], by frames: Int) -> [Float] {
    steady(0, frames) + samples.dropLast(frames)
  }

  @Test(arguments: InstructionSet.available)
  func directAndInvertedThroughAGroupIsSilence(instructionSet: InstructionSet) {
    var console = Self.desk()
    console.make(
      .assign(.channel(1), to: Self.group1, true), .polarity(.bus(Self.group1), inverted: true))
    #expect(peak(noise(console, instructionSet: instructionSet).heard.joined()) == 0)
    // Through two, and against the limiter of main, which both pass.
    console.make(
      .assign(.bus(Self.group1), to: .main, false),
      .assign(.bus(Self.group1), to: Self.group2, true),
      .set(.main, .limiterOn, 1))
    #expect(peak(noise(console, instructionSet: instructionSet).heard.joined()) == 0)
    #expect(console.heldSignals(rate: 48000).isEmpty)
  }

  @Test(arguments: [44100, 48000, 96000, 192_000])
  func directAndInvertedThroughALimiterIsSilence(rate: Int) {
    var console = Self.desk()
    console.make(
      .set(.bus(Self.aux1), .limiterOn, 1), .assign(.bus(Self.aux1), to: .main, true),
      .polarity(.bus(Self.aux1), inverted: true))
    #expect(peak(noise(console, rate: rate).heard.joined()) == 0)
    console.make(.polarity(.bus(Self.aux1), inverted: false))
    let (played, heard) = noise(console, rate: rate)
    let late = rate < 88000 ? 78 : rate < 176_000 ? 126 : 222
    #expect(heard[0] == delayed(played, by: late).map { 2 * $0 })
    #expect(
      console.heldSignals(rate: rate).map(\.description).prefix(1) == [
        "channel 1 (post-fader) into main waits \(late) frames for aux 1"
      ])
  }

  @Test(arguments: InstructionSet.available)
  func severalLevelsAreAllTogether(instructionSet: InstructionSet) {
    // Channel 1: straight; through group 1; through aux 1; through aux 1 and aux 2, both limited.
    var console = Self.desk()
    console.make(
      .assign(.channel(1), to: Self.group1, true), .set(.bus(Self.aux1), .limiterOn, 1),
      .set(.bus(Self.aux2), .limiterOn, 1), .assign(.bus(Self.aux1), to: .main, true),
      .assign(.bus(Self.aux2), to: .main, true), .sendLevel(.bus(Self.aux1), to: Self.aux2, .unity),
      .sendTap(.bus(Self.aux1), to: Self.aux2, .postFader))
    let (played, heard) = noise(console, instructionSet: instructionSet)
    #expect(
      heard[0] == delayed(played, by: 2 * Self.limiter).map { 4 * $0 }.map { min(1, max(-1, $0)) })
    console.make(
      .polarity(.bus(Self.aux2), inverted: true), .polarity(.bus(Self.group1), inverted: true))
    #expect(peak(noise(console, instructionSet: instructionSet).heard.joined()) == 0)
    let held = console.heldSignals(rate: 48000).filter { $0.destination == .main }
    #expect(
      held.map { "\($0.source) \($0.frames)" }.prefix(3)
        == ["channel 1 156", "channel 2 156", "channel 3 156"])
    #expect(
      held.map { "\($0.source) \($0.frames)" }.suffix(4) == [
        "group 2 156", "aux 1 78", "fx 1 156", "fx 2 156",
      ])
    #expect(held.allSatisfy { $0.awaited == .bus(Self.aux2) })
  }

  @Test(arguments: Tap.allCases) func aTapBeforeTheLimiterIsEarlierThanOneBehindIt(tap: Tap) {
    // Aux 1 sends from a tap into aux 2, and through group 1, inverted, by its assignment.
    var console = Self.desk()
    console.make(
      .assign(.channel(1), to: .main, false), .set(.bus(Self.aux1), .limiterOn, 1),
      .assign(.bus(Self.aux1), to: Self.group1, true), .polarity(.bus(Self.group1), inverted: true),
      .assign(.bus(Self.group1), to: .main, false),
      .sendLevel(.bus(Self.group1), to: Self.aux2, .unity),
      .sendLevel(.bus(Self.aux1), to: Self.aux2, .unity),
      .sendTap(.bus(Self.aux1), to: Self.aux2, tap), .outputs(.main, []),
      .outputs(Self.aux2, [1, 2]))
    #expect(peak(noise(console).heard.joined()) == 0)
    console.make(.sendOn(.bus(Self.group1), to: Self.aux2, false))
    let (played, heard) = noise(console)
    #expect(heard[0] == delayed(played, by: tap == .postFader ? Self.limiter : 0))
  }

  @Test func soloedStripsAreTogetherInTheMonitor() {
    var console = Self.desk()
    console.make(
      .set(.bus(Self.aux1), .limiterOn, 1), .polarity(.bus(Self.aux1), inverted: true),
      .outputs(.monitor, [3, 4]), .solo(.channel(1), true), .soloMode(.afterFader))
    let alone = noise(console, outputs: 4)
    #expect(alone.heard[2] == alone.played)
    console.make(.solo(.bus(Self.aux1), true))
    #expect(peak(noise(console, outputs: 4).heard[2]) == 0)
    console.make(.soloMode(.preFader))
    #expect(peak(noise(console, outputs: 4).heard[2]) == 0)
  }

  @Test func withoutALimiterNothingWaits() {
    for seed in 0..<UInt64(rounds(20)) {
      var random = RandomDesk(seed: seed)
      #expect(random.desk().heldSignals(rate: 48000).isEmpty)
    }
  }

  /// Desks with limiters anywhere, mixed again by the naive mixer.
  @Test func anyDeskIsTogether() {
    var waiting = 0
    for seed in 0..<UInt64(rounds(30)) {
      var random = RandomDesk(seed: seed)
      var console = random.desk()
      let rig = Rig(console, inputs: random.inputs, outputs: random.outputs)
      for _ in 0..<2 {
        // One after the other, while what the one before has begun is under way.
        for _ in 0..<random.dice.number(1...8) {
          limit(&console, &random.dice)
          for _ in 0..<5 { console.attempt(random.edit(on: console)) }
          rig.engine.follow(console)
          rig.settle(frames: random.dice.number(1...600))
        }
        rig.settle()
        let noise = (0..<random.inputs).map { _ in random.dice.noise(1200, peak: 1e-4) }
        let heard = rig.render(noise, block: random.dice.number(1...200))
        var naive = NaiveMixer(console, inputs: noise)
        for (output, wanted) in naive.outputs(random.outputs).enumerated() {
          #expect(
            largestError(heard[output], wanted) <= 2e-6 * max(1e-4, naive.largest),
            "seed \(seed), output \(output + 1)")
        }
        #expect(naive.largest < 0.5)
        if !console.heldSignals(rate: 48000).isEmpty { waiting += 1 }
      }
    }
    #expect(waiting > rounds(30) / 2)
  }

  /// Switches some limiters, which are to have nothing to do.
  private func limit(_ console: inout Console, _ dice: inout Dice) {
    for bus in console.buses where dice.chance(50) {
      console.attempt(.set(.bus(bus.id), .limiterCeiling, 0))
      console.attempt(.set(.bus(bus.id), .limiterOn, dice.chance(60) ? 1 : 0))
      if bus.id.kind == .aux { console.attempt(.assign(.bus(bus.id), to: .main, dice.chance(80))) }
    }
  }
}
