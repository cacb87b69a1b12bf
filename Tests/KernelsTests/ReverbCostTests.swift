import CLanes
import DSP
import Engine
import Processors
import Testing

/// What the reverb costs, by the least of many runs.
@Suite(.enabled(if: isReverbOptimized)) struct ReverbCostTests {
  /// The least time of a block of 64 frames, in nanoseconds a frame; `each` is called before each.
  private func cost(_ rig: ReverbRig, _ runs: Int, each: (Int) -> Void) -> Double {
    let clock = ContinuousClock()
    var least = Duration.seconds(1)
    for run in 0..<runs {
      each(run)
      let block = rig.block()
      least = min(least, clock.measure { for _ in 0..<4 { rig.kernels.renderReverb(block) } })
    }
    return Double(least.components.attoseconds) / 1e9 / 256
  }

  @Test func silenceCostsNoMoreThanSoundAndOffNothing() {
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    withEachInstructionSet { kernels in
      var dice = ReverbDice(11)
      let settings = reverb { $0.decay = 0.2 }
      let rig = ReverbRig(settings, kernels: kernels)
      let block = rig.block()
      let loud = cost(rig, 1000) { _ in
        for frame in 0..<64 { block.left[frame * 16] = Float(dice.number(-1...1)) }
      }
      let still = [Float](repeating: 0, count: 9600)
      let silent = (0..<20).map { _ in
        _ = rig.render(still, still)
        return cost(rig, 200) { _ in }
      }
      let moving = cost(rig, 1000) { run in
        rig.send(reverb { $0.size = Double(run % 2) })
      }
      rig.send(ReverbSettings(), in: 0)
      let off = cost(rig, 100) { _ in }
      print(
        "reverb \(kernels.instructionSet), ns a frame: sound \(loud), silence "
          + "\(silent.max() ?? 0) at most, moving \(moving), off \(off)")
      #expect(silent.allSatisfy { $0 < 1.5 * loud })
      #expect(off < 0.1 * loud)
    }
  }
}
