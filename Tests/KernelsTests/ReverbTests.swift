import CLanes
import DSP
import Engine
import Processors
import Testing
import Units

/// The reverb against its definition, and what no setting may do to it.
@Suite struct ReverbTests {
  private func largest(_ samples: [Float]) -> Double {
    samples.reduce(0) { max($0, Double(abs($1))) }
  }

  @Test func matchesItsDefinitionSampleBySample() {
    var dice = ReverbDice(1)
    for (round, voicing) in ReverbVoicing.allCases.enumerated() {
      var settings = dice.settings()
      (settings.voicing, settings.isFrozen) = (voicing, false)
      settings.preDelay = Milliseconds(Double(round) * 3.3)
      // In single precision the phase of the modulation drifts by some millionths of a turn.
      let tolerance = round == 0 ? 1e-5 : 1e-4
      if round == 0 { settings.modulationDepth = 0 }
      let (left, right) = (dice.noise(16000), dice.noise(16000))
      let rows = settings.rows(rate: 48000)
      var naive = NaiveReverb()
      var truth: [(Double, Double)] = []
      for start in stride(from: 0, to: 16000, by: 16) {
        truth += naive.run(
          Array(left[start..<start + 16]), Array(right[start..<start + 16]), rows)
      }
      withEachInstructionSet { kernels in
        let heard = ReverbRig(settings, kernels: kernels).render(left, right)
        var (error, size) = (0.0, 0.0)
        for frame in truth.indices {
          error = max(
            error, abs(Double(heard.left[frame]) - truth[frame].0),
            abs(Double(heard.right[frame]) - truth[frame].1))
          size = max(size, abs(truth[frame].0))
        }
        print("reverb \(voicing) \(kernels.instructionSet): error \(error) of \(size)")
        #expect(error < tolerance * size)
      }
    }
  }

  @Test func soundsAlikeOnAllInstructionSetsThroughMovesAndBlocksOfAnySize() {
    var dice = ReverbDice(2)
    let (left, right) = (dice.noise(40000), dice.noise(40000))
    let moves = (0..<40).map { _ in dice.settings() }
    func play(_ kernels: Kernels) -> (left: [Float], right: [Float]) {
      let rig = ReverbRig(moves[0], kernels: kernels)
      var sizes = ReverbDice(3)
      var next = 1
      return rig.render(left, right, blocks: { _ in Int(sizes.number(1...64)) }) { start in
        guard start > next * 1000 else { return }
        rig.send(moves[next])
        next += 1
      }
    }
    let baseline = play(Kernels(instructionSet: .baseline))
    withEachInstructionSet { kernels in
      let heard = play(kernels)
      let error = zip(heard.left + heard.right, baseline.left + baseline.right)
        .reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
      print("reverb \(kernels.instructionSet): differs by \(error) of \(largest(baseline.left))")
      #expect(error < 1e-5 * largest(baseline.left))
    }
  }

  @Test func passesItsInputBitForBitWhenOffAndForgetsItsTail() {
    withEachInstructionSet { kernels in
      var dice = ReverbDice(4)
      let rig = ReverbRig(reverb(), kernels: kernels)
      let (left, right) = (dice.noise(20000), dice.noise(20000))
      _ = rig.render(left, right)
      rig.send(ReverbSettings())
      _ = rig.render(Array(left[0..<256]), Array(right[0..<256]))
      #expect(!kernels.isReverbIdle(rig.parameters, rig.state))
      let zeroes: [Float] = [-0.0, 0, .leastNonzeroMagnitude] + left
      let heard = rig.render(zeroes, zeroes)
      #expect(heard.left.map(\.bitPattern) == zeroes.map(\.bitPattern))
      #expect(heard.right.map(\.bitPattern) == zeroes.map(\.bitPattern))
      #expect(kernels.isReverbIdle(rig.parameters, rig.state))
      rig.send(reverb())
      let silence = [Float](repeating: 0, count: 20000)
      #expect(rig.render(silence, silence).left.allSatisfy { $0 == 0 })
    }
  }

  /// Switched on again while it is still being wiped, it starts from silence too.
  @Test func forgetsItsTailHoweverSoonItIsSwitchedOnAgain() {
    var dice = ReverbDice(5)
    let rig = ReverbRig(reverb(), kernels: Kernels(instructionSet: .best))
    _ = rig.render(dice.noise(20000), dice.noise(20000))
    rig.send(ReverbSettings())
    let silence = [Float](repeating: 0, count: 20000)
    _ = rig.render(Array(silence[0..<512]), Array(silence[0..<512]))
    rig.send(reverb())
    #expect(rig.render(silence, silence).left.allSatisfy { $0 == 0 })
  }

  @Test func fallsToExactSilence() {
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    let settings = reverb { ($0.decay, $0.lowDecay, $0.voicing) = (0.3, 1, .hall) }
    withEachInstructionSet { kernels in
      let rig = ReverbRig(settings, kernels: kernels)
      var dice = ReverbDice(6)
      let loud = largest(rig.render(dice.noise(4800), dice.noise(4800)).left)
      let silence = [Float](repeating: 0, count: 4800)
      var levels: [Double] = []
      for _ in 0..<60 { levels.append(largest(rig.render(silence, silence).left)) }
      // 60 dB in 0.3 s are 20 dB in each tenth of a second.
      #expect(levels[9] < 1e-6 * loud && levels[9] > 0)
      #expect(levels.suffix(10).allSatisfy { $0 == 0 })
    }
  }

  @Test func forgetsASteadyInput() {
    withEachInstructionSet { kernels in
      let rig = ReverbRig(reverb { ($0.decay, $0.lowDecay) = (0.5, 2) }, kernels: kernels)
      let steady = [Float](repeating: 1, count: 48000)
      var levels: [Double] = []
      for _ in 0..<3 { levels.append(largest(rig.render(steady, steady).left)) }
      // The start is heard as any edge is, and decays by 60 dB a second.
      #expect(levels[0] > 0.1 && levels[2] < 2e-3 * levels[0])
    }
  }

  @Test func holdsNoMoreEnergyThanItWasGiven() {
    var dice = ReverbDice(7)
    withEachInstructionSet { kernels in
      var settings = dice.settings()
      let places = settings
      let rig = ReverbRig(settings, kernels: kernels)
      _ = rig.render(dice.noise(20000), dice.noise(20000))
      settings.isFrozen = true
      rig.send(settings)
      // What the diffuser still holds comes in first.
      let silence = [Float](repeating: 0, count: 20000)
      _ = rig.render(silence, silence)
      var energy = rig.heldEnergy
      for _ in 0..<200 {
        settings = dice.settings()
        (settings.voicing, settings.size) = (places.voicing, places.size)
        (settings.preDelay, settings.isFrozen) = (places.preDelay, true)
        rig.send(settings, in: 160)
        _ = rig.render(Array(silence[0..<192]), Array(silence[0..<192]))
        let now = rig.heldEnergy
        #expect(now <= energy * 1.000001)
        energy = now
      }
    }
  }

  /// Every legal setting, changed every 20 ms, at first with noise and then without.
  @Test func staysBoundedWhateverIsMoved() {
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    var dice = ReverbDice(8)
    let rig = ReverbRig(dice.settings(), kernels: Kernels(instructionSet: .best))
    let blocks = Int(156_250 * max(0.1, min(reverbScale, 100)) * (isReverbOptimized ? 1 : 0.02))
    let noise = (dice.noise(64, peak: 1), dice.noise(64, peak: 1))
    let silence = [Float](repeating: 0, count: 64)
    var (loudest, quietest, level) = (Float(0), Float.infinity, Float(0))
    for block in 0..<blocks {
      if block % 15 == 0 {
        var settings = dice.settings()
        settings.decay = 20
        settings.lowDecay = dice.number(0.5...2)
        rig.send(settings)
      }
      let isLoud = block % 10000 < 5000
      var (left, right) = isLoud ? noise : (silence, silence)
      rig.run(&left, &right)
      for sample in left + right { level = max(level, abs(sample)) }
      #expect(level < 200)
      if block % 5000 == 4999 {
        if isLoud { loudest = max(loudest, level) }
      } else if block % 10000 == 9500 {
        level = 0
      } else if block % 10000 == 9998 {
        quietest = min(quietest, level)
      }
    }
    print("reverb: \(blocks * 64) frames, loudest \(loudest), then \(quietest)")
    if blocks >= 10000 { #expect(quietest < 0.1 * loudest) }
  }

  /// Lines that grow from a quarter to the whole would play four times what they hold, if they gave
  /// out again what they gave out already.
  @Test func givesOutNothingTwiceWhenItsLinesGrow() {
    var dice = ReverbDice(12)
    withEachInstructionSet { kernels in
      let rig = ReverbRig(whiteReverb { $0.size = 0 }, kernels: kernels)
      _ = rig.render(dice.noise(20000), dice.noise(20000))
      let silence = [Float](repeating: 0, count: 24000)
      rig.send(whiteReverb { ($0.size, $0.isFrozen) = (0, true) })
      _ = rig.render(silence, silence)
      let before = rig.heldEnergy
      rig.send(whiteReverb { ($0.size, $0.isFrozen) = (1, true) })
      _ = rig.render(silence, silence)
      print("reverb \(kernels.instructionSet): grown lines hold \(rig.heldEnergy / before)")
      #expect(rig.heldEnergy <= before && rig.heldEnergy > 0.3 * before)
    }
  }

  /// A frozen tail whose place changes all the time.
  @Test func growsNoLouderWhereverItsLinesMove() {
    var dice = ReverbDice(10)
    let rig = ReverbRig(whiteReverb(), kernels: Kernels(instructionSet: .best))
    _ = rig.render(dice.noise(20000), dice.noise(20000))
    let silence = [Float](repeating: 0, count: 24000)
    func energy() -> Double {
      rig.render(silence, silence).left.reduce(0) { $0 + Double($1) * Double($1) }
    }
    var settings = whiteReverb { $0.isFrozen = true }
    rig.send(settings)
    let first = energy()
    for round in 0..<60 {
      settings.size = round % 2 == 0 ? 1 : dice.number(0...1)
      settings.voicing = ReverbVoicing.allCases.randomElement(using: &dice) ?? .hall
      rig.send(settings)
      #expect(energy() < 1.1 * first)
    }
  }

  @Test func takesTheLoudestLegalInput() {
    withEachInstructionSet { kernels in
      let rig = ReverbRig(reverb { $0.decay = 20 }, kernels: kernels)
      let loud = (0..<20000).map { Float($0 % 7 < 3 ? 1e9 : -1e9) }
      #expect(rig.render(loud, loud).left.allSatisfy { $0.isFinite })
    }
  }

  @Test func fitsItsMemoryAtEveryRate() {
    var dice = ReverbDice(9)
    for rate in [8000, 11025, 44100, 48000, 96000, 192000] {
      let rig = ReverbRig(reverb(), rate: rate, kernels: Kernels(instructionSet: .best))
      for voicing in ReverbVoicing.allCases {
        for size in [0, dice.number(0...1), 1] {
          let settings = reverb {
            ($0.voicing, $0.size, $0.preDelay) = (voicing, size, Milliseconds(250))
          }
          let rows = settings.rows(rate: rate)
          func range(_ row: Int) -> ClosedRange<Int> {
            let delays = rows[row * 16..<row * 16 + 16].map { Int($0) }
            return (delays.min() ?? 0)...(delays.max() ?? 0)
          }
          let state = rig.state.pointee
          #expect(range(ReverbRow.lines).lowerBound >= ReverbState.shortestLine)
          #expect(range(ReverbRow.lines).upperBound <= state.tank.longestDelay)
          #expect(range(ReverbRow.spreads).upperBound <= state.input.longestDelay)
          #expect(range(ReverbRow.spreads + 1).upperBound <= state.second.longestDelay)
          #expect(range(ReverbRow.spreads + 2).upperBound <= state.third.longestDelay)
          #expect(range(ReverbRow.early).upperBound <= state.input.longestDelay)
          #expect(range(ReverbRow.early + 1).upperBound <= state.input.longestDelay)
        }
      }
    }
    #expect(ReverbState.bytes(rate: 48000) < 2_000_000)
  }
}

/// Whether loops run at full speed.
var isReverbOptimized: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}
