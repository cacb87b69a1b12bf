import CLanes
import DSP
import Engine
import Glibc
import Processors
import Testing

@Suite struct FXDelayTests {
  private let kernels = Kernels(instructionSet: .baseline)

  private func noise(_ seed: UInt64, _ count: Int, peak: Double = 0.9) -> [Float] {
    var dice = ColourDice(seed: seed)
    return dice.noise(peak, count)
  }

  private func random(_ dice: inout ColourDice) -> FXDelaySettings {
    var settings = FXDelaySettings(time: dice.uniform(1...200))
    settings.rightTime = dice.uniform(1...200)
    settings.feedback = dice.uniform(0...100)
    settings.isPingPong = dice.number(0...1) == 0
    if dice.number(0...1) == 0 { settings.lowCut = dice.uniform(20...2000) }
    if dice.number(0...1) == 0 { settings.highCut = dice.uniform(1000...20_000) }
    if dice.number(0...1) == 0 { settings.saturation = dice.uniform(0...100) }
    settings.width = dice.uniform(0...100)
    settings.mix = dice.uniform(0...100)
    return settings
  }

  @Test(arguments: [8000, 44_100, 48_000, 96_000, 192_000])
  func echoesAreExactCopiesOnTheFrame(rate: Int) {
    let (left, right) = (noise(1, rate * 5 / 2), noise(2, rate * 5 / 2))
    for (first, second) in [(1.0, 2000.0), (3.7, 1.0), (500, 500), (2000, 333.3)] {
      var settings = FXDelaySettings(time: first)
      settings.rightTime = second
      let unit = FXDelayUnit(kernels, settings, rate: rate)
      let output = unit.render(left, right)
      for (heard, input, time) in [(output.left, left, first), (output.right, right, second)] {
        let frames = Int((time * Double(rate) / 1000).rounded())
        let isExact = heard == [Float](repeating: 0, count: frames) + input.dropLast(frames)
        #expect(isExact, "\(time) ms at \(rate) Hz")
      }
    }
  }

  @Test func keepsToItsLaw() {
    var dice = ColourDice(seed: 3)
    for round in 0..<Int(20 * max(1, ColourSignals.scale)) {
      let settings = random(&dice)
      let (left, right) = (noise(UInt64(round), 20_000), noise(UInt64(round) + 900, 20_000))
      let output = FXDelayUnit(kernels, settings).render(left, right, block: 61)
      let truth = FXDelayUnit.truth(settings, left, right)
      for (heard, truth) in [(output.left, truth.left), (output.right, truth.right)] {
        let error = ColourSignals.rms(zip(heard, truth).map { Double($0) - $1 })
        #expect(error < 3e-6 * ColourSignals.rms(truth), "\(settings)")
      }
    }
  }

  @Test func changesOfTimeFadeInAStraightLine() {
    let input = noise(4, 20_000)
    let unit = FXDelayUnit(kernels, FXDelaySettings(time: 20), fadeFrames: 100)
    // Frames of 48 kHz: 960, then 480; 2400 arrives during that fade, and waits for its end.
    let output = unit.render(input, input) { start in
      if start == 6400 { unit.send(FXDelaySettings(time: 10)) }
      if start == 6464 { unit.send(FXDelaySettings(time: 50)) }
    }
    func truth(_ frame: Int) -> Float {
      func ago(_ frames: Int) -> Float { frame >= frames ? input[frame - frames] : 0 }
      func faded(_ from: Int, _ to: Int, _ start: Int) -> Float {
        let old = max(0, 1 - Float(frame - start) / 100)
        return ago(to) + (ago(from) - ago(to)) * old
      }
      // The second fade starts with the first block after the first one's end.
      return frame < 6400 ? ago(960) : frame < 6528 ? faded(960, 480, 6400) : faded(480, 2400, 6528)
    }
    for frame in input.indices {
      #expect(abs(output.left[frame] - truth(frame)) < 1e-5)
      if frame < 6400 || frame > 6700 { #expect(output.right[frame] == truth(frame)) }
    }
  }

  @Test func pingPongAlternates() {
    var settings = FXDelaySettings(time: 10)
    settings.rightTime = 20
    settings.isPingPong = true
    settings.feedback = 50
    let pulse = [1] + [Float](repeating: 0, count: 4799)
    let output = FXDelayUnit(kernels, settings).render(pulse, pulse)
    let echoes = output.left.indices.filter { output.left[$0] != 0 || output.right[$0] != 0 }
    #expect(Array(echoes.prefix(4)) == [480, 1440, 1920, 2880])
    #expect(echoes.prefix(4).map { output.left[$0] } == [1, 0, 0.25, 0])
    #expect(echoes.prefix(4).map { output.right[$0] } == [0, 0.5, 0, 0.125])
  }

  /// What the modulation adds is read off a signal that rises in a straight line.
  @Test func modulationIsASineOfItsDepthAndRate() {
    var settings = FXDelaySettings(time: 100)
    settings.modulationDepth = 4
    settings.modulationRate = 2
    let line = (0..<96_000).map { Float($0) }
    let output = FXDelayUnit(kernels, settings).render(line, line)
    let sides = [output.left, output.right].map { side in
      side.enumerated().map { Double($0.offset) - Double($0.element) - 4800 }
    }
    // After eight time constants the depth is there.
    for (side, quarter) in zip(sides, [0.0, 0.25]) {
      for frame in 48_000..<96_000 {
        let cycle = 2 * Double(frame + 1) / 48_000 + quarter
        #expect(abs(side[frame] - 96 * (1 + sin(2 * .pi * cycle))) < 0.5)
      }
    }
    // A tone shows the curve between the samples, on which a line does not depend.
    let tone = ColourSignals.sine(4000.0 / 48_000, 1, 96_000)
    let heard = FXDelayUnit(kernels, settings).render(tone, tone).left
    var error = 0.0
    for frame in 48_000..<96_000 {
      let truth = sin(2 * .pi * 4000 / 48_000 * (Double(frame) - 4800 - sides[0][frame]))
      error = max(error, abs(Double(heard[frame]) - truth))
    }
    #expect(error < 6e-3)
  }

  /// Sound goes in for half a second, then the loop is left to itself for 10^6 frames.
  @Test(arguments: [1.0, 7.3, 100, 333])
  func neverGrowsAtFullFeedback(time: Double) {
    var plain = FXDelaySettings(time: time)
    plain.rightTime = time * 1.5
    plain.feedback = 100
    var pingPong = plain
    pingPong.isPingPong = true
    var filtered = plain
    (filtered.lowCut, filtered.highCut) = (100, 8000)
    var modulated = plain
    (modulated.modulationRate, modulated.modulationDepth) = (5, 10)
    var slow = pingPong
    (slow.modulationRate, slow.modulationDepth) = (0.3, 2)
    var saturated = plain
    saturated.saturation = 100
    var all = modulated
    (all.lowCut, all.highCut, all.saturation) = (40, 12_000, 50)
    all.isPingPong = true
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    for settings in [plain, pingPong, filtered, modulated, slow, saturated, all] {
      let unit = FXDelayUnit(kernels, settings)
      _ = unit.render(noise(5, 24_000), noise(6, 24_000))
      let silence = [Float](repeating: 0, count: 48_000)
      var peaks: [Float] = []
      var levels: [Double] = []
      for _ in 0..<21 {
        let output = unit.render(silence, silence)
        let both = output.left + output.right
        peaks.append(both.reduce(0) { max($0, abs($1)) })
        levels.append(ColourSignals.rms(both.map(Double.init)))
      }
      // A loop shorter than the second that is looked at shows all of itself.
      if settings.modulationDepth == 0 {
        #expect((peaks.max() ?? .infinity) <= peaks[0], "\(settings)")
      } else {
        // Peaks that lay between two samples come to lie on them.
        #expect((peaks.max() ?? .infinity) <= peaks[0] * 1.05, "\(settings)")
        #expect(levels[20] < levels[1] && levels[1] < levels[0], "\(settings)")
      }
      if settings == plain || settings == pingPong {
        // A loop without losses stays as loud as it is.
        #expect(peaks[20] == peaks[0], "\(settings)")
      }
    }
  }

  @Test func passesEveryBitWhenOffAndForgets() {
    var on = FXDelaySettings(time: 5)
    on.feedback = 100
    var off = on
    off.isOn = false
    let input: [Float] = [-0.0, 0, ColourSignals.denormal, -1e9, 1] + noise(7, 635)
    let unit = FXDelayUnit(kernels, off)
    #expect(unit.isIdle)
    #expect(unit.render(input, input).left.map(\.bitPattern) == input.map(\.bitPattern))
    unit.send(on, in: 240)
    #expect(!unit.isIdle)
    _ = unit.render(input, input)
    unit.send(off, in: 240)
    _ = unit.render(input, input)
    #expect(unit.isIdle)
    #expect(unit.render(input, input).right.map(\.bitPattern) == input.map(\.bitPattern))
    unit.send(on, in: 0)
    let silence = [Float](repeating: 0, count: 4800)
    let isSilent = unit.render(silence, silence).left.allSatisfy { $0 == 0 }
    #expect(isSilent)
  }

  @Test func changesWithoutAClick() {
    var steady = FXDelaySettings(time: 30)
    steady.feedback = 50
    func changed(_ change: (inout FXDelaySettings) -> Void) -> FXDelaySettings {
      var settings = steady
      change(&settings)
      return settings
    }
    let changes = [
      changed { $0.leftTime = 77 }, changed { $0.feedback = 100 }, changed { $0.feedback = 0 },
      changed { $0.isPingPong = true }, changed { $0.lowCut = 2000 }, changed { $0.highCut = 1000 },
      changed { $0.saturation = 100 }, changed { $0.width = 0 }, changed { $0.mix = 30 },
      changed { ($0.modulationDepth, $0.modulationRate) = (10, 5) }, changed { $0.isOn = false },
    ]
    let left = ColourSignals.sine(100.0 / 48_000, 0.4, 24_000)
    let right = ColourSignals.sine(130.0 / 48_000, 0.4, 24_000)
    for change in changes {
      let unit = FXDelayUnit(kernels, steady)
      let output = unit.render(left, right) { start in
        if start == 6400 { unit.send(change) }
        if start == 16_000 { unit.send(steady) }
      }
      for side in [output.left, output.right] {
        let bends = ColourSignals.bends(side.map(Double.init))
        // The first echoes set in with a corner of their own; steady is what comes after.
        let still = bends[5000..<6390].max() ?? 0
        // Two sines of this size, at a line's ends and in its middle.
        let limit = still * 2 + 2 * 0.8 / 240
        #expect((bends[6390..<15_990].max() ?? 1) < limit, "\(change)")
        if change.isOn { #expect((bends[15_990...].max() ?? 1) < limit, "back from \(change)") }
      }
    }
  }

  @Test func doesNotDependOnTheBlocks() {
    var dice = ColourDice(seed: 8)
    for _ in 0..<5 {
      let settings = random(&dice)
      let (left, right) = (noise(9, 9000), noise(10, 9000))
      let whole = FXDelayUnit(kernels, settings).render(left, right)
      for block in [1, 7, 48] {
        let parts = FXDelayUnit(kernels, settings).render(left, right, block: block)
        #expect(parts.left == whole.left && parts.right == whole.right)
      }
    }
  }

  @Test func setsAgree() {
    var dice = ColourDice(seed: 12)
    for _ in 0..<10 {
      var settings = random(&dice)
      settings.modulationDepth = dice.uniform(0...10)
      let next = random(&dice)
      let (left, right) = (noise(13, 20_000), noise(14, 20_000))
      func play(_ kernels: Kernels) -> [Double] {
        let unit = FXDelayUnit(kernels, settings)
        let output = unit.render(left, right) { if $0 == 12_800 { unit.send(next) } }
        return (output.left + output.right).map(Double.init)
      }
      let truth = play(kernels)
      withEachInstructionSet { kernels in
        let error = ColourSignals.rms(zip(play(kernels), truth).map { $0 - $1 })
        #expect(error <= 1e-6 * ColourSignals.rms(truth), "\(kernels.instructionSet)")
      }
    }
  }

  @Test func survivesEverything() {
    var dice = ColourDice(seed: 11)
    for rate in [8000, 48_000, 192_000] {
      let unit = FXDelayUnit(kernels, FXDelaySettings(time: 1), rate: rate)
      var largest: Float = 0
      var isFinite = true
      for _ in 0..<Int(1500 * max(1, ColourSignals.scale)) {
        var settings = random(&dice)
        settings.modulationDepth = dice.number(0...1) == 0 ? dice.uniform(0...10) : 0
        settings.modulationRate = dice.uniform(0.05...5)
        settings.isOn = dice.number(0...9) > 0
        if dice.number(0...3) == 0 { unit.send(settings, in: Int32(dice.number(0...30)) * 16) }
        let count = dice.number(1...200)
        let kind = dice.number(0...5)
        let input = (0..<count).map { _ -> Float in
          switch kind {
          case 0: 0
          case 1: dice.number(0...1) == 0 ? 1e9 : -1e9
          case 2: ColourSignals.denormal
          case 3: 1
          default: Float(dice.uniform(-1...1))
          }
        }
        let output = unit.render(input, input.reversed(), block: dice.number(1...64))
        for sample in output.left + output.right {
          largest = max(largest, abs(sample))
          if !sample.isFinite { isFinite = false }
        }
      }
      #expect(isFinite)
      #expect(largest <= 4e9)
    }
  }
}
