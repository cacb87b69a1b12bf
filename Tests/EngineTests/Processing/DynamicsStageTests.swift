import ConsoleModel
import Engine
import Testing
import Units

/// The dynamics of strips, through the whole engine, against their static laws.
@Suite struct DynamicsStageTests {
  private static let levels = [-70.0, -50, -34, -30, -26, -20, -12, -6, 0]

  /// By how many dB a steady 1 kHz tone of some level in dBFS comes out louder.
  private func gain(_ scene: Scene, at level: Double, key: Double? = nil) -> Double {
    let tone = sine(1000, peak: amplitude(level), rate: 48000, 28800).map(Float.init)
    let keyTone = key.map { sine(1000, peak: amplitude($0), rate: 48000, 28800).map(Float.init) }
    let heard = scene.heard(tone, key: keyTone)
    return decibels(amplitude(of: 1000, in: heard[0].suffix(4800))) - level
  }

  /// The law of Giannoulis, Massberg and Reiss.
  private func compressed(_ level: Double, _ threshold: Double, _ ratio: Double, _ knee: Double)
    -> Double
  {
    let over = level - threshold
    let slope = 1 - 1 / ratio
    if over <= -knee / 2 { return 0 }
    if over >= knee / 2 { return -slope * over }
    return -slope * (over + knee / 2) * (over + knee / 2) / (2 * knee)
  }

  @Test(arguments: [0.0, 1]) func aCompressorFollowsItsLaw(detector: Double) {
    var scene = Scene(.channel)
    scene.set([
      .compressorOn: 1, .compressorThreshold: -30, .compressorRatio: 4, .compressorKnee: 10,
      .compressorMakeUp: 3, .compressorDetector: detector, .compressorAttack: 5,
    ])
    for level in Self.levels {
      let heard = level - detector * 3.0103
      let wanted = compressed(heard, -30, 4, 10) + 3
      #expect(abs(gain(scene, at: level) - wanted) < 0.1, "\(level) dBFS")
    }
  }

  @Test(arguments: [StripKind.group, .aux, .fx, .matrix, .main, .monitor])
  func aGlueCompressorFollowsItsLaw(kind: StripKind) {
    var scene = Scene(kind)
    scene.set([
      .compressorOn: 1, .compressorThreshold: -24, .compressorRatio: 2, .compressorKnee: 6,
      .compressorAttack: 5,
    ])
    for level in Self.levels {
      let wanted = compressed(level, -24, 2, 6)
      #expect(abs(gain(scene, at: level) - wanted) < 0.1, "\(kind) at \(level) dBFS")
    }
  }

  @Test func theMixIsBetweenBoth() {
    var scene = Scene(.channel)
    scene.set([
      .compressorOn: 1, .compressorThreshold: -40, .compressorRatio: .infinity,
      .compressorKnee: 0, .compressorDetector: 0, .compressorMix: 25,
    ])
    // 20 dB down makes a tenth; a quarter of that and three quarters of the whole.
    #expect(abs(gain(scene, at: -20) - decibels(0.75 + 0.25 * 0.1)) < 0.02)
  }

  @Test func aGateAnExpanderAndADuckerFollowTheirLaws() {
    for (mode, law) in [
      (0.0, { $0 < -33 ? -40.0 : 0 }), (1, { $0 < -33 ? max(-40, 2 * ($0 + 30)) : 0 }),
      (2, { $0 < -30 ? 0.0 : -40 }),
    ] as [(Double, (Double) -> Double)] {
      var scene = Scene(.channel)
      scene.set([
        .gateOn: 1, .gateMode: mode, .gateThreshold: -30, .gateRange: -40, .gateRatio: 3,
        .gateHold: 20, .gateRelease: 40,
      ])
      for level in [-70.0, -48, -40, -36, -28, -20, 0] {
        #expect(abs(gain(scene, at: level) - law(level)) < 0.1, "mode \(mode) at \(level) dBFS")
      }
    }
  }

  /// A boost of 12 dB at the tone before or behind a compressor of 4:1 above the tone's level.
  @Test func theOrderOfEqualiserAndCompressorIsHeard() {
    var scene = Scene(.channel)
    scene.set([
      .eqOn: 1, .eq2On: 1, .eq2Frequency: 1000, .eq2Gain: 12, .compressorOn: 1,
      .compressorThreshold: -20, .compressorRatio: 4, .compressorKnee: 0, .compressorDetector: 0,
    ])
    // The compressor hears -8 dBFS, 12 dB over, and leaves 3 of them; or -20 dBFS, and leaves all.
    #expect(abs(gain(scene, at: -20) - 3) < 0.1)
    scene.set([.order: 1])
    #expect(abs(gain(scene, at: -20) - 12) < 0.1)
  }

  /// Both sides of a stereo strip are turned down by the louder one, whatever lanes they have.
  @Test(arguments: [0, 1, 14, 15]) func sidesAreLinkedFromAnyLane(monoBefore: Int) {
    var size = ConsoleSize()
    size.channels = monoBefore + 2
    var console = Console(name: "Linked", size: size)
    let strip = StripID.channel(monoBefore + 1)
    console.make(
      .fader(.main, .unity), .fader(strip, .unity), .width(strip, .stereo),
      .inputs(channel: monoBefore + 1, [1, 2]), .set(strip, .compressorOn, 1),
      .set(strip, .compressorThreshold, -30), .set(strip, .compressorRatio, .infinity),
      .set(strip, .compressorKnee, 0), .set(strip, .compressorDetector, 0))
    // Neighbours on both sides are louder, and must not be listened to.
    for number in 1...monoBefore + 2 where number != monoBefore + 1 {
      console.make(.inputs(channel: number, [3]), .set(.channel(number), .compressorOn, 1))
    }
    let rig = Rig(console, inputs: 3, outputs: 2)
    let tones = [-10.0, -40, 0].map {
      sine(1000, peak: amplitude($0), rate: 48000, 28800).map(Float.init)
    }
    let heard = rig.render(tones, block: 64)
    #expect(abs(decibels(amplitude(of: 1000, in: heard[0].suffix(4800))) + 30) < 0.1)
    #expect(abs(decibels(amplitude(of: 1000, in: heard[1].suffix(4800))) + 60) < 0.1)
  }

  /// Linked channels go by the louder one, wherever their lanes are, from the link to the parting.
  @Test(arguments: [0, 1, 14, 15, 30]) func linkedChannelsShareTheirLevel(before: Int) {
    var size = ConsoleSize()
    size.channels = before + 3
    var console = Console(name: "Linked", size: size)
    console.make(.fader(.main, .unity))
    for number in 1...before + 3 {
      let strip = StripID.channel(number)
      let isOfPair = number == before + 1 || number == before + 2
      console.make(
        .inputs(channel: number, [isOfPair ? number - before : 3]), .set(strip, .compressorOn, 1),
        .set(strip, .compressorThreshold, -30), .set(strip, .compressorRatio, .infinity),
        .set(strip, .compressorRelease, 50),
        .set(strip, .compressorKnee, 0), .set(strip, .compressorDetector, 0))
      if isOfPair {
        console.make(.fader(strip, .unity), .pan(strip, number == before + 1 ? .left : .right))
      }
    }
    let rig = Rig(console, inputs: 3, outputs: 2)
    let tones = [-10.0, -40, 0].map {
      sine(1000, peak: amplitude($0), rate: 48000, 28800).map(Float.init)
    }
    for (isLinked, right) in [(false, -40.0), (true, -60), (false, -40)] {
      console.make(.link(channel: before + 1, isLinked))
      rig.engine.follow(console)
      let heard = rig.render(tones, block: 64)
      #expect(abs(decibels(amplitude(of: 1000, in: heard[0].suffix(4800))) + 30) < 0.1)
      #expect(abs(decibels(amplitude(of: 1000, in: heard[1].suffix(4800))) - right) < 0.1)
    }
  }
}
