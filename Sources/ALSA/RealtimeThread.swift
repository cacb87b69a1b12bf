import CALSA
import Glibc

/// A thread for sound: first-in-first-out priority, memory locked, stack touched, denormals off.
///
/// What the system refuses is reported, not fatal: the thread then runs as an ordinary one.
public final class RealtimeThread {
  /// The function that the thread runs; a `@c` function, so that it carries no context of its own.
  public typealias Body = @convention(c) (UnsafeMutableRawPointer) -> Void

  /// What the system granted the thread.
  public struct Report: Sendable, Hashable {
    /// The first-in-first-out priority, 1 to 99; 0 for an ordinary thread.
    public var priority = 0
    /// Whether this process's memory stays in RAM.
    public var isMemoryLocked = false
    /// What was refused and how to allow it, a sentence each; empty when all was granted.
    public var refusals: [String] = []
  }

  /// What was granted, known once `init` returns.
  public let report: Report
  private let thread: pthread_t
  private var isJoined = false

  /// Starts the thread and waits until it is set up.
  ///
  /// - Parameters:
  ///   - name: Shown by `top -H`; its first 15 bytes count.
  ///   - priority: Wished first-in-first-out priority, brought into 1 to 99.
  ///   - context: Handed to `body`; it must outlive the thread.
  ///   - body: Runs on the new thread once that is set up.
  /// - Throws: `ALSAError.failed` when the system starts no thread at all.
  public init(
    name: String, priority: Int = 70, context: UnsafeMutableRawPointer, body: @escaping Body
  ) throws(ALSAError) {
    let launch = UnsafeMutablePointer<Launch>.allocate(capacity: 1)
    launch.initialize(
      to: Launch(
        name: name, priority: Int32(min(99, max(1, priority))), context: context, body: body))
    sem_init(&launch.pointee.isSetUp, 0, 0)
    defer {
      sem_destroy(&launch.pointee.isSetUp)
      launch.deinitialize(count: 1)
      launch.deallocate()
    }
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runRealtimeThread, launch)
    guard code == 0 else { throw .failed(call: "pthread_create", subject: name, code: code) }
    while sem_wait(&launch.pointee.isSetUp) != 0 {}
    self.thread = thread
    report = launch.pointee.report
  }

  /// Waits for `body` to return; the caller has told it to, such as by a stop signal.
  public func join() {
    guard !isJoined else { return }
    isJoined = true
    pthread_join(thread, nil)
  }

  deinit { join() }
}

/// What the starting thread hands to the started one, until that is set up.
private struct Launch {
  let name: String
  let priority: Int32
  let context: UnsafeMutableRawPointer
  let body: RealtimeThread.Body
  var report = RealtimeThread.Report()
  var isSetUp = sem_t()

  /// On the new thread: asks the system for what sound needs.
  mutating func setUp() {
    calsa_name_thread(name)
    lockMemory()
    calsa_touch_stack(256 * 1024)
    calsa_flush_denormals()
    let refusal = calsa_make_first_in_first_out(priority)
    guard refusal != 0 else {
      report.priority = Int(priority)
      return
    }
    report.refusals.append(
      "Real-time priority \(priority) was refused (\(systemMessage(refusal))): allow it with "
        + "LimitRTPRIO=\(priority) in the service or rtprio in /etc/security/limits.d.")
  }

  private mutating func lockMemory() {
    // With a limit, locking what comes later could make a later allocation fail.
    let isUnlimited = calsa_raise_lock_limit() != 0
    let refusal = calsa_lock_memory(isUnlimited ? 1 : 0)
    report.isMemoryLocked = refusal == 0
    if refusal != 0 {
      report.refusals.append(
        "Locking memory was refused (\(systemMessage(refusal))): allow it with "
          + "LimitMEMLOCK=infinity in the service or memlock in /etc/security/limits.d.")
    }
  }
}

/// The new thread's first function.
@c private func runRealtimeThread(
  _ argument: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  guard let launch = argument?.assumingMemoryBound(to: Launch.self) else { return nil }
  launch.pointee.setUp()
  let body = launch.pointee.body
  let context = launch.pointee.context
  sem_post(&launch.pointee.isSetUp)  // from here on the launch is the starter's to free
  body(context)
  return nil
}
