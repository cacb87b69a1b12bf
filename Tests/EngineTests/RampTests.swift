import ConsoleModel
import Engine
import Testing
import Units

/// Gains move in straight lines of exactly the ramp's time, whatever the blocks and the signal.
@Suite struct RampTests {
  /// Frames that 5 ms take, in whole grains of 16: by hand.
  static let rates = [(44100, 224), (48000, 240), (96000, 480), (8000, 48)]

  /// A move of one gain in the way from the input to the left output.
  struct Move: Sendable, CustomStringConvertible {
    var description: String
    var prepare: [ConsoleEdit] = []
    var gains: [Double]
    var edit: @Sendable (Int) -> ConsoleEdit
  }

  static let moves: [Move] = [
    Move(description: "fader", gains: [1, 0, pow10(0.5), 0.1]) { place in
      .fader(.channel(1), [.unity, .silence, .faderTop, Decibels(-20)][place])
    },
    Move(description: "mute", gains: [1, 0]) { .mute(.channel(1), $0 == 1) },
    Move(description: "polarity", gains: [1, -1]) { .polarity(.channel(1), inverted: $0 == 1) },
    Move(description: "pan", gains: [1, 0, 0.5.squareRoot()]) {
      .pan(.channel(1), [.left, .right, .centre][$0])
    },
    Move(description: "trim", gains: [1, 0.1]) {
      .trim(.channel(1), [.unity, Decibels(-20)][$0])
    },
    Move(description: "main", gains: [1, 0, pow10(0.5)]) {
      .fader(.main, [.unity, .silence, .faderTop][$0])
    },
    Move(description: "VCA", prepare: [.joinVCA(.channel(1), vca: 1)], gains: [1, 0, 0.1]) {
      .fader(.vca(1), [.unity, .silence, Decibels(-20)][$0])
    },
    Move(
      description: "mute group", prepare: [.joinMuteGroup(.channel(1), group: 1)], gains: [1, 0]
    ) { .muteGroup(1, isOn: $0 == 1) },
    Move(
      description: "send",
      prepare: [
        .assign(.channel(1), to: .main, false),
        .sendLevel(.channel(1), to: BusID(.aux, 1), .unity),
        .outputs(.main, []), .outputs(BusID(.aux, 1), [1, 2]),
      ], gains: [1, 0, pow10(0.5)]
    ) { .sendLevel(.channel(1), to: BusID(.aux, 1), [.unity, .silence, .faderTop][$0]) },
  ]

  private func desk(_ move: Move) -> Console {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .unity), .pan(.channel(1), .left))
    for edit in move.prepare { console.make(edit) }
    return console
  }

  /// Renders with moves at random block starts, mid-ramp ones among them.
  ///
  /// - Returns: What was heard, and the gain that was due in every frame.
  private func slam(
    _ move: Move, _ input: [Float], rate: Int, ramp: Int, _ dice: inout Dice, moves: Int = 40,
    rampTime: Milliseconds = Milliseconds(5)
  ) -> (heard: [Float], gains: [Double]) {
    var console = desk(move)
    console.rampTime = rampTime
    let rig = Rig(console, inputs: 1, outputs: 2, rate: rate, block: 2048)
    var ideal = IdealRamp(1)
    var gains: [Double] = []
    let every = input.count / moves
    var isSmall = true
    let out = rig.render([input]) { start in
      let block = isSmall ? dice.number(1...100) : dice.number(100...2048)
      if dice.number(0...every) < block {
        let place = dice.number(0...move.gains.count - 1)
        console.make(move.edit(place))
        rig.engine.follow(console)
        ideal.move(to: move.gains[place], in: ramp)
        isSmall = dice.chance(80)
      }
      for _ in 0..<min(block, input.count - start) { gains.append(ideal.next()) }
      return block
    }
    return (out[0], gains)
  }

  @Test(arguments: moves) func everyGainMovesInAStraightLineOfTheRampsTime(move: Move) {
    var dice = Dice(UInt64(move.gains.count))
    let span = (move.gains.max() ?? 1) - (move.gains.min() ?? 0)
    for (rate, ramp) in Self.rates {
      let level: Float = 0.25
      let (heard, gains) = slam(
        move, steady(level, rounds(40000)), rate: rate, ramp: ramp, &dice, moves: rounds(100))
      let error = largestError(heard, gains.map { $0 * Double(level) })
      #expect(error / Double(level) < 1e-6 * span, "\(rate)")
      #expect(largestStep(heard) <= Double(level) * span / Double(ramp) + 1e-6 * span, "\(rate)")
    }
  }

  @Test(arguments: moves) func sinesAndNoiseFollowTheSameLine(move: Move) {
    var dice = Dice(99)
    let tone = sine(997, peak: 0.25, rate: 48000, 20000).map { Float($0) }
    for signal in [tone, dice.noise(20000, peak: 0.25)] {
      let (heard, gains) = slam(move, signal, rate: 48000, ramp: 240, &dice)
      let wanted = zip(signal, gains).map { Double($0) * $1 }
      #expect(largestError(heard, wanted) < 1e-6)
    }
  }

  @Test(arguments: moves) func aMoveIsThereOnTheLastFrameOfTheRampAndNotBefore(move: Move) {
    for (rate, ramp) in Self.rates {
      var console = desk(move)
      let rig = Rig(console, inputs: 1, outputs: 2, rate: rate)
      _ = rig.render([steady(0.25, 37)], block: 37)
      console.make(move.edit(1))
      rig.engine.follow(console)
      let out = rig.render([steady(0.25, 1000)], block: 77)[0]
      let end = Float(0.25 * move.gains[1])
      #expect(abs(out[ramp - 1] - end) <= 1e-7, "\(rate)")
      #expect(abs(out[ramp - 2] - end) > 0.1 * 0.25 / Float(ramp), "\(rate)")
      #expect(Set(out[ramp...]).count == 1, "\(rate)")
    }
  }

  @Test(arguments: moves) func aSineUnderALongRampHasNothingBesidesItAbove90dBBelowFullScale(
    move: Move
  ) {
    let tone = sine(1000, peak: 0.9, rate: 48000, 4096)
    for place in 1..<move.gains.count where move.gains[place] <= 1 {
      var console = desk(move)
      console.rampTime = Milliseconds(20)
      let rig = Rig(console, inputs: 1, outputs: 2)
      var ideal = IdealRamp(1)
      let out = rig.render([tone.map { Float($0) }]) { start in
        if start == 704 {
          console.make(move.edit(place))
          rig.engine.follow(console)
        }
        return 64
      }
      let wanted = tone.enumerated().map { frame, sample in
        if frame == 704 { ideal.move(to: move.gains[place], in: 960) }
        return sample * ideal.next()
      }
      let rest = zip(out[0], wanted).map { Double($0) - $1 }
      let plain = rest.reduce(0) { max($0, abs($1)) }
      let component = spectrum(rest).max() ?? 0
      print(
        "\(move) to \(move.gains[place]): largest difference \(Decibels(amplitude: plain)) dBFS,",
        "largest component \(Decibels(amplitude: component)) dBFS")
      #expect(component < pow10(-90.0 / 20))
      #expect(plain < pow10(-90.0 / 20))
    }
  }

  @Test func theTimeOfRampsIsTheConsoles() {
    var console = desk(Self.moves[0])
    for (time, frames) in [(1.0, 48), (20, 960), (200, 9600), (0.1, 16)] {
      console.rampTime = Milliseconds(time)
      let rig = Rig(console, inputs: 1, outputs: 2)
      var next = console
      next.make(.fader(.channel(1), .silence))
      rig.engine.follow(next)
      let out = rig.render([steady(0.25, 10000)], block: 64)[0]
      #expect(out.firstIndex { abs($0) < 1e-7 } == frames - 1)
    }
  }
}
