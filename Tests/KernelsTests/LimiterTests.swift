import DSP
import Engine
import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct LimiterTests {
  private func settings(release: Double = 100, isAdaptive: Bool = false) -> LimiterSettings {
    var settings = LimiterSettings()
    settings.isOn = true
    settings.release = release
    settings.isReleaseAdaptive = isAdaptive
    return settings
  }

  @Test(arguments: [8000, 44100, 48000, 96000, 192000])
  func delaysWhatIsBelowTheCeilingBitForBit(rate: Int) {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 4)
      let (left, right) = (signals.uniform(3000, 0.3), signals.uniform(3000, 0.3))
      let rig = LimiterRig(kernels, settings(), rate: rate)
      let out = rig.render(left, right) { 1 + Int(signals.unit() * 64) }
      let latency = settings().latency(rate: rate)
      #expect(out.left == [Float](repeating: 0, count: latency) + left.dropLast(latency))
      #expect(out.right == [Float](repeating: 0, count: latency) + right.dropLast(latency))
      #expect(rig.unit.pointee.deepest == 0)
    }
  }

  @Test func leavesTheSecondLaneOfAMonoLimiterAlone() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 5)
      let hot = signals.uniform(1000, 4)
      let mono = LimiterRig(kernels, settings()).render(hot, nil)
      let silence = [Float](repeating: 0, count: 1000)
      #expect(mono.left == LimiterRig(kernels, settings()).render(hot, silence).left)
      #expect(mono.right.allSatisfy { $0 == -7 })
    }
  }

  @Test func givesBothChannelsOneGain() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 6)
      let hot = signals.noise(5000, 4)
      let out = LimiterRig(kernels, settings()).render(hot.map { $0 * 0x1p-10 }, hot)
      #expect(out.left == out.right.map { $0 * 0x1p-10 })
    }
  }

  @Test func rendersTheSameInBlocksOfAnySize() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 7)
      let (left, right) = (signals.noise(5000, 2), signals.squares(5000, 3))
      let adaptive = settings(release: 20, isAdaptive: true)
      let whole = LimiterRig(kernels, adaptive).render(left, right)
      let parts = LimiterRig(kernels, adaptive).render(left, right) { 1 + Int(signals.unit() * 64) }
      #expect(whole == parts)
    }
  }

  /// A signal that grows to a level and stays: an edge would have peaks above the level.
  private func constant(_ level: Float) -> [Float] {
    (0..<2000).map { level * Float(min(1, Double($0) / 1000)) }
  }

  @Test func holdsASteadySignalAtTheCeilingLessItsMargin() {
    withEachInstructionSet { kernels in
      for level: Float in [-1, 0.9, 4, 1000] {
        let constant = constant(level)
        let out = LimiterRig(kernels, settings()).render(constant, constant)
        let wanted = pow(10, (-1 - 0.03) / 20)
        #expect(abs(20 * log10(Double(abs(out.left[1999])) / wanted)) < 0.005)
      }
    }
  }

  /// The gain of a limiter frame by frame, read from a quiet constant beside what it limits.
  private func gains(_ rig: LimiterRig, _ hot: [Float]) -> [Double] {
    let pilot = [Float](repeating: 0x1p-12, count: hot.count)
    return rig.render(hot, pilot).right.dropFirst(rig.layout.latency).map { Double($0) * 0x1p12 }
  }

  @Test(arguments: [10.0, 100, 1000], [44100, 48000, 96000])
  func releasesInTheTimeThatItIsGiven(release: Double, rate: Int) {
    withEachInstructionSet { kernels in
      let rig = LimiterRig(kernels, settings(release: release), rate: rate)
      var hot = [Float](repeating: 0, count: rate * 2)
      for frame in 0..<100 { hot[1000 + frame] = 4 }
      let gains = gains(rig, hot)
      // Well after the averages have seen the last of the peak.
      let start = 1100 + 4 * rig.layout.smoothing
      let reduction = 1 - gains[start]
      let end = gains[start...].firstIndex { 1 - $0 <= reduction * exp(-1) } ?? 0
      let milliseconds = Double(end - start) * 1000 / Double(rate)
      #expect(abs(milliseconds / release - 1) < 0.05)
      #expect(reduction > 0.5)
    }
  }

  @Test func anAdaptiveReleaseSlowsDownWhileItWorks() {
    withEachInstructionSet { kernels in
      func left(after peak: Int, isAdaptive: Bool) -> Double {
        let rig = LimiterRig(kernels, settings(isAdaptive: isAdaptive))
        var hot = [Float](repeating: 0, count: 200_000)
        for frame in 0..<peak { hot[frame] = 4 }
        let gains = gains(rig, hot)
        // Five release times later.
        return (1 - gains[peak + 24000]) / (1 - gains[peak - 1])
      }
      #expect(abs(left(after: 48, isAdaptive: false) - exp(-5)) < 0.001)
      #expect(abs(left(after: 96000, isAdaptive: false) - exp(-5)) < 0.001)
      let short = left(after: 48, isAdaptive: true)
      #expect(short > 0.05 && short < 0.125)
      // Two thirds that last, less what sixteen release times take in five.
      let long = left(after: 96000, isAdaptive: true)
      #expect(long > 0.4 && long < 0.67)
    }
  }

  @Test func neverMovesTheGainFast() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 8)
      let rig = LimiterRig(kernels, settings(release: 10))
      let gains = gains(rig, signals.impulses(100_000, 1e9))
      let steps = zip(gains.dropFirst(), gains).map { $0 - $1 }
      let bends = zip(steps.dropFirst(), steps).map { $0 - $1 }
      // The longer average spreads a step over its length, the shorter one the slope over its own.
      let smoothing = Double(rig.layout.smoothing)
      #expect((steps.map { abs($0) }.max() ?? 1) <= 1.00001 / smoothing)
      #expect((bends.map { abs($0) }.max() ?? 1) <= 2.001 * 2 / smoothing / smoothing)
      #expect((gains.min() ?? 1) < 0.001)
    }
  }

  @Test func staysANumberWhateverComes() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 9)
      let rig = LimiterRig(kernels, settings(release: 10, isAdaptive: true))
      for _ in 0..<50 {
        let level = pow(10, signals.unit() * 49 - 40)
        let kind = Int(signals.unit() * 4)
        let part: [Float] =
          switch kind {
          case 0: signals.uniform(1000, level)
          case 1: signals.signs(1000, level)
          case 2: [Float](repeating: Float(level), count: 1000)
          default: [Float](repeating: 0, count: 1000)
          }
        let out = rig.render(part, part.map { -$0 })
        #expect(out.left.allSatisfy { abs($0) <= 0.9 })
        #expect(out.left == out.right.map { -$0 })
      }
    }
  }

  @Test func comesBackToExactlyOne() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 10)
      let rig = LimiterRig(kernels, settings(release: 10, isAdaptive: true))
      _ = rig.render(signals.noise(48000, 4), nil)
      _ = rig.render([Float](repeating: 0, count: 48000 * 4), nil)
      rig.unit.pointee.deepest = 0
      let quiet = signals.uniform(1000, 0.3)
      #expect(rig.render(quiet, nil).left.dropFirst(78) == quiet.dropLast(78))
      #expect(rig.unit.pointee.deepest < 0x1p-24)
    }
  }

  @Test func followsMovesOfItsSettingsWithoutAClick() {
    withEachInstructionSet { kernels in
      var signals = LimiterSignals(seed: 11)
      let rig = LimiterRig(kernels, settings())
      var hot: [Float] = []
      var gains: [Double] = []
      for _ in 0..<100 {
        var moved = settings(release: 10 + 990 * signals.unit(), isAdaptive: signals.unit() < 0.5)
        moved.ceiling = -20 * signals.unit()
        rig.send(moved, in: 240)
        hot = signals.squares(1 + Int(signals.unit() * 1000), 4)
        let pilot = [Float](repeating: 0x1p-12, count: hot.count)
        let out = rig.render(hot, pilot) { 1 + Int(signals.unit() * 64) }
        gains += out.right.map { Double($0) * 0x1p12 }
        #expect(out.left.allSatisfy { abs($0) <= 1 })
      }
      let steps = zip(gains.dropFirst(79), gains.dropFirst(78)).map { abs($0 - $1) }
      #expect((steps.max() ?? 1) <= 1.00001 / 32)
    }
  }

  @Test func metersTheDeepestReduction() {
    withEachInstructionSet { kernels in
      let rig = LimiterRig(kernels, settings())
      _ = rig.render(constant(2), nil) { 7 }
      let wanted = 1 - pow(10, -1.03 / 20) / 2
      #expect(abs(Double(rig.unit.pointee.deepest) - wanted) < 1e-4)
    }
  }

  @Test func soundsTheSameOnEveryInstructionSet() {
    var signals = LimiterSignals(seed: 12)
    let (left, right) = (signals.noise(20000, 2), signals.squares(20000, 3))
    let adaptive = settings(release: 20, isAdaptive: true)
    let baseline = LimiterRig(Kernels(instructionSet: .baseline), adaptive).render(left, right)
    withEachInstructionSet { kernels in
      let out = LimiterRig(kernels, adaptive).render(left, right)
      let pairs = zip(out.left + out.right, baseline.left + baseline.right)
      #expect((pairs.map { abs($0 - $1) }.max() ?? 1) < 1e-5)
    }
  }
}
