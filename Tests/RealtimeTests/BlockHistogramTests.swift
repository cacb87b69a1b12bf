import Realtime
import Testing

@Suite struct BlockHistogramTests {
  @Test func isZeroWhenNothingWasCounted() {
    let times = BlockHistogram().snapshot
    #expect(times.blockCount == 0)
    #expect([times.p50, times.p99, times.p999, times.longest] == [0, 0, 0, 0])
  }

  @Test func givesTheLongestExactly() {
    let histogram = BlockHistogram()
    for time in [5_000, 1_234_567, 900] as [UInt64] { histogram.record(nanoseconds: time) }
    #expect(histogram.snapshot.longest == 1_234_567)
    #expect(histogram.snapshot.time(ofShare: 1) == 1_234_567)
  }

  @Test func tellsARareLongBlockFromTheRest() {
    let histogram = BlockHistogram()
    for _ in 0..<995 { histogram.record(nanoseconds: 100_000) }
    for _ in 0..<5 { histogram.record(nanoseconds: 2_000_000) }
    let times = histogram.snapshot
    #expect(times.blockCount == 1000)
    #expect((100_000...125_000).contains(times.p50))
    #expect((100_000...125_000).contains(times.p99))
    #expect(times.p999 == 2_000_000)
  }

  @Test func takesTimesOfAnyLength() {
    let histogram = BlockHistogram()
    for time in [0, 1, 1023, 1 << 30, .max] as [UInt64] { histogram.record(nanoseconds: time) }
    let times = histogram.snapshot
    #expect(times.blockCount == 5)
    #expect(times.p50 == 1023)
    #expect(times.longest == UInt64(Int64.max))  // 292 years
    #expect(times.time(ofShare: -1) == 1023)
    #expect(times.time(ofShare: .nan) >= 1 << 30)
  }

  @Test func startsAgainWhenTaken() {
    let histogram = BlockHistogram()
    histogram.record(nanoseconds: 7_000)
    #expect(histogram.take().longest == 7_000)
    #expect(histogram.snapshot.blockCount == 0)
    #expect(histogram.snapshot.longest == 0)
  }

  @Test(arguments: 1...4) func staysWithinAQuarterOfSortedTimes(seed: UInt64) {
    var random = Seeded(state: seed)
    let histogram = BlockHistogram()
    var times: [UInt64] = []
    for _ in 0..<5_000 * testScale {
      // Even in octaves from 1 µs to 1 s.
      let octave = UInt64.random(in: 10..<30, using: &random)
      let time = UInt64.random(in: 1 << octave..<2 << octave, using: &random)
      times.append(time)
      histogram.record(nanoseconds: time)
    }
    times.sort()
    let snapshot = histogram.snapshot
    for share in [0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1] {
      let index = Int((Double(times.count) * share).rounded(.up)) - 1
      let read = snapshot.time(ofShare: share)
      #expect(read >= times[index])
      #expect(Double(read) <= Double(times[index]) * 1.25)
    }
  }
}
