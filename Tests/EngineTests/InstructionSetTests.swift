import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// Every instruction set sounds alike, and each the same every time.
@Suite struct InstructionSetTests {
  /// A random desk played through random edits and blocks; all follows from the seed.
  private func play(_ seed: UInt64, _ set: InstructionSet) -> [[Float]] {
    var random = RandomDesk(seed: seed)
    var console = random.desk()
    let rig = Rig(
      console, inputs: random.inputs, outputs: random.outputs, block: 300, instructionSet: set)
    let noise = (0..<random.inputs).map { _ in random.dice.noise(20000, peak: 0.05) }
    return rig.render(noise) { _ in
      if random.dice.chance(20), console.attempt(random.edit(on: console)) {
        rig.engine.follow(console)
      }
      return random.dice.number(1...300)
    }
  }

  @Test func allSetsAgreeAndRepeatThemselvesToTheLastBit() {
    var largest = 0.0
    for seed in 2000..<2000 + UInt64(rounds(12)) {
      let baseline = play(seed, .baseline)
      for set in InstructionSet.available {
        let heard = play(seed, set)
        #expect(play(seed, set) == heard, "\(set), seed \(seed)")
        for (samples, truth) in zip(heard, baseline) {
          let error = largestError(samples, truth.map(Double.init))
          largest = max(largest, error)
          #expect(error <= 1e-6, "\(set), seed \(seed)")
        }
      }
    }
    print("sets \(InstructionSet.available.map(\.rawValue)): largest difference \(largest)")
  }

  @Test func theBestSetIsOneThatThisMachineHas() {
    #expect(InstructionSet.available.first == .baseline)
    #expect(InstructionSet.best == InstructionSet.available.last)
  }
}
