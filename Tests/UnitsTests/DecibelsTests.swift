import Testing
import Units

@Suite struct DecibelsTests {
  @Test func leavesASignalExactlyAloneAtUnity() {
    #expect(Decibels.unity.gain == 1)
    #expect(Decibels(-0.0).gain == 1)
    #expect(Decibels.silence.gain == 0)
  }

  @Test(arguments: [(20.0, 10.0), (10, 3.162_277_66), (6, 1.995_262_31), (-6, 0.501_187_23)])
  func multipliesSamplesByItsFactor(level: Double, gain: Double) {
    #expect(abs(Double(Decibels(level).gain) - gain) < 1e-6)
    #expect(abs(Decibels(amplitude: gain).value - level) < 1e-6)
  }

  @Test func readsAnyAmplitudeWithoutATrap() {
    #expect(Decibels(amplitude: 0) == .silence)
    #expect(Decibels(amplitude: -1) == .silence)
    #expect(Decibels(amplitude: .nan) == .silence)
    #expect(Decibels(amplitude: .infinity).value < .infinity)
  }

  @Test func addsInSeriesAndStaysSilentOnceSilent() {
    #expect(Decibels(-6) + Decibels(-10) == Decibels(-16))
    #expect(Decibels.silence + Decibels(10) == .silence)
    #expect(Decibels.silence + .silence == .silence)
  }

  @Test func isHeldToPlusTwentyOnlyWhenAsked() {
    #expect((Decibels(15) + Decibels(15)).value == 30)
    #expect(Decibels(30).clamped == .ceiling)
    #expect(Decibels(19.9).clamped == Decibels(19.9))
  }

  @Test(
    arguments: [
      (-6.0, "-6.0"), (10, "+10.0"), (0, "0.0"), (-0.0, "0.0"), (-0.04, "0.0"), (0.04, "0.0"),
      (-0.06, "-0.1"), (0.06, "+0.1"), (-9.96, "-10.0"), (-89.94, "-89.9"), (-.infinity, "-inf"),
      (-123456.7, "-123456.7"), (-1e300, "-1e+300"), (1e300, "1e+300"),
    ] as [(Double, String)])
  func printsAsConsolesDo(level: Double, text: String) {
    #expect(Decibels(level).description == text)
  }

  @Test func sortsFromSilenceUp() {
    let levels = [Decibels(3), .silence, .unity, Decibels(-90)]
    #expect(levels.sorted() == [.silence, Decibels(-90), .unity, Decibels(3)])
  }
}

@Suite struct MillisecondsTests {
  @Test(
    arguments: [
      (5.0, 48_000, 240), (1, 44_100, 44), (0.5, 44_100, 22), (0, 48_000, 0),
      (2000, 96_000, 192_000),
      (0.0104, 48_000, 0), (0.0105, 48_000, 1), (1000.0 / 48_000, 48_000, 1),
    ] as [(Double, Int, Int)])
  func countsTheNearestWholeFrames(length: Double, rate: Int, frames: Int) {
    #expect(Milliseconds(length).frames(at: rate) == frames)
  }

  @Test func countsNoMoreFramesThanANumberHolds() {
    #expect(Milliseconds(.greatestFiniteMagnitude).frames(at: 192_000) == 1 << 53)
  }
}
