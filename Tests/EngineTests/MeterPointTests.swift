import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// Every strip is metered where it says, whatever its neighbours say.
@Suite struct MeterPointTests {
  private func peak(_ sides: [[Double]]) -> Double { sides.joined().reduce(0) { max($0, abs($1)) } }

  /// Draws a point for every meter, at times the desk's.
  private func drawPoints(_ console: inout Console, _ dice: inout Dice) {
    console.make(.meterPoint(MeterPoint.allCases.randomElement(using: &dice) ?? .input))
    for id in console.meteredIDs where dice.chance(70) {
      console.make(.set(id, .meter, Double(dice.number(0...3))))
    }
  }

  /// What a plain computation finds at a strip's point.
  private func wanted(_ id: StripID, _ console: Console, _ naive: inout NaiveMixer) -> Double {
    let point = console.meterPoint(of: id)
    guard case .source(let source) = id else {
      let taps = naive.taps(of: id)
      let signal = point == .input ? taps.input : point == .preFader ? taps.before : taps.after
      return peak(signal.sides)
    }
    guard let plug = console[source].inputs.first, plug <= naive.inputs.count else { return 0 }
    let isOpen = point != .postFader || console[source].strip[.talkbackOn] == 1
    let level = point == .postFader ? console[source].strip[.talkbackLevel] : 0
    return isOpen ? peak([naive.inputs[plug - 1]]) * amplitude(level) : 0
  }

  @Test(arguments: InstructionSet.available)
  func randomDesksAreMeteredAsAPlainComputationSays(set: InstructionSet) {
    var tally: [MeterPoint: Int] = [:]
    for seed in 0..<UInt64(rounds(60)) {
      var random = RandomDesk(seed: 4000 + seed)
      var console = random.desk()
      let rig = Rig(
        console, inputs: random.inputs, outputs: random.outputs, block: 800, instructionSet: set)
      if random.dice.chance(50) {
        console = random.desk()
        rig.engine.follow(console)
      }
      drawPoints(&console, &random.dice)
      rig.engine.follow(console)
      rig.settle()
      for _ in 0..<2 {
        _ = rig.engine.takeMeters()
        _ = rig.render((0..<random.inputs).map { _ in [0] })
      }
      _ = rig.engine.takeMeters()
      let noise = (0..<random.inputs).map { _ in random.dice.noise(800, peak: 0.02) }
      _ = rig.render(noise)
      let meters = rig.engine.takeMeters()
      var naive = NaiveMixer(console, inputs: noise)
      _ = naive.outputs(random.outputs)
      #expect(meters.count == console.meteredIDs.count)
      for (id, meter) in zip(console.meteredIDs, meters) {
        let wanted = wanted(id, console, &naive)
        let error = abs(Double(meter.peak) - wanted)
        #expect(error <= 1e-6 * max(1, naive.largest), "\(set), seed \(seed), \(id)")
        if wanted > 0, let point = console.meterPoint(of: id) { tally[point, default: 0] += 1 }
      }
    }
    #expect(MeterPoint.allCases.allSatisfy { tally[$0, default: 0] > 50 })
  }

  /// Faders that move, lanes that are metered here and there: each as if all were metered there.
  @Test(arguments: InstructionSet.available) func neighboursMakeNoDifference(set: InstructionSet) {
    func desk(_ point: (Int) -> Int) -> Console {
      var console = Console.small(channels: 20, groups: 1)
      for number in 1...20 {
        console.make(
          .set(.channel(number), .meter, Double(point(number))),
          .fader(.channel(number), Decibels(Double(-number))))
        if number % 5 == 0 {
          console.make(
            .set(.channel(number), .eqOn, 1), .set(.channel(number), .eq(2, .on), 1),
            .set(.channel(number), .eq(2, .gain), 12))
        }
      }
      return console
    }
    var desks = (1...3).map { point in desk { _ in point } } + [desk { 1 + $0 % 3 }]
    let rigs = desks.map { Rig($0, inputs: 20, outputs: 2, instructionSet: set) }
    var dice = Dice(3)
    for block in 0..<60 {
      let noise = (0..<20).map { _ in dice.noise(block % 2 == 0 ? 64 : 37) }
      let level = Decibels(Double(dice.number(-30...10)))
      for index in desks.indices {
        if block % 7 == 3 { desks[index].make(.fader(.channel(1 + block % 20), level)) }
        rigs[index].engine.follow(desks[index])
        _ = rigs[index].render(noise)
      }
      let meters = rigs.map { $0.engine.takeMeters() }
      for number in 1...20 {
        let (shown, alone) = (meters[3][number - 1], meters[number % 3][number - 1])
        #expect(shown.peak == alone.peak, "block \(block), channel \(number)")
        #expect(abs(shown.rms - alone.rms) <= 1e-5 * alone.rms)
      }
    }
  }

  @Test func theInputComesBeforeEveryProcessor() {
    var console = Console.small(channels: 2)
    for number in 1...2 {
      console.make(
        .inputs(channel: number, [1]), .trim(.channel(number), Decibels(-6)),
        .set(.channel(number), .delay, 100))
    }
    console.make(.set(.channel(1), .meter, 1), .set(.channel(2), .meter, 2))
    let rig = Rig(console, inputs: 1, outputs: 2)
    _ = rig.render([steady(0.5, 640)], block: 640)
    let meters = rig.engine.takeMeters()
    #expect(abs(Double(meters[0].peak) - 0.5 * amplitude(-6)) < 1e-7)
    #expect(meters[1].peak == 0)
  }

  @Test func anotherPointIsNotHeard() {
    var console = Console.small(channels: 18)
    for number in 1...18 { console.make(.fader(.channel(number), Decibels(-12))) }
    var dice = Dice(5)
    let noise = (0..<18).map { _ in dice.noise(6400, peak: 0.05) }
    let plain = Rig(console, inputs: 18, outputs: 2).render(noise, block: 64)
    let rig = Rig(console, inputs: 18, outputs: 2)
    let heard = rig.render(noise) { frame in
      let number = 1 + frame / 64 % 18
      console.make(
        .set(.channel(number), .meter, Double(frame / 64 % 4)),
        .meterPoint(MeterPoint.allCases[frame / 64 % 3]))
      rig.engine.follow(console)
      return 64
    }
    for side in 0..<2 { #expect(largestError(heard[side], plain[side].map(Double.init)) < 1e-6) }
  }

  @Test func talkbackAndOscillatorHaveMeters() throws {
    var console = Console.small(channels: 1)
    console.make(
      .set(.oscillator, .oscillatorOn, 1), .set(.oscillator, .oscillatorLevel, -20),
      .talkbackInput(1), .set(.talkback, .talkbackLevel, -6), .set(.talkback, .meter, 3))
    let rig = Rig(console, inputs: 1, outputs: 2)
    _ = rig.render([steady(0.5, 4800)], block: 4800)
    let (shut, ids) = (rig.engine.takeMeters(), console.meteredIDs)
    let (talkback, oscillator) = (
      try #require(ids.firstIndex(of: .talkback)), try #require(ids.firstIndex(of: .oscillator))
    )
    #expect(abs(Double(shut[oscillator].peak) - 0.1) < 1e-3 && shut[talkback].peak == 0)
    console.make(.set(.talkback, .talkbackOn, 1))
    rig.engine.follow(console)
    _ = rig.render([steady(0.5, 4800)], block: 4800)
    let open = Double(rig.engine.takeMeters()[talkback].peak)
    #expect(abs(open - 0.5 * amplitude(-6)) < 1e-6)
  }
}
