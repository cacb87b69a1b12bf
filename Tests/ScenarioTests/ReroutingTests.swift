import CRealtimeProbe
import Glibc
import Testing

/// Random re-routing fifty times a second: twelve seconds of sound, ten minutes at a scale of 50.
@Suite(.enabled(if: watchesFunctions && isOptimized))
struct ReroutingTests {
  private static let blocks = 12 * 48000 / ReroutingDesk.block * testScale

  /// Nothing steps, and nothing bends further than ramps do.
  ///
  /// A gain that turns round in a ramp bends the sound by twice what it lets through over the ramp's
  /// frames, and two such gains in a row by twice that. A path that is torn makes a step.
  @Test(arguments: [1, 2] as [UInt64])
  func noFrameIsOutsideTheCrossfadeAndNoBlockTakesMemory(seed: UInt64) {
    let desk = ReroutingDesk(seed: seed, isWatched: true)
    desk.run(blocks: Self.blocks)
    let bound = 4 * desk.loudest / Float(ReroutingDesk.rampFrames)
    print(
      "re-routing: \(desk.frames / 48000) s, \(desk.edits) edits, \(desk.refused) refused; loudest",
      "\(desk.loudest), largest bend \(desk.bend.size) (\(bound) allowed), largest step",
      "\(desk.step.size) (\(ReroutingDesk.peak) at unity), torn blocks \(desk.tornBlocks), offences \(desk.offences.count)"
    )
    #expect(desk.bend.size <= bound, "in frame \(desk.bend.frame)")
    #expect(desk.step.size <= ReroutingDesk.peak / 50, "in frame \(desk.step.frame)")
    #expect(desk.loudest > 5 * ReroutingDesk.peak && desk.loudest < 1)
    #expect(desk.tornBlocks == 0)
    #expect(desk.offences.isEmpty, "\(desk.offences.prefix(3))")
    #expect(desk.mostPlansUnderWay <= 1)
  }

  /// In a process of its own, whose heap nobody else uses.
  @Test func theHeapStaysAsItIs() async {
    let end = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let desk = ReroutingDesk(seed: 3, isWatched: false)
      desk.run(blocks: 4000)
      desk.rest()
      let before = realtime_probe_heap_in_use()
      desk.run(blocks: Self.blocks)
      desk.rest()
      print("heap", before, realtime_probe_heap_in_use(), desk.edits)
      exit(0)
    }
    let lines = String(decoding: end?.standardOutputContent ?? [], as: UTF8.self).split(
      separator: "\n")
    let numbers = lines.first { $0.hasPrefix("heap ") }?.split(separator: " ").compactMap {
      Int($0)
    }
    guard let numbers, numbers.count == 3 else {
      Issue.record("no figures")
      return
    }
    print("re-routing: \(numbers[0]) bytes in use, \(numbers[1]) after \(numbers[2]) edits")
    // Sets and arrays that have grown for a desk with more ways; a plan alone is as large.
    #expect(numbers[1] <= numbers[0] + 65536)
  }
}
