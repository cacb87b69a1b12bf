import ConsoleModel
import Engine
import Testing
import Units

/// What waits goes on waiting while the desk is edited, and begins and ends to wait without a trace.
@Suite struct LatencySwapTests {
  private let group1 = BusID(.group, 1)
  private let aux1 = BusID(.aux, 1)
  private let aux2 = BusID(.aux, 2)

  /// Renders with edits at given frames; the control side looks after every block, or now and then.
  private func render(
    _ start: Console, _ input: [[Float]], outputs: Int = 2, seed: UInt64? = nil,
    _ moves: [Int: [ConsoleEdit]]
  ) -> [[Float]] {
    var console = start
    let rig = Rig(console, inputs: input.count, outputs: outputs)
    var dice = Dice(seed ?? 0)
    rig.isServiced = seed == nil
    return rig.render(input) { frame in
      for edit in moves[frame] ?? [] { console.make(edit) }
      if seed == nil {
        if moves[frame] != nil { rig.engine.follow(console) }
      } else if moves[frame] != nil || dice.chance(10) {
        rig.turn(console)
      }
      return 64
    }
  }

  /// A limiter comes and goes beside a direct path, in the same ramp as the waiting that it takes: the
  /// sum is in phase throughout.
  @Test(arguments: [nil, 1, 2, 3] as [UInt64?])
  func aLimiterComesAndGoesWhileAllStaysTogether(seed: UInt64?) {
    var console = LatencyTests.desk()
    console.make(
      .assign(.bus(aux1), to: .main, true), .polarity(.bus(aux1), inverted: true),
      .set(.bus(aux1), .limiterCeiling, 0))
    var dice = Dice(seed ?? 0)
    let input = (0..<4).map { _ in dice.noise(64 * 1500) }.enumerated().map {
      $0 == 0 ? $1 : steady(0, $1.count)
    }
    let limiter = Setting.limiterOn
    let moves: [Int: [ConsoleEdit]] = [
      64 * 100: [.set(.bus(aux1), limiter, 1)], 64 * 300: [.set(.bus(aux1), limiter, 0)],
      64 * 500: [.set(.bus(aux1), limiter, 1)], 64 * 1400: [.set(.bus(aux1), limiter, 0)],
    ]
    let heard = render(console, input, seed: seed, moves)
    // What is left is rounding, of two gains in motion and of noise up to half of full scale.
    #expect(peak(heard.joined()) < 2e-7, "\(decibels(peak(heard.joined()))) dB")
  }

  /// A limiter comes on where all waits for another already: it alone has nothing to wait for.
  @Test(arguments: [nil, 1, 2, 3] as [UInt64?])
  func allIsTogetherAgainOnceASecondLimiterCameOrWent(seed: UInt64?) {
    var console = LatencyTests.desk()
    console.make(
      .sendLevel(.channel(1), to: aux1, .silence), .sendLevel(.channel(1), to: aux2, .unity),
      .assign(.bus(aux1), to: .main, true), .set(.bus(aux1), .limiterOn, 1),
      .assign(.bus(aux2), to: .main, true), .polarity(.bus(aux2), inverted: true))
    var dice = Dice(seed ?? 0)
    let input = (0..<4).map { _ in dice.noise(64 * 700) }.enumerated().map {
      $0 == 0 ? $1 : steady(0, $1.count)
    }
    let moves: [Int: [ConsoleEdit]] = [
      64 * 100: [.set(.bus(aux2), .limiterOn, 1)], 64 * 300: [.set(.bus(aux2), .limiterOn, 0)],
      64 * 500: [.set(.bus(aux2), .limiterOn, 1)],
    ]
    let heard = render(console, input, seed: seed, moves)
    // What waited itself fades twice, in the limiter and behind it; all is together but for that.
    for side in heard {
      #expect(side.count { abs($0) > 2e-7 } < moves.count * 240 + LatencyTests.limiter)
    }
  }

  /// What waits is heard to its end: a strip that fades out, of which the last frames come late.
  @Test func theEndOfAFadeIsHeardThatWaits() {
    // The groups fill a bank of their own, in which nothing rings on.
    var console = Console.small(channels: 4, groups: 8)
    console.rampTime = Milliseconds(4)
    for bus in console.buses where bus.id != .main { console.make(.outputs(bus.id, [])) }
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left),
      .assign(.channel(1), to: .main, false), .assign(.channel(1), to: group1, true),
      .assign(.bus(aux1), to: .main, true), .set(.bus(aux1), .limiterOn, 1))
    let input = [steady(0.5, 64 * 200)] + (0..<3).map { _ in steady(0, 64 * 200) }
    let heard = render(console, input, [64 * 100: [.assign(.channel(1), to: group1, false)]])[0]
    #expect(heard[64 * 90] == 0.5)
    #expect(heard.last == 0)
    // From the first frame that went in, to the last of the fade's 192.
    let steps = zip(heard[400...], heard[401...]).map { abs($0 - $1) }
    #expect((steps.max() ?? 1) < 1.01 * 0.5 / 192)
  }

  /// A tone over two paths, of which one gets a limiter: nothing steps, and nothing drops out.
  @Test func nothingClicksOrDropsOutWhereWaitingBeginsAndEnds() {
    var console = LatencyTests.desk()
    console.make(.assign(.bus(aux1), to: .main, true), .assign(.channel(1), to: group1, true))
    let tone = sine(150, peak: 0.2, rate: 48000, 64 * 1600).map(Float.init)
    let input = [tone] + Array(repeating: steady(0, tone.count), count: 3)
    var moves: [Int: [ConsoleEdit]] = [:]
    var dice = Dice(1)
    var frame = 64 * 100
    var isOn = true
    while frame < 64 * 1500 {
      let bus = dice.chance(50) ? aux1 : aux2
      moves[frame] = [.set(.bus(bus), .limiterOn, isOn ? 1 : 0)]
      if dice.chance(50) { moves[frame]?.append(.assign(.bus(aux2), to: .main, dice.chance(50))) }
      isOn.toggle()
      frame += 64 * dice.number(1...60)
    }
    for seed in [nil, 1, 2] as [UInt64?] {
      let heard = render(console, input, seed: seed, moves)[0]
      // Three times the tone at 2 % a frame, and a crossfade of all of it.
      #expect(largestStep(heard) < 0.6 * (0.02 + 1.0 / 240))
      let periods = stride(from: 0, to: heard.count - 320, by: 320).map { start in
        heard[start..<start + 320].reduce(0) { max($0, abs($1)) }
      }
      #expect((periods.dropFirst(4).min() ?? 0) > 0.45)
    }
  }

  /// Edits of others, after which signal waits in other lanes, banks and memory, or goes on at once.
  static let edits: [[ConsoleEdit]] = [
    [.width(.channel(2), .stereo)], [.width(.channel(17), .stereo)],
    [.width(.group(1), .mono)], [.assign(.group(1), to: BusID(.group, 2), true)],
    [.set(.channel(1), .gateKey, 20), .set(.channel(1), .gateOn, 1)],
    [.set(.channel(17), .delay, 20)], [.assign(.channel(3), to: BusID(.group, 2), true)],
    [
      .sendLevel(.channel(3), to: BusID(.aux, 2), .unity),
      .sendTap(.channel(3), to: BusID(.aux, 2), .input),
    ],
    [.set(.bus(BusID(.aux, 2)), .limiterOn, 1)],
    // Into a chain of three limiters, which asks for more history of the same taps.
    [
      .assign(.bus(BusID(.aux, 3)), to: BusID(.group, 1), true),
      .sendLevel(.bus(BusID(.aux, 2)), to: BusID(.aux, 3), .unity),
      .set(.bus(BusID(.aux, 2)), .limiterOn, 1), .set(.bus(BusID(.aux, 3)), .limiterOn, 1),
    ],
  ]

  @Test(arguments: edits.indices) func whatWaitsIsNotTornByEditsOfOthers(edit: Int) {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (20, 4, 3, 0)
    var console = Console(name: "Waiting", size: size)
    for bus in console.buses { console.make(.outputs(bus.id, [])) }
    let group = BusID(.group, 4)
    for number in 1...20 { console.make(.inputs(channel: number, [2])) }
    for number in [4, 18] {
      // Straight, and through a limiter: into a group that plays on outputs 1 and 2.
      console.make(
        .inputs(channel: number, [1]), .fader(.channel(number), .unity),
        .assign(.channel(number), to: .main, false), .assign(.channel(number), to: group, true),
        .sendLevel(.channel(number), to: aux1, Decibels(-6)))
    }
    console.make(
      .assign(.bus(group), to: .main, false), .outputs(group, [1, 2]),
      .assign(.bus(aux1), to: group, true), .set(.bus(aux1), .limiterOn, 1))
    var dice = Dice(3)
    let input = [dice.noise(24000, peak: 0.1), dice.noise(24000, peak: 0.1)]
    let plain = render(console, input, [:])
    let there = Self.edits[edit]
    let edited = render(console, input, [6400: there])
    for side in 0..<2 {
      let error = largestError(edited[side], plain[side].map(Double.init))
      #expect(error <= 1e-7, "edit \(edit), side \(side): \(error)")
    }
    #expect(peak(plain[0][6400...]) > 0.2)
  }
}
