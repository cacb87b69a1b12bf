import CALSA
import Glibc

/// The built-in clock: drives the audio thread's loop when there is no card.
///
/// Deadlines are whole frames of the monotonic clock, so the rate is exact over any time. Made on
/// the control thread, then owned by one audio thread.
public struct PeriodClock: ~Copyable {
  /// Periods that `wait` gives at most at once; the rest of a longer delay is left out.
  public let mostAtOnce: Int
  /// Waits that came a whole period or more too late.
  public private(set) var lateWakes = 0
  /// Periods left out after long delays.
  public private(set) var skippedPeriods = 0

  private let timer: Int32
  private let stop: StopSignal
  private let rate: Int64
  private let period: Int64
  /// The moment of frame 0, moved on by whole seconds to keep frame numbers small.
  private var origin: Int64 = 0
  /// The frame at which the next period is due; 0 before the first wait.
  private var nextFrame: Int64 = 0

  /// Makes a clock that starts at its first wait.
  ///
  /// - Parameters:
  ///   - rate: Frames a second, 1 to 768000.
  ///   - period: Frames in a period, 1 to 65536.
  ///   - mostAtOnce: Periods given at most at once, 1 or more.
  ///   - stop: Ends each wait once it is raised.
  /// - Throws: `ALSAError.failed` when the process has no descriptor left.
  public init(rate: Int, period: Int, mostAtOnce: Int = 4, stop: StopSignal) throws(ALSAError) {
    precondition((1...768_000).contains(rate) && (1...65536).contains(period) && mostAtOnce > 0)
    let timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
    guard timer >= 0 else {
      throw .failed(call: "timerfd_create", subject: "the built-in clock", code: errno)
    }
    self.timer = timer
    self.stop = stop
    self.rate = Int64(rate)
    self.period = Int64(period)
    self.mostAtOnce = mostAtOnce
  }

  deinit { close(timer) }

  /// Audio thread: sleeps until a period is due.
  ///
  /// - Returns: Periods to render now, 1 to `mostAtOnce`; 0 when the stop signal was raised.
  @_noLocks public mutating func wait() -> Int {
    if nextFrame == 0 {
      origin = calsa_now()
      nextFrame = period
    }
    sleepUntilDue()
    return stop.isRaised ? 0 : take(at: calsa_now())
  }

  /// The periods due at a moment, which has reached the first of them.
  @_noLocks private mutating func take(at now: Int64) -> Int {
    // A sleep of days would overflow the product; only its last seconds matter.
    let late = now - moment(of: nextFrame)
    let second: Int64 = 1_000_000_000
    var due = 1
    if late > 0 {
      let wholeSeconds = late / second
      let frames = wholeSeconds * rate + (late % second) * rate / second
      due += Int(frames / period)
    }
    if due > 1 { lateWakes &+= 1 }
    nextFrame += Int64(due) * period
    origin += nextFrame / rate * second
    nextFrame %= rate
    if nextFrame == 0 {  // 0 means that the clock stands still
      origin -= second
      nextFrame = rate
    }
    skippedPeriods &+= max(0, due - mostAtOnce)
    return min(due, mostAtOnce)
  }

  @_noLocks private func moment(of frame: Int64) -> Int64 {
    origin + (frame * 1_000_000_000 + rate - 1) / rate
  }

  @_noLocks private func sleepUntilDue() {
    let due = moment(of: nextFrame)
    guard due > calsa_now(), calsa_arm(timer, due) == 0 else { return }
    while !stop.isRaised, calsa_now() < due {
      _ = pollTimer(due)
      _ = calsa_read_timer(timer)
    }
  }

  @_noLocks private func pollTimer(_ due: Int64) -> Int32 {
    var descriptors: (pollfd, pollfd) = (
      pollfd(fd: timer, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    )
    return withUnsafeMutablePointer(to: &descriptors) { pair in
      calsa_poll(UnsafeMutableRawPointer(pair).assumingMemoryBound(to: pollfd.self), 2, due)
    }
  }
}
