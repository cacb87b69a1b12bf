import DSP
import Engine
import Processors
import Testing

/// The filter kernel against the same sections in Double.
@Suite struct FilterKernelTests {
  private static let off = EQBandSettings().rows(rate: 48000)
  private static let on = EQBandSettings(.peaking, frequency: 900, gain: 9, q: 1.5).rows(
    rate: 48000)

  /// Sixteen strips whose settings move at random, in blocks of random sizes.
  @Test func doesInEveryLaneWhatTheSectionsSay() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(1)
      let rows = Rows(sections: 6)
      var references = [FilterReference](repeating: FilterReference(sections: 6), count: 16)
      var peaks = [Double](repeating: 1, count: 16)
      var worst = 0.0
      for round in 0..<300 {
        for lane in 0..<16 where round == 0 || dice.whole(20) == 0 {
          let targets = dice.strip(above: 100)
          let frames = round == 0 ? 0 : 16 * dice.whole(20)
          rows.send(lane: lane, to: targets, in: Int32(frames))
          references[lane].send(to: targets, in: frames)
        }
        let frames = 1 + dice.whole(64)
        let inputs = (0..<16).map { _ in dice.noise(frames) }
        let outputs = rows.render(inputs) { kernels.renderFilter($1, sections: 6) }
        for lane in 0..<16 {
          for frame in 0..<frames {
            let wanted = references[lane].next(Double(inputs[lane][frame]))
            peaks[lane] = max(peaks[lane], abs(wanted))
            worst = max(worst, abs(Double(outputs[lane][frame]) - wanted) / peaks[lane])
          }
        }
      }
      print("\(kernels.instructionSet): \(worst) off the reference")
      #expect(worst < 1e-5, "\(kernels.instructionSet)")
    }
  }

  /// All sets of sections that ring for long, rest and move, and what is left of them in bypass.
  @Test func runsRingingSectionsBesideOthers() {
    let ringing = EQBandSettings(.peaking, frequency: 20, gain: 12, q: 16).rows(rate: 48000)
    withEachInstructionSet { kernels in
      var dice = FilterDice(6)
      let input = dice.noise(300)
      for kinds in 0..<243 {
        let kind = (0..<5).map { kinds / [1, 3, 9, 27, 81][$0] % 3 }
        let rows = Rows(sections: 5)
        var reference = FilterReference(sections: 5)
        let first = kind.flatMap { $0 == 0 ? ringing : Self.on }
        let second = kind.flatMap { $0 == 2 ? ringing : $0 == 1 ? Self.on : ringing }
        for (targets, frames) in [(first, 0), (second, 80)] {
          rows.send(to: targets, in: Int32(frames))
          reference.send(to: targets, in: frames)
        }
        let output = rows.render([input]) { kernels.renderFilter($1, sections: 5) }[0]
        let error = input.indices.map {
          abs(Double(output[$0]) - reference.next(Double(input[$0])))
        }
        #expect((error.max() ?? 1) < 2e-5, "\(kind)")
        rows.send(to: kind.flatMap { _ in Self.off })
        _ = rows.render([input]) { kernels.renderFilter($1, sections: 5) }
        let isSilent = (0..<5 * FilterSection.stateRows).allSatisfy { rows.state[$0] == Lanes() }
        #expect(isSilent, "\(kind)")
      }
    }
  }

  @Test func worksOnTheLanesInUse() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(7)
      let inputs = (0..<LaneLayout.lanes).map { _ in dice.noise(200) }
      for lanes in 1...LaneLayout.lanes {
        func render(_ lanes: Int) -> [[Float]] {
          let rows = Rows(sections: 3)
          rows.send(to: Self.on + Self.on + Self.on, in: 100)
          return rows.render(inputs) { _, block in
            var block = block
            block.lanes = lanes
            kernels.renderFilter(block, sections: 3)
          }
        }
        let (some, all) = (render(lanes), render(LaneLayout.lanes))
        #expect(Array(some.prefix(lanes)) == Array(all.prefix(lanes)))
        // A register may reach beyond them, to the eighth lane at most where there are so few.
        if lanes <= 8 && kernels.instructionSet != .avx512 {
          #expect(Array(some.dropFirst(8)) == Array(inputs.dropFirst(8)))
        }
      }
    }
  }

  /// All sets of sections that are on, at rest and with some of them moving.
  @Test func findsTheSectionsThatHaveSomethingToDo() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(2)
      let input = dice.noise(100)
      for count in 1...6 {
        for set in 0..<(1 << count) {
          let rows = Rows(sections: count)
          var reference = FilterReference(sections: count)
          let moving = dice.whole(1 << count)
          for goal in [false, true] {
            let targets = (0..<count).flatMap { section in
              let isOn = set >> section & 1 == 1
              let turns = goal && moving >> section & 1 == 1
              return isOn != turns ? Self.on : Self.off
            }
            rows.send(to: targets, in: goal ? 80 : 0)
            reference.send(to: targets, in: goal ? 80 : 0)
          }
          let output = rows.render([input]) { kernels.renderFilter($1, sections: count) }[0]
          for frame in input.indices {
            let wanted = reference.next(Double(input[frame]))
            #expect(abs(Double(output[frame]) - wanted) < 1e-5, "\(count) \(set) \(frame)")
          }
        }
      }
    }
  }

  @Test func passesEveryBitWhereAllIsOff() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(3)
      let rows = Rows(sections: 6)
      rows.send(to: [[Float]](repeating: Self.off, count: 6).flatMap { $0 })
      #expect(kernels.isFilterIdle(rows.parameters, sections: 6))
      let inputs = (0..<16).map { _ in
        dice.noise(200) + [0, -0.0, 1e9, -1e9, .leastNonzeroMagnitude]
      }
      let outputs = rows.render(inputs, block: 37) { kernels.renderFilter($1, sections: 6) }
      #expect(outputs.map { $0.map(\.bitPattern) } == inputs.map { $0.map(\.bitPattern) })
    }
  }

  /// The section runs for another lane's sake, and what is off still passes its input.
  @Test func passesTheInputOfALaneThatIsOffBesideOneThatIsOn() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(4)
      let rows = Rows(sections: 1)
      rows.send(to: Self.off)
      rows.send(lane: 9, to: Self.on)
      #expect(!kernels.isFilterIdle(rows.parameters, sections: 1))
      let inputs = (0..<16).map { _ in dice.noise(300) }
      let outputs = rows.render(inputs) { kernels.renderFilter($1, sections: 1) }
      for lane in 0..<16 { #expect((outputs[lane] == inputs[lane]) == (lane != 9)) }
    }
  }

  @Test func isIdleOnlyOnceEverySectionHasArrived() {
    withEachInstructionSet { kernels in
      let rows = Rows(sections: 2)
      rows.send(to: Self.off + Self.off)
      #expect(kernels.isFilterIdle(rows.parameters, sections: 2))
      rows.send(to: Self.off + Self.on, in: 64)
      #expect(!kernels.isFilterIdle(rows.parameters, sections: 2))
      #expect(kernels.isFilterIdle(rows.parameters, sections: 1))
      _ = rows.render([[Float](repeating: 1, count: 64)]) { kernels.renderFilter($1, sections: 2) }
      #expect(!kernels.isFilterIdle(rows.parameters, sections: 2))
      rows.send(to: Self.off + Self.off, in: 64)
      _ = rows.render([[Float](repeating: 1, count: 64)]) { kernels.renderFilter($1, sections: 2) }
      #expect(kernels.isFilterIdle(rows.parameters, sections: 2))
      // Its caller may skip it from now on.
      for row in 0..<4 { #expect(rows.state[row] == Lanes()) }
    }
  }

  /// Switched off and on again, the band begins in silence, however long the blocks are.
  @Test func startsFromSilenceWhateverTheBlocks() {
    withEachInstructionSet { kernels in
      var dice = FilterDice(5)
      let input = dice.noise(960)
      var outputs: [[Float]] = []
      for size in [64, 48, 16, 5] {
        let rows = Rows(sections: 1)
        rows.send(to: Self.on)
        var output: [Float] = []
        for part in 0..<4 {
          // Off takes 112 frames: it arrives within a block of 64, after which it is silenced.
          if part == 1 { rows.send(to: Self.off, in: 112) }
          if part == 2 { rows.send(to: Self.on, in: 240) }
          let piece = Array(input[part * 240..<part * 240 + 240])
          output += rows.render([piece], block: size) { kernels.renderFilter($1, sections: 1) }[0]
        }
        outputs.append(output)
      }
      for output in outputs.dropFirst() {
        for frame in output.indices { #expect(abs(output[frame] - outputs[0][frame]) < 1e-5) }
      }
      var again = FilterReference(sections: 1)
      again.send(to: Self.off)
      again.send(to: Self.on, in: 240)
      for frame in 480..<960 {
        let wanted = again.next(Double(input[frame]))
        #expect(abs(Double(outputs[0][frame]) - wanted) < 1e-5)
      }
    }
  }

  @Test func soundsTheSameOnEveryInstructionSet() {
    var first: [[Float]]?
    withEachInstructionSet { kernels in
      var dice = FilterDice(6)
      let rows = Rows(sections: 6)
      for lane in 0..<16 { rows.send(lane: lane, to: dice.strip(above: 100)) }
      let inputs = (0..<16).map { _ in dice.noise(4096).map { $0 / 16 } }
      let outputs = rows.render(inputs) { start, block in
        if start == 1024 {
          for lane in 0..<16 { rows.send(lane: lane, to: dice.strip(above: 100), in: 240) }
        }
        kernels.renderFilter(block, sections: 6)
      }
      guard let wanted = first else { return first = outputs }
      for lane in 0..<16 {
        let scale = max(1, wanted[lane].reduce(0) { max($0, abs($1)) })
        for frame in 0..<4096 {
          let difference = abs(outputs[lane][frame] - wanted[lane][frame])
          #expect(difference <= 2e-6 * scale, "\(kernels.instructionSet) \(lane) \(frame)")
        }
      }
    }
  }
}
