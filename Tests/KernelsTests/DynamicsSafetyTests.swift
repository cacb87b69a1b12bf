import CLanes
import DSP
import Engine
import Glibc
import Processors
import Testing

/// What gates and compressors have to keep to whatever their settings.
@Suite struct DynamicsSafetyTests {
  /// Longer campaigns multiply their rounds by BUSBAR_TEST_SCALE.
  private let scale = getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

  /// Random settings as rows.
  private func rows(
    _ kernel: DynamicsKernel, _ noise: inout DynamicsNoise, link: StereoLink = .none,
    isOn: Bool? = nil
  ) -> [Float] {
    let isOn = isOn ?? (noise.unit() < 0.8)
    let filter = KeyFilterSettings(
      lowCut: noise.unit() < 0.5 ? nil : noise.number(20, 2000),
      highCut: noise.unit() < 0.5 ? nil : noise.number(200, 20000))
    switch kernel {
    case .gate:
      var gate = GateSettings()
      (gate.isOn, gate.keyFilter) = (isOn, filter)
      gate.mode = noise.one(of: GateSettings.Mode.allCases)
      (gate.threshold, gate.range) = (noise.number(-80, 0), noise.number(-80, 0))
      (gate.ratio, gate.attack) = (noise.one(of: [1, 2, .infinity]), noise.one(of: [0.1, 5, 200]))
      (gate.hold, gate.release) = (noise.number(0, 2000), noise.one(of: [5, 50, 4000]))
      gate.hysteresis = noise.number(0, 12)
      return gate.rows(rate: 48000, link: link)
    case .compress:
      var compressor = CompressorSettings()
      (compressor.isOn, compressor.keyFilter) = (isOn, filter)
      compressor.detector = noise.one(of: CompressorSettings.Detector.allCases)
      (compressor.threshold, compressor.makeUp) = (noise.number(-60, 0), noise.number(-12, 24))
      (compressor.ratio, compressor.knee) = (noise.one(of: [1, 3, .infinity]), noise.number(0, 24))
      (compressor.attack, compressor.mix) = (noise.one(of: [0.1, 5, 200]), noise.number(0, 100))
      (compressor.hold, compressor.release) = (noise.number(0, 500), noise.one(of: [5, 50, 2000]))
      return compressor.rows(rate: 48000, link: link)
    case .glue:
      var glue = GlueSettings()
      (glue.isOn, glue.keyLowCut) = (isOn, filter.lowCut)
      (glue.threshold, glue.makeUp) = (noise.number(-60, 0), noise.number(-12, 24))
      (glue.ratio, glue.knee) = (noise.one(of: [1, 3, .infinity]), noise.number(0, 24))
      (glue.attack, glue.mix) = (noise.one(of: [0.1, 5, 100]), noise.number(0, 100))
      (glue.release, glue.slowRelease) = (noise.number(20, 1000), noise.number(200, 5000))
      return glue.rows(rate: 48000, link: link)
    }
  }

  /// Settings that move a lot about a threshold.
  private func lively(
    _ kernel: DynamicsKernel, _ link: StereoLink, _ threshold: Double = -24
  ) -> [Float] {
    switch kernel {
    case .gate:
      var gate = GateSettings()
      (gate.isOn, gate.mode, gate.threshold, gate.range) = (true, .expander, threshold, -20)
      return gate.rows(rate: 48000, link: link)
    case .compress:
      var compressor = CompressorSettings()
      (compressor.isOn, compressor.threshold) = (true, threshold)
      return compressor.rows(rate: 48000, link: link)
    case .glue:
      var glue = GlueSettings()
      (glue.isOn, glue.threshold, glue.slowRelease) = (true, threshold, 300)
      return glue.rows(rate: 48000, link: link)
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func offPassesBitForBit(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 1)
      let bank = DynamicsBank(kernel, kernels)
      for lane in 0..<16 {
        let isOn = lane % 2 == 0
        bank.rows.send(
          lane: lane, to: isOn ? lively(kernel, .none) : rows(kernel, &noise, isOn: false))
      }
      let loud: [Float] = [1e9, 1, 1e-9, 0, -1e-20, -1e9, 0.3]
      let input = (0..<6400 * 16).map {
        loud[$0 % 7] * Float(noise.number(-1, 1)) * ($0 < 3200 * 16 ? 1 : 1e-13)
      }
      let output = bank.render(6400) { input[$0 * 16 + $1] }
      for lane in 0..<16 {
        let isSame = output.lane(lane) == input.lane(lane)
        #expect(isSame == (lane % 2 == 1), "lane \(lane)")
      }
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func zeroedRowsAreOff(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      let output = DynamicsBank(kernel, kernels).render(200) { Float($0 - $1) }
      for frame in 0..<200 {
        for lane in 0..<16 { #expect(output[frame * 16 + lane] == Float(frame - lane)) }
      }
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func saysWhenItCanBeSkipped(kernel: DynamicsKernel) {
    let kernels = Kernels(instructionSet: .best)
    func isIdle(_ bank: DynamicsBank) -> Bool {
      kernel == .gate
        ? kernels.isGateIdle(bank.rows.parameters) : kernels.isCompressorIdle(bank.rows.parameters)
    }
    var noise = DynamicsNoise(seed: 2)
    let bank = DynamicsBank(kernel, kernels)
    bank.rows.send(to: rows(kernel, &noise, isOn: false))
    #expect(isIdle(bank))
    bank.rows.send(lane: 9, to: rows(kernel, &noise, isOn: true), in: 240)
    #expect(!isIdle(bank))
    _ = bank.render(480) { _, _ in 1 }
    bank.rows.send(lane: 9, to: rows(kernel, &noise, isOn: false), in: 240)
    #expect(!isIdle(bank))
    _ = bank.render(240) { _, _ in 1 }
    #expect(isIdle(bank))
  }

  @Test(arguments: DynamicsKernel.allCases) func linkedLanesMoveAsOne(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 4)
      let bank = DynamicsBank(kernel, kernels)
      let keys = (0..<16).map { _ in segments(&noise, around: -20, 19200) }
      // Lanes 3 and 4, and 14 and 15, are pairs, the rest is mono; the threshold moves half way.
      func send(_ threshold: Double, in frames: Int32) {
        for lane in 0..<16 {
          let link: StereoLink =
            [3, 14].contains(lane) ? .withNext : [4, 15].contains(lane) ? .withPrevious : .none
          bank.rows.send(lane: lane, to: lively(kernel, link, threshold), in: frames)
        }
      }
      send(-24, in: 0)
      let output = bank.render(
        19200, key: { keys[$1][$0] }, before: { if $0 == 9600 { send(-15, in: 240) } },
        { _, _ in 1 })
      // Compared before they are expected, for reports of long arrays take minutes.
      let isSame = [3, 4, 13, 14].map { output.lane($0) == output.lane($0 + 1) }
      #expect(isSame == [true, false, false, true])
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func lanesLinkedLateBecomeOne(kernel: DynamicsKernel) {
    var noise = DynamicsNoise(seed: 6)
    let bank = DynamicsBank(kernel, Kernels(instructionSet: .best))
    let keys = (0..<16).map { _ in segments(&noise, around: -20, 240_000) }
    bank.rows.send(to: lively(kernel, .none))
    let output = bank.render(
      240_000, key: { keys[$1][$0] },
      before: {
        guard $0 == 48000 else { return }
        bank.rows.send(lane: 7, to: lively(kernel, .withNext), in: 240)
        bank.rows.send(lane: 8, to: lively(kernel, .withPrevious), in: 240)
      }, { _, _ in 1 })
    let (left, right) = (output.lane(7), output.lane(8))
    let isSame = [left[..<48000] == right[..<48000], left[192_000...] == right[192_000...]]
    #expect(isSame == [false, true])
  }

  @Test(arguments: DynamicsKernel.allCases) func switchingDoesNotClick(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 9)
      for _ in 0..<10 {
        let bank = DynamicsBank(kernel, kernels)
        var seed = noise
        // The same settings, on and off.
        func send(_ isOn: Bool, in frames: Int32) {
          noise = seed
          bank.rows.send(to: rows(kernel, &noise, isOn: isOn), in: frames)
        }
        send(false, in: 0)
        let output = bank.render(
          14400, key: { Float(sin(Double($0) * 0.05 * Double($1))) },
          before: { if $0 % 4800 == 1920 { send($0 == 1920 || $0 == 11520, in: 240) } },
          { _, _ in 1 })
        for lane in 0..<16 {
          let gains = output.lane(lane)
          // On its way, 240 frames, a gain goes no steeper than a few times the straight line, and
          // than attacks and releases that go on meanwhile.
          for start in [1920, 6720, 11520] {
            let all = gains[(start - 1)..<(start + 240)]
            let way = max(1, all.max() ?? 0) - (all.min() ?? 0)
            let steepest = zip(all.dropFirst(), all).map { abs($0 - $1) }.max() ?? 1
            #expect(steepest < 0.04 * way + 0.003, "lane \(lane) at \(start): \(steepest)")
          }
        }
        seed = noise
      }
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func sweepsDoNotClick(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      let bank = DynamicsBank(kernel, kernels)
      func rows(_ part: Double) -> [Float] {
        var gate = GateSettings()
        (gate.isOn, gate.mode, gate.attack) = (true, .expander, 5)
        (gate.hold, gate.release) = (0, 5)
        (gate.threshold, gate.range, gate.ratio) = (-60 * part, -60 * (1 - part), 1 + 4 * part)
        var compressor = CompressorSettings()
        (compressor.isOn, compressor.threshold, compressor.knee) = (true, -60 * part, 24 * part)
        (compressor.ratio, compressor.makeUp) = (1 + 9 * part, 12 * part)
        compressor.mix = 100 - 50 * part
        var glue = GlueSettings()
        (glue.isOn, glue.threshold, glue.knee) = (true, -60 * part, 24 * part)
        (glue.ratio, glue.makeUp, glue.mix) = (1 + 9 * part, 12 * part, 100 - 50 * part)
        return kernel == .gate
          ? gate.rows(rate: 48000)
          : kernel == .compress ? compressor.rows(rate: 48000) : glue.rows(rate: 48000)
      }
      bank.rows.send(to: rows(0))
      // From end to end and back in 20 ms, told every 5 ms.
      let output = bank.render(
        38400, key: { frame, _ in Float(0.03 * sin(Double(frame) * 0.1)) },
        before: { frame in
          guard frame % 192 == 0 else { return }
          let phase = Double(frame % 1920) / 960
          bank.rows.send(to: rows(phase < 1 ? phase : 2 - phase), in: 240)
        }, { _, _ in 1 })
      let gains = output.lane(0).dropFirst(960)
      let steepest = zip(gains.dropFirst(), gains).map { abs($0 - $1) }.max() ?? 1
      #expect(steepest < 0.02, "\(steepest)")
      #expect((gains.max() ?? 0) - (gains.min() ?? 0) > 0.1)
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func survivesAnything(kernel: DynamicsKernel) {
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 12)
      let bank = DynamicsBank(kernel, kernels)
      let constants: [Float] = [1e9, -1e9, 1, 0, 1e-30, 0x1p-130, 0x1p-149, 1e-3]
      var input = [Float](repeating: 0, count: 64 * 16)
      for _ in 0..<1000 * scale {
        let lane = Int(noise.bits() % 16)
        let ramp = noise.one(of: [0, 16, 240, 4800])
        bank.rows.send(lane: lane, to: rows(kernel, &noise), in: Int32(ramp))
        for lane in 0..<16 {
          let (constant, isNoise) = (noise.one(of: constants), noise.unit() < 0.5)
          for frame in 0..<64 {
            input[frame * 16 + lane] = isNoise ? constant * Float(noise.number(-1, 1)) : constant
          }
        }
        let output = bank.render(noise.one(of: [1, 3, 16, 61, 64])) { input[$0 % 64 * 16 + $1] }
        // 24 dB of make-up is the most that can be added.
        #expect(output.allSatisfy { abs($0) <= 1.6e10 })
      }
      let states = kernel == .gate ? Gate.stateRows : Compressor.stateRows
      for row in 0..<states {
        for lane in 0..<16 { #expect(bank.rows.state[row][lane].isFinite) }
      }
    }
  }

  @Test(arguments: DynamicsKernel.allCases) func setsAgree(kernel: DynamicsKernel) {
    var outputs: [[Float]] = []
    withEachInstructionSet { kernels in
      var noise = DynamicsNoise(seed: 21)
      let bank = DynamicsBank(kernel, kernels)
      for lane in 0..<16 { bank.rows.send(lane: lane, to: rows(kernel, &noise, isOn: true)) }
      let music = (0..<16).map { _ in segments(&noise, around: -20, 24000) }
      outputs.append(
        bank.render(
          24000, block: 61,
          before: { start in
            guard start % (61 * 40) == 0 else { return }
            bank.rows.send(lane: start % 16, to: rows(kernel, &noise, isOn: true), in: 240)
          }, { music[$1][$0] }))
    }
    func energy(_ samples: [Float]) -> Double { samples.reduce(0) { $0 + Double($1) * Double($1) } }
    for other in outputs.dropFirst() {
      let difference = zip(outputs[0], other).map { $0 - $1 }
      #expect(10 * log10(energy(difference) / energy(outputs[0])) < -100)
    }
  }
}
