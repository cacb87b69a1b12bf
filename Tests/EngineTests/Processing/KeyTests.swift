import ConsoleModel
import Engine
import Testing
import Units

/// Gates and compressors that listen to other channels.
@Suite struct KeyTests {
  /// A desk of many mono channels on which one, at input 1, listens to another, at input 2.
  private func heard(
    _ listener: Int, _ source: Int, key: [Float], _ settings: [(Setting, Double)]
  ) -> [Float] {
    var size = ConsoleSize()
    size.channels = 40
    var console = Console(name: "Keys", size: size)
    for number in 1...40 { console.make(.inputs(channel: number, [])) }
    let strip = StripID.channel(listener)
    console.make(
      .fader(.main, .unity), .fader(strip, .unity), .pan(strip, .left),
      .inputs(channel: listener, [1]), .inputs(channel: source, [2]))
    for (setting, value) in settings { console.make(.set(strip, setting, value)) }
    let tone = sine(1000, peak: 0.1, rate: 48000, key.count).map(Float.init)
    return Rig(console, inputs: 2, outputs: 2).render([tone, key], block: 64)[0]
  }

  /// Silence, then a tone of full scale.
  private func key(_ hertz: Double = 700) -> [Float] {
    steady(0, 24000) + sine(hertz, peak: 1, rate: 48000, 24000).map(Float.init)
  }

  /// The levels in dBFS of the last tenth of a second before and after the key begins.
  private func levels(_ heard: [Float]) -> (before: Double, after: Double) {
    (
      decibels(amplitude(of: 1000, in: heard[19200..<24000])),
      decibels(amplitude(of: 1000, in: heard[43200...]))
    )
  }

  static let pairs = [(1, 2), (2, 1), (5, 37), (37, 5), (16, 17), (17, 16), (40, 33), (33, 40)]

  @Test(arguments: pairs) func aDuckerAndACompressorListenToAnyChannel(listener: Int, source: Int) {
    let ducked = levels(
      heard(
        listener, source, key: key(),
        [
          (.gateOn, 1), (.gateMode, 2), (.gateThreshold, -30), (.gateRange, -12),
          (.gateKey, Double(source)),
        ]))
    #expect(abs(ducked.before + 20) < 0.05 && abs(ducked.after + 32) < 0.05)
    let compressed = levels(
      heard(
        listener, source, key: key(),
        [
          (.compressorOn, 1), (.compressorThreshold, -20), (.compressorRatio, 2),
          (.compressorKnee, 0), (.compressorDetector, 0), (.compressorKey, Double(source)),
        ]))
    #expect(abs(compressed.before + 20) < 0.05 && abs(compressed.after + 30) < 0.1)
  }

  @Test func aGateOpensForItsKeyOnly() {
    let gated = levels(
      heard(
        3, 20, key: key(), [(.gateOn, 1), (.gateRange, -60), (.gateRelease, 20), (.gateKey, 20)]))
    #expect(abs(gated.before + 80) < 0.1 && abs(gated.after + 20) < 0.05)
  }

  /// A key at 100 Hz is not heard through a low cut at 1 kHz, nor one at 8 kHz through a high cut.
  @Test func keysAreFiltered() {
    let ducker: [(Setting, Double)] = [
      (.gateOn, 1), (.gateMode, 2), (.gateThreshold, -20), (.gateRange, -12), (.gateKey, 2),
    ]
    func after(_ hertz: Double, _ setting: (Setting, Double)) -> Double {
      levels(heard(1, 2, key: key(hertz), ducker + [setting])).after
    }
    #expect(abs(after(100, (.gateKeyLowCut, 1000)) + 20) < 0.05)
    #expect(abs(after(100, (.gateKeyLowCut, 100)) + 32) < 0.05)
    #expect(abs(after(8000, (.gateKeyHighCut, 800)) + 20) < 0.05)
    #expect(abs(after(8000, (.gateKeyHighCut, 8000)) + 32) < 0.05)
  }

  /// A key filter of 12 dB an octave from two equal sections, 3.01 dB down at its corner.
  @Test func aCompressorHearsItsFilteredKeyAtTheRightLevel() {
    for (setting, hertz) in [(Setting.compressorKeyLowCut, 500.0), (.compressorKeyHighCut, 2000)] {
      let compressed = levels(
        heard(
          1, 2, key: key(hertz),
          [
            (.compressorOn, 1), (.compressorThreshold, -20), (.compressorRatio, .infinity),
            (.compressorKnee, 0), (.compressorDetector, 0), (.compressorKey, 2), (setting, hertz),
          ]))
      #expect(abs(compressed.after + 20 + 20 - 3.01) < 0.1)
    }
  }

  /// A key that plays on its right side only turns both sides of a stereo strip down; a mono one
  /// too.
  @Test(arguments: [Width.mono, .stereo]) func bothSidesListenToAStereoKeysOwnSide(width: Width) {
    let pair = width == .mono ? [3] : [3, 4]
    var console = Console.small(channels: 5)
    let strip = StripID.channel(2)
    console.make(
      .width(.channel(4), width), .inputs(channel: 4, pair), .width(strip, .stereo),
      .inputs(channel: 2, [1, 2]), .fader(strip, .unity), .set(strip, .gateOn, 1),
      .set(strip, .gateMode, 2), .set(strip, .gateThreshold, -20), .set(strip, .gateRange, -12),
      .set(strip, .gateKey, 4))
    let tone = sine(1000, peak: 0.1, rate: 48000, 48000).map(Float.init)
    let (silence, loud) = (steady(0, 48000), key())
    let keys = width == .mono ? [loud, silence] : [silence, loud]
    let heard = Rig(console, inputs: 4, outputs: 2).render([tone, tone] + keys, block: 64)
    for side in heard {
      let level = levels(side)
      #expect(abs(level.before + 20) < 0.05 && abs(level.after + 32) < 0.05)
    }
  }
}
