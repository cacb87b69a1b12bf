import ConsoleModel
import Engine
import Testing
import Units

/// Strips that leave a VCA and keep their sound are heard as before.
@Suite struct KeepSoundTests {
  @Test func leavingAVCAChangesNoOutput() {
    var left = 0
    for seed in 5000..<5000 + UInt64(rounds(60)) {
      var random = RandomDesk(seed: seed)
      var console = random.desk()
      let noise = (0..<random.inputs).map { _ in random.dice.noise(600, peak: 0.02) }
      let rig = Rig(console, inputs: random.inputs, outputs: random.outputs)
      let before = rig.render(noise, block: 64)
      for id in console.stripIDs {
        guard let vca = console.directMasters(of: id).min(), random.dice.chance(60) else {
          continue
        }
        console.make(.leaveVCA(id, vca: vca, keeping: .sound))
        left += 1
      }
      let other = Rig(console, inputs: random.inputs, outputs: random.outputs)
      let after = other.render(noise, block: 64)
      for output in before.indices {
        let was = decibels(energy(before[output]))
        let change = abs(decibels(energy(after[output])) - was)
        #expect(change < 0.001 || was < -120, "seed \(seed), output \(output + 1): \(change) dB")
      }
    }
    #expect(left > 50)
  }

  private func energy(_ samples: [Float]) -> Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
