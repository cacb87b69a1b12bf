import ALSA
import CFaultyCard
import CRealtimeProbe
import Desk
import Glibc
import Realtime
import Testing

/// The audio thread's root on a card that stops again and again while a session of edits runs.
@Suite(.enabled(if: watchesFunctions && isOptimized), .serialized)
struct XrunTests {
  /// The frames over which `WatchedRun` lets the sound rise.
  private static let rise = 960
  /// What the steady channel plays at output 23: input 25 of the faulty card.
  private static let level = Float(25) / 64
  /// Sleeping, and the card's own look at its timer.
  private static let cardCalls = [AudioRootTests.poll, Int(SYS_read), Int(SYS_clock_gettime)]

  /// 200 frames are three periods and an eighth, so that most periods wrap round the buffer's end.
  @Test(arguments: [192, 200])
  func missedPeriodsAreRecoveredFromInPlace(buffer: Int) throws {
    let faults = randomFaults(200 * testScale, areSuspends: false, seed: 31)
    let desk = try FaultyDesk(
      faults, buffer: buffer, allowing: Self.cardCalls, seed: 32)
    let counts = try suffer(desk, "xruns, buffer of \(buffer)")
    #expect(counts.total == 0, "\(counts.firstOffender)")
    let counters = try #require(desk.run?.cardCounters)
    #expect(counters.xruns == faults.count && desk.run?.counts.xruns == UInt64(faults.count))
    #expect(counters.playbackXruns == faults.count(where: \.stops_playback))
    #expect(counters.captureXruns == faults.count { !$0.stops_playback })
    #expect(counters.suspends == 0 && counters.timeouts == 0)
    expectRestarts(desk, faults.count)
  }

  /// A card that has slept is asked to go on; as it can't do so at once, the thread naps.
  @Test func aCardThatHasSleptIsRecoveredInPlace() throws {
    let faults = randomFaults(60 * testScale, areSuspends: true, seed: 33)
    let desk = try FaultyDesk(
      faults, allowing: Self.cardCalls + [Int(SYS_clock_nanosleep)], seed: 34)
    let counts = try suffer(desk, "suspends")
    #expect(counts.total == 0, "\(counts.firstOffender)")
    let counters = try #require(desk.run?.cardCounters)
    #expect(counters.suspends == faults.count)
    #expect(counters.xruns == 0 && counters.timeouts == 0)
    #expect(faulty_card_counts(desk.card).resumed >= 2 * faults.count)
    expectRestarts(desk, faults.count)
  }

  /// The watch itself: memory taken in the course of a recovery is seen.
  @Test func anAllocationInTheRecoveryIsSeen() throws {
    let desk = try FaultyDesk(
      randomFaults(3, areSuspends: false, seed: 35),
      allowing: Self.cardCalls, seed: 36)
    faulty_card_allocate_when_prepared(desk.card)
    let counts = try suffer(desk, "sabotage")
    // A malloc and a free for each stream that starts again.
    #expect(counts.heap >= 4 * 3)
    #expect(counts.total == counts.heap)
  }

  /// A card that stops before it has played a period, again and again, is given up.
  @Test func aCardThatNeverPlaysIsGivenUp() throws {
    let fault = FaultyCardFault(
      moment: .position, after: 0, stops_playback: true, is_suspend: false)
    let desk = try FaultyDesk(
      Array(repeating: fault, count: 40), allowing: Self.cardCalls, seed: 37)
    faulty_card_allow(desk.card, 40)
    let run = try #require(desk.run)
    run.edit { true }
    let counts = run.stop()
    #expect(run.end == .failed)
    #expect(counts.total == 0, "\(counts.firstOffender)")
  }

  /// Faults of both streams at every moment, after 0 to 60 periods.
  private func randomFaults(_ count: Int, areSuspends: Bool, seed: UInt64) -> [FaultyCardFault] {
    let moments: [FaultyCardMoment] = [.position, .sleep, .begin, .commit]
    var dice = Dice(seed)
    return (0..<count).map { index in
      FaultyCardFault(
        moment: moments[index % 4], after: Int32.random(in: 0...60, using: &dice),
        stops_playback: index / 4 % 2 == 0, is_suspend: areSuspends)
    }
  }

  private func suffer(_ desk: FaultyDesk, _ name: String) throws -> RealtimeProbeCounts {
    let run = try #require(desk.run)
    desk.sufferAll()
    let counts = run.stop()
    #expect(run.end == .stopped)
    #expect(counts.watched_system_calls == watchesSystemCalls)
    print(
      "audio root, \(name): \(faulty_card_faults_made(desk.card)) stops, \(run.blocks) blocks,",
      "\(run.editCount) edits; heap \(counts.heap), locks \(counts.locks), retains",
      "\(counts.retains), releases \(counts.releases), other system calls",
      "\(counts.system_calls), allowed \(counts.allowed_system_calls), watched",
      "\(counts.watched_system_calls); xruns \(run.counts.xruns)")
    return counts
  }

  /// The card was opened and set up once, was started anew after each stop, and each time the sound
  /// rose from a buffer of silence in a straight line.
  private func expectRestarts(_ desk: FaultyDesk, _ faultCount: Int) {
    let card = faulty_card_counts(desk.card)
    #expect(card.opened == 2 && card.set_up == 2 && card.closed == 0)
    #expect(card.started == 2 * (faultCount + 1) && card.prepared == card.started + 2)
    let stretches = desk.heard
    #expect(stretches.count == faultCount + 1)
    var risen = 0
    for (index, stretch) in stretches.enumerated() {
      let wrong = stretch.enumerated().first { place, sample in
        let frame = place - desk.buffer
        let share = min(1, Float(max(0, frame + 1)) / Float(Self.rise))
        return abs(sample - Self.level * share) > Self.level / Float(Self.rise) * 1.5
      }
      #expect(
        wrong == nil, "stretch \(index) of \(stretch.count) frames: \(String(describing: wrong))")
      #expect(stretch.count >= desk.buffer)
      #expect(stretch.prefix(desk.buffer).allSatisfy { $0 == 0 })
      if stretch.last == Self.level { risen += 1 }
    }
    #expect(risen > faultCount / 4)
    print("\(stretches.count) starts, \(risen) of which came to the full level")
  }
}
