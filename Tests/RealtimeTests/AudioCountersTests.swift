import CRealtimeProbe
import Realtime
import Testing

@Suite struct AudioCountersTests {
  @Test func countsEachThingApart() {
    let counters = AudioCounters()
    #expect(counters.snapshot == AudioCounts())
    for _ in 0..<5 { counters.blocks.increment() }
    for _ in 0..<4 { counters.xruns.increment() }
    for _ in 0..<3 { counters.lateWakes.increment() }
    let expected = AudioCounts(blocks: 5, xruns: 4, lateWakes: 3)
    #expect(counters.snapshot == expected)
  }

  @Test(.enabled(if: watchesFunctions && isOptimized)) func neverAllocatesOrLocks() {
    let counters = UnsafeMutablePointer<AudioCounters>.allocate(capacity: 1)
    counters.initialize(to: AudioCounters())
    let histogram = UnsafeMutablePointer<BlockHistogram>.allocate(capacity: 1)
    histogram.initialize(to: BlockHistogram())
    defer {
      counters.deinitialize(count: 1).deallocate()
      histogram.deinitialize(count: 1).deallocate()
    }
    let counts = probed {
      for block in 0..<100 as Range<UInt64> {
        countBlock(of: block * 1000, in: counters, histogram)
      }
    }
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(counters.pointee.snapshot.xruns == 100)
    #expect(histogram.pointee.snapshot.blockCount == 100)
  }

  /// The owner that the control thread keeps; both threads reach the counters through it.
  final class Owner: Sendable {
    let counters = AudioCounters()
    let histogram = BlockHistogram()
  }

  @Test func losesNothingBetweenTwoThreads() {
    let owner = Owner()
    let blocks = UInt64(20_000 * testScale)
    let done = Signal()
    onThreads(
      {
        for block in 0..<blocks {
          owner.counters.blocks.increment()
          owner.histogram.record(nanoseconds: 1 << (block % 40))
        }
        done.set()
      },
      {
        var taken: UInt64 = 0
        var seen: UInt64 = 0
        while seen < blocks {
          let now = owner.counters.snapshot.blocks
          precondition(now >= seen, "a counter ran backwards")
          seen = now
          taken += owner.histogram.take().blockCount
        }
        done.wait()
        taken += owner.histogram.take().blockCount
        precondition(taken == blocks, "a block was lost or counted twice")
      })
    #expect(owner.counters.snapshot.blocks == blocks)
  }
}
