import DSP
import Engine
import Processors
import Testing
import Units

/// What the reverb's tail is like, measured as rooms are.
@Suite struct ReverbSoundTests {
  private let kernels = Kernels(instructionSet: .best)

  /// The decays of octaves, measured on the energy of both sides' responses to both inputs at some
  /// sizes: one response alone scatters by a tenth and more at low
  /// frequencies, where few modes share a band (ISO 3382-2, annex A).
  private func decays(_ settings: ReverbSettings, _ bands: [Double]) -> [Double] {
    var energies = [[Double]](repeating: [], count: bands.count)
    let longest = bands.map { settings.decay(at: $0, rate: 48000) }.max() ?? 1
    let sizes = max(3, Int(8 / settings.decay))
    for step in 0..<sizes {
      let size = 0.9 * Double(step) / Double(sizes - 1)
      for isLeft in [true, false] {
        var sized = settings
        sized.size = size
        let rig = ReverbRig(sized, kernels: kernels)
        let heard = rig.response(
          seconds: 0.2 + 0.8 * longest, left: isLeft ? 1 : 0, right: isLeft ? 0 : 1)
        for (index, band) in bands.enumerated() {
          for side in [heard.left, heard.right] {
            let energy = TailMeasures.remaining(TailMeasures.octave(side, band, rate: 48000))
            energies[index] =
              energies[index].isEmpty ? energy : zip(energies[index], energy).map { $0 + $1 }
          }
        }
      }
    }
    return energies.map { TailMeasures.decay($0, rate: 48000) }
  }

  private func expectDecays(_ settings: ReverbSettings, _ bands: [Double]) {
    for (band, measured) in zip(bands, decays(settings, bands)) {
      let asked = settings.decay(at: band, rate: 48000)
      print("reverb \(settings.voicing), \(Int(band)) Hz: \(measured) s of \(asked) s")
      #expect(abs(measured / asked - 1) < 0.05, "\(settings.voicing), \(band) Hz, \(asked) s")
    }
  }

  @Test(.enabled(if: isReverbOptimized)) func decaysAsAskedInEveryOctave() {
    let all = [125.0, 250, 500, 1000, 2000, 4000, 8000]
    let decays = reverbScale > 1 ? [0.3, 0.7, 2, 5, 10] : [0.7]
    for voicing in ReverbVoicing.allCases {
      for decay in decays {
        expectDecays(whiteReverb { ($0.voicing, $0.decay) = (voicing, decay) }, all)
      }
    }
  }

  @Test(.enabled(if: isReverbOptimized)) func decaysAsAskedInThreeBands() {
    for (low, high) in reverbScale > 1 ? [(1.5, 0.5), (0.6, 1.2), (2, 0.4)] : [(1.5, 0.5)] {
      let settings = whiteReverb {
        ($0.decay, $0.lowDecay, $0.highDecay) = (1.2, low, high)
        ($0.lowCrossover, $0.highCrossover) = (400, 2500)
      }
      expectDecays(settings, [125, 1000, 8000])
    }
  }

  @Test func hallsAreAsDenseAsNoiseWithinFiftyMilliseconds() {
    let heard = ReverbRig(reverb(), kernels: kernels).response(seconds: 0.5)
    for side in [heard.left, heard.right] {
      let start = side.firstIndex { $0 != 0 } ?? 0
      // Single windows of noise scatter by a tenth.
      func density(_ times: ClosedRange<Int>) -> Double {
        times.reduce(0) { sum, time in
          let time = Double(time) / 1000
          return sum + TailMeasures.echoDensity(Array(side[start...]), at: time, rate: 48000)
        } / Double(times.count)
      }
      let (soon, later) = (density(40...50), density(50...150))
      print("reverb hall: echo density \(soon) from 40 to 50 ms, \(later) to 150 ms")
      #expect(soon > 0.9 && later > 0.95 && later < 1.05)
    }
  }

  /// A tail of noise has 2 and about 0.02; FAUST's zita_rev1 measures 18 and 0.34, its freeverb 10
  /// and 0.61 by the like.
  @Test(.enabled(if: isReverbOptimized)) func tailsDoNotRingOrFlutter() {
    for (voicing, roughest) in [(ReverbVoicing.hall, 6.0), (.plate, 8.0)] {
      let settings = whiteReverb { ($0.voicing, $0.decay) = (voicing, 3) }
      let heard = ReverbRig(settings, kernels: kernels).response(seconds: 3.5)
      for side in [heard.left, heard.right] {
        let tail = TailMeasures.leveled(side, from: 72000, count: 65536, decay: 3, rate: 48000)
        let roughness = TailMeasures.roughness(TailMeasures.spectrum(tail, rate: 48000))
        let flutter = TailMeasures.flutter(tail, rate: 48000)
        print(
          "reverb \(voicing): roughness \(roughness), flutter \(flutter.size) at \(flutter.lag)")
        #expect(roughness < roughest)
        #expect(flutter.size < 0.1)
      }
    }
  }

  @Test func sidesAgreeInNothingAndAddUpToMono() {
    for voicing in ReverbVoicing.allCases {
      let settings = whiteReverb { $0.voicing = voicing }
      let heard = ReverbRig(settings, kernels: kernels).response(seconds: 1.5)
      var (left, right, both) = (0.0, 0.0, 0.0)
      for (a, b) in zip(heard.left[9600...], heard.right[9600...]) {
        left += Double(a * a)
        right += Double(b * b)
        both += Double(a * b)
      }
      print("reverb \(voicing): correlation \(both / (left * right).squareRoot())")
      #expect(abs(both) < 0.1 * (left * right).squareRoot())
      #expect(left / right < 1.2 && right / left < 1.2)
    }
  }

  @Test func narrowReverbsAreMono() {
    let heard = ReverbRig(reverb { $0.width = 0 }, kernels: kernels).response(
      seconds: 0.3, right: 0)
    #expect(zip(heard.left, heard.right).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func preDelayDelaysTheWholeReverb() {
    func heard(_ wait: Double) -> [Float] {
      let settings = reverb { ($0.preDelay, $0.modulationDepth) = (Milliseconds(wait), 0) }
      return ReverbRig(settings, kernels: kernels).response(seconds: 0.5).left
    }
    let (now, later) = (heard(0), heard(100))
    #expect(later[..<4800].allSatisfy { $0 == 0 })
    #expect(zip(now, later[4800...]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// A hard jump of a tone of 300 Hz would make third differences as large as its peak.
  @Test func moveOfAnySettingMakesNoClick() {
    let tone = (0..<48000).map { Float(Elementary.sine(2 * .pi * 300 * Double($0) / 48000)) }
    func edge(_ change: @escaping (inout ReverbSettings) -> Void) -> Float {
      let rig = ReverbRig(reverb(), kernels: kernels)
      let send = { (start: Int) in
        if start == 24000 { rig.send(reverb(change)) }
      }
      let heard = rig.render(tone, tone, before: send).left
      let peak = heard[12000...].reduce(0) { max($0, abs($1)) }
      var worst: Float = 0
      for frame in 24000..<47000 {
        let (a, b, c, d) = (heard[frame], heard[frame + 1], heard[frame + 2], heard[frame + 3])
        worst = max(worst, abs(a - 3 * b + 3 * c - d) / peak)
      }
      return worst
    }
    let moves: [(String, (inout ReverbSettings) -> Void)] = [
      ("off", { $0.isOn = false }), ("voicing", { $0.voicing = .room }),
      ("pre-delay", { $0.preDelay = Milliseconds(120) }), ("larger", { $0.size = 1 }),
      ("smaller", { $0.size = 0.1 }), ("decay", { $0.decay = 0.2 }),
      ("low decay", { $0.lowDecay = 0.3 }), ("high decay", { $0.highDecay = 2 }),
      ("crossovers", { ($0.lowCrossover, $0.highCrossover) = (900, 1500) }),
      ("diffusion", { $0.diffusion = 0 }), ("early", { $0.earlyLevel = .silence }),
      ("late", { $0.lateLevel = .silence }), ("rate", { $0.modulationRate = 4 }),
      ("depth", { $0.modulationDepth = 1 }), ("low cut", { $0.lowCut = 500 }),
      ("high cut", { $0.highCut = 1000 }), ("width", { $0.width = 0 }),
      ("frozen", { $0.isFrozen = true }),
    ]
    for (name, change) in moves {
      let size = edge(change)
      print("reverb, \(name): third difference \(size)")
      #expect(size < 0.02, "\(name)")
    }
  }
}
