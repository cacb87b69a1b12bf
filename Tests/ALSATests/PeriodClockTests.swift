import ALSA
import Glibc
import Testing

struct PeriodClockTests {
  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  @Test func keepsTheRate() throws {
    let stop = try StopSignal()
    var clock = try PeriodClock(rate: 48000, period: 64, mostAtOnce: 1000, stop: stop)
    let start = now()
    var periods = 0
    while periods < 750 { periods += clock.wait() }
    let seconds = now() - start
    // Never early: 750 periods of 64 frames are 1 s. Late by what this machine is late.
    #expect(seconds >= Double(periods) * 64 / 48000)
    #expect(seconds < Double(periods) * 64 / 48000 + 0.2)
    #expect(clock.skippedPeriods == 0)
  }

  @Test func catchesUpWithoutABurst() throws {
    let stop = try StopSignal()
    var clock = try PeriodClock(rate: 48000, period: 48, mostAtOnce: 4, stop: stop)
    let first = clock.wait()
    #expect((1...4).contains(first))
    usleep(50_000)
    let caughtUp = clock.wait()
    #expect(caughtUp == 4)
    #expect(clock.skippedPeriods >= 45)
    #expect(clock.lateWakes >= 1)
  }

  @Test func countsEveryPeriodOverWholeSeconds() throws {
    let stop = try StopSignal()
    // 3 frames a second and periods of 2 frames: every third period ends on a whole second.
    var clock = try PeriodClock(rate: 3000, period: 2000, mostAtOnce: 10, stop: stop)
    let start = now()
    var given = 0
    for _ in 0..<4 { given += clock.wait() }
    #expect(given >= 4)
    #expect(now() - start >= Double(given) * 2 / 3)
  }

  @Test func endsAWaitByTheStopSignal() throws {
    let stop = try StopSignal()
    var clock = try PeriodClock(rate: 1, period: 60, stop: stop)
    stop.raise()
    let start = now()
    let due = clock.wait()
    #expect(due == 0)
    #expect(now() - start < 5)
  }
}
