import Demo
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

private let optimized: Bool = {
  var optimized = true
  assert(
    {
      optimized = false; return true
    }())
  return optimized
}()

@Test func eightPartsOfFortySecondsAreNamed() {
  let names = [
    "Drums", "Bass", "Keys", "Guitar 1", "Guitar 2", "Lead voice", "Backing voice", "Percussion",
  ]
  #expect(DemoBand.partNames == names)
  #expect(Bands.full.parts.map(\.name) == names)
  #expect(Bands.full.rate == 48_000)
  #expect(Bands.full.frameCount == 1_920_000)
  #expect(Bands.full.parts.allSatisfy { $0.frameCount == 1_920_000 })
}

@Test func aRateThatCannotBeRenderedIsHeldToTheNearest() {
  for rate in [Int.min, -1, 0, 7_999] {
    let band = DemoBand.render(rate: rate)
    #expect(band.rate == 8_000)
    #expect(band.frameCount == 320_000)
    #expect(band.parts.count == 8)
  }
}

@Test(arguments: [8_000, 44_100, 96_000])
func everyRateGivesTheSameMusic(rate: Int) {
  let band = DemoBand.render(rate: rate)
  #expect(band.frameCount == 40 * rate)
  for part in band.parts.indices {
    let (samples, full) = (band.all(part), Bands.full.all(part))
    #expect(samples.isFinite)
    #expect(abs(samples.peakLevel - full.peakLevel) < 0.01)
    #expect(abs(samples.rmsLevel - full.rmsLevel) < 6, "\(band.parts[part].name)")
  }
}

@Test func twoRendersAreEqualToTheBit() {
  let other = DemoBand.render(rate: 16_000)
  for part in other.parts.indices {
    let differ = zip(other.all(part), Bands.low.all(part)).count { $0.bitPattern != $1.bitPattern }
    #expect(differ == 0)
  }
}

@Test func progressRisesFromNothingToAll() {
  var heard: [Double] = []
  _ = DemoBand.render(rate: 8_000) { heard.append($0) }
  #expect(heard == [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1])
}

@Test func samplesAreLentWhereTheyLie() {
  for part in Bands.low.parts.indices {
    let start = Bands.low.withUnsafeSamples(of: part) { $0.baseAddress }
    #expect(start == Bands.low.parts[part].samples)
  }
  for part in [-1, 8, Int.max, Int.min] {
    #expect(Bands.low.withUnsafeSamples(of: part) { $0.count } == 0)
  }
}

@Test(.enabled(if: optimized)) func renderingTakesLittleTime() {
  let start = threadSeconds()
  _ = DemoBand.render(rate: 48_000)
  #expect(threadSeconds() - start < 4)  // twice the budget, for slow machines
}

private func threadSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
