import ConsoleModel
import Engine
import Testing
import Units

/// A new plan is put in force without a tear, and without a trace where nothing was edited.
@Suite struct SwapTests {
  /// Renders with edits at given frames; the control side looks every few blocks, as a desk does.
  private func render(
    _ input: [[Float]], _ start: Console, edits: [(frame: Int, console: Console)], seed: UInt64
  ) -> [[Float]] {
    let rig = Rig(start, inputs: SwapDesk.inputs, outputs: SwapDesk.outputs, block: 256)
    rig.isServiced = false
    var dice = Dice(seed)
    var console = start
    var waiting = edits
    var nextTurn = 0
    return rig.render(input) { frame in
      if let first = waiting.first, frame >= first.frame {
        console = first.console
        waiting.removeFirst()
        nextTurn = 0
      }
      if frame >= nextTurn {
        rig.turn(console)
        nextTurn = frame + dice.number(1...2000)
      }
      return dice.number(1...256)
    }
  }

  private func consoles(_ change: SwapDesk.Change) -> (before: Console, after: Console) {
    var before = SwapDesk.console
    for edit in change.before { before.make(edit) }
    var after = before
    for edit in change.after { after.make(edit) }
    return (before, after)
  }

  @Test(arguments: SwapDesk.changes) func whatWasNotEditedStaysAsItIs(
    change: SwapDesk.Change
  ) {
    let (before, after) = consoles(change)
    for seed in 0..<UInt64(rounds(3)) {
      var dice = Dice(seed)
      let noise = (0..<SwapDesk.inputs).map { _ in dice.noise(16000, peak: 0.03) }
      let plain = render(noise, before, edits: [], seed: seed)
      let edits: [(frame: Int, console: Console)] = [
        (4000 + 100 * Int(seed), after), (9000, before),
      ]
      let edited = render(noise, before, edits: edits, seed: seed)
      for output in SwapDesk.untouched {
        let worst = zip(edited[output], plain[output]).map { abs($0 - $1) }.max() ?? 0
        // Bit for bit, or -140 dBFS where sums are made in another order.
        #expect(worst <= (change.movesLanes ? 1e-7 : 0), "seed \(seed), output \(output + 1)")
      }
      #expect(edited != plain)
    }
  }

  @Test(arguments: SwapDesk.changes) func whatWasEditedMovesInARampAndArrives(
    change: SwapDesk.Change
  ) {
    let (before, after) = consoles(change)
    let levels = (0..<SwapDesk.inputs).map { $0 == 2 ? 0.25 : $0 == 4 ? -0.25 : 0.002 as Float }
    let input = levels.map { steady($0, 24000) }
    for seed in 0..<UInt64(rounds(5)) {
      let edits: [(frame: Int, console: Console)] = [(8000, after), (16000, before)]
      let heard = render(input, before, edits: edits, seed: seed)
      // A quarter of full scale, at most twice in one output, by gains that move three at a time.
      for (output, samples) in heard.enumerated() {
        let step = largestStep(Array(samples[4000...]))
        #expect(step <= 3 * 0.5 / 240, "seed \(seed), output \(output + 1)")
      }
      for (console, frame) in [(before, 7990), (after, 15990), (before, 23990)] {
        var naive = NaiveMixer(console, inputs: levels.map { steady($0, 1000) })
        for (output, samples) in naive.outputs(SwapDesk.outputs).enumerated() {
          let error = abs(Double(heard[output][frame]) - samples[999])
          #expect(error < 1e-6, "seed \(seed), output \(output + 1), frame \(frame)")
        }
      }
    }
  }

  @Test func aRampUnderASwapGoesOnAsIfThereWereNone() {
    for seed in 0..<UInt64(rounds(20)) {
      var dice = Dice(seed)
      let noise = (0..<SwapDesk.inputs).map { _ in dice.noise(4000, peak: 0.03) }
      var moved = SwapDesk.console
      moved.make(
        .fader(.channel(1), .silence), .pan(.channel(6), .right), .fader(.main, Decibels(-7)),
        .sendLevel(.channel(6), to: BusID(.aux, 1), Decibels(5)), .fader(.group(1), Decibels(-3)))
      var routed = moved
      routed.make(.assign(.channel(3), to: SwapDesk.group2, true), .solo(.channel(3), true))
      let delay = dice.number(1...6)
      func render(_ isSwapped: Bool) -> [[Float]] {
        let rig = Rig(SwapDesk.console, inputs: SwapDesk.inputs, outputs: SwapDesk.outputs)
        return rig.render(noise) { frame in
          if frame == 37 * 10 { rig.engine.follow(moved) }
          if isSwapped && frame == 37 * (10 + delay) { rig.engine.follow(routed) }
          return 37
        }
      }
      let (plain, swapped) = (render(false), render(true))
      for output in SwapDesk.untouched { #expect(plain[output] == swapped[output]) }
      #expect(plain[8] != swapped[8])
    }
  }

  @Test func aSecondSideOfAnFXThatWasMonoStartsEmpty() {
    var console = Console.small(channels: 1)
    let fx = BusID(.fx, 1)
    console.make(
      .fader(.channel(1), .unity), .assign(.channel(1), to: .main, false),
      .sendLevel(.channel(1), to: fx, .unity), .delay(fx, Milliseconds(500)))
    let rig = Rig(console, inputs: 1, outputs: 2)
    _ = rig.render([steady(0.25, 30000)], block: 64)
    console.make(.width(.bus(fx), .mono))
    rig.engine.follow(console)
    rig.settle(frames: 100_000)
    console.make(.width(.bus(fx), .stereo))
    rig.engine.follow(console)
    let out = rig.render([steady(0, 60000)], block: 64)
    #expect(out == [steady(0, 60000), steady(0, 60000)])
  }

  @Test func aSoloedVCAAboveTheMonitorDoesNotFeedTheMonitorItself() {
    var console = Console.small(channels: 1)
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left), .joinVCA(.bus(.monitor), vca: 1),
      .solo(.vca(1), true))
    let rig = Rig(console, inputs: 1, outputs: 4)
    let out = rig.render([steady(0.25, 100)], block: 64)
    #expect(out == [steady(0.25, 100), steady(0, 100), steady(0.25, 100), steady(0, 100)])
  }
}
