import Glibc
import Processors
import Testing

@Suite struct DynamicsSettingsTests {
  @Test func everyRowHasATarget() {
    // As many as DSP.Gate and DSP.Compressor name.
    #expect(GateSettings().rows(rate: 48000).count == 15)
    #expect(CompressorSettings().rows(rate: 48000).count == 17)
    #expect(GlueSettings().rows(rate: 48000).count == 17)
  }

  @Test func offIsZeroInTheRowsThatSaySo() {
    #expect(GateSettings().rows(rate: 48000)[6] == 0)
    #expect(Array(CompressorSettings().rows(rate: 48000)[6...8]) == [0, 0, 0])
    #expect(Array(GlueSettings().rows(rate: 48000)[6...8]) == [0, 0, 0])
  }

  @Test(arguments: [44100, 48000, 96000]) func keyFiltersTakeThreeDecibelsAtTheirCut(rate: Int) {
    for cut in [20.0, 100, 500, 2000, 15000] {
      var gate = GateSettings()
      gate.keyFilter = KeyFilterSettings(
        lowCut: cut <= 2000 ? cut : nil, highCut: cut >= 500 ? cut : nil)
      let rows = gate.rows(rate: rate).map { Double($0) }
      let angle = 2 * .pi * cut / Double(rate)
      // |1 - r e^(-iw)|² of a pole at r.
      func distance(_ r: Double) -> Double { 1 + r * r - 2 * r * cos(angle) }
      let (low, high) = (1 - rows[0], 1 - rows[1])
      let highCut = 20 * log10(rows[0] * rows[0] / distance(low))
      let lowCut = 20 * log10(high * high * distance(1) / distance(high))
      if cut >= 500 { #expect(abs(highCut + 3.0103) < 0.01, "\(cut) Hz: \(highCut)") }
      if cut <= 2000 { #expect(abs(lowCut + 3.0103) < 0.01, "\(cut) Hz: \(lowCut)") }
      #expect(rows[2] == (cut <= 2000 ? 1 : 0))
    }
  }

  @Test func aKeyFilterThatIsOffPassesEverything() {
    #expect(GateSettings().rows(rate: 48000)[0] == 1)
    #expect(GateSettings().rows(rate: 48000)[2] == 0)
  }

  @Test func timesBecomePartsOfTheWay() {
    var compressor = CompressorSettings()
    (compressor.attack, compressor.release, compressor.hold) = (2, 40, 100)
    let rows = compressor.rows(rate: 96000)
    #expect(abs(Double(rows[12]) / (1 - exp(-1 / 192.0)) - 1) < 1e-6)
    #expect(abs(Double(rows[13]) / (1 - exp(-1 / 3840.0)) - 1) < 1e-6)
    // 2.5 ms are 240 frames, a window of 256; the hold time counts from its end.
    #expect(rows[4] == 256)
    #expect(rows[14] == 9600 - 256)
  }

  @Test func numbersOutOfRangeCountAsTheNearest() {
    var wild = CompressorSettings()
    wild.isOn = true
    (wild.threshold, wild.ratio, wild.knee, wild.attack) = (-900, 0, 99, -1)
    (wild.hold, wild.release, wild.makeUp, wild.mix) = (-1, .infinity, 99, 300)
    var tame = CompressorSettings()
    tame.isOn = true
    (tame.threshold, tame.ratio, tame.knee, tame.attack) = (-60, 1, 24, 0.1)
    (tame.hold, tame.release, tame.makeUp, tame.mix) = (0, 2000, 24, 100)
    #expect(wild.rows(rate: 48000) == tame.rows(rate: 48000))
    wild.threshold = .nan
    wild.attack = .nan
    #expect(wild.rows(rate: 48000) == tame.rows(rate: 48000))
  }

  @Test func anInfiniteRatioIsALimit() {
    var compressor = CompressorSettings()
    compressor.ratio = .infinity
    #expect(compressor.rows(rate: 48000)[10] == 0.5)
    var gate = GateSettings()
    let slope = gate.rows(rate: 48000)[9]
    (gate.mode, gate.ratio) = (.expander, .infinity)
    #expect(gate.rows(rate: 48000)[9] == slope)
  }

  @Test func pairsAreTold() {
    #expect(GateSettings().rows(rate: 48000, link: .withNext)[5] == 1)
    #expect(CompressorSettings().rows(rate: 48000, link: .withPrevious)[5] == -1)
    #expect(GlueSettings().rows(rate: 48000)[5] == 0)
  }
}
