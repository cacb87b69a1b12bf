import ALSA
import CRealtimeProbe
import ConsoleModel
import Desk
import Engine
import Glibc
import Realtime
import Testing
import Units

/// The audio thread's root, watched from its first block to its last, while a session of edits runs
/// on the control thread.
@Suite(.enabled(if: watchesFunctions && isOptimized), .serialized)
struct AudioRootTests {
  #if arch(x86_64)
    static let poll = Int(SYS_poll)
  #else
    static let poll = Int(SYS_ppoll)
  #endif
  /// What the built-in clock asks of the kernel: arm the timer, sleep, take the timer's count.
  static let clockCalls = [
    Int(SYS_timerfd_settime), poll, Int(SYS_read), Int(SYS_clock_gettime),
  ]
  /// What a card may be asked for: its state and transfers, and sleep.
  private static let cardCalls = [poll, Int(SYS_ioctl), Int(SYS_clock_gettime)]

  @Test func onTheBuiltInClockOnlyTheTimerIsAsked() throws {
    let run = try WatchedRun(
      .clock(rate: 192_000, period: 16), allowing: Self.clockCalls, seed: 21)
    run.edit(untilBlock: 4000 * testScale, edits: 400)
    let counts = run.stop()
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(counts.watched_system_calls == watchesSystemCalls)
    #expect(run.end == .stopped)
    report("built-in clock", run, counts)
  }

  /// The plug-ins of alsa-lib, such as `null`, would take a lock of their own that nobody else
  /// holds; `CFaultyCard` leaves it out, and `hw:` cards never do.
  @Test func onACardOnlyTheCardIsAsked() throws {
    var card = PCMConfiguration(playback: "null", capture: "null")
    card.playbackChannels = 8
    card.captureChannels = 16
    let run = try WatchedRun(.card(card), allowing: Self.cardCalls, seed: 22)
    run.edit(untilBlock: 8000 * testScale, edits: 400)
    let counts = run.stop()
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(counts.watched_system_calls == watchesSystemCalls)
    #expect(run.end == .stopped)
    report("null card", run, counts)
  }

  /// The watch itself: a system call that is not on the list is seen.
  @Test(.enabled(if: watchesSystemCalls)) func aCallThatIsNotOnTheListIsSeen() throws {
    let run = try WatchedRun(
      .clock(rate: 48000, period: 64), allowing: [Int(SYS_clock_gettime)], seed: 23)
    run.edit(untilBlock: 10)
    let counts = run.stop()
    #expect(counts.system_calls > 0)
    #expect(counts.first_number == Int(SYS_timerfd_settime))
  }

  private func report(_ name: String, _ run: WatchedRun, _ counts: RealtimeProbeCounts) {
    print(
      "audio root, \(name): \(run.blocks) blocks, \(run.editCount) edits; heap \(counts.heap),",
      "locks \(counts.locks), retains \(counts.retains), releases \(counts.releases), other system",
      "calls \(counts.system_calls), allowed \(counts.allowed_system_calls), watched",
      "\(counts.watched_system_calls)")
  }
}
