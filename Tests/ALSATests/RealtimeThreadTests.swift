import ALSA
import Glibc
import Testing

/// What the thread saw, written by it alone.
private struct Observation {
  var factor: Float = 0x1p-20
  var product: Float = -1
  var policy: Int32 = -1
  var priority: Int32 = -1
  var name = [UInt8](repeating: 0, count: 32)
}

@c private func observe(_ context: UnsafeMutableRawPointer) {
  let seen = context.assumingMemoryBound(to: Observation.self)
  let smallest: Float = .leastNormalMagnitude
  seen.pointee.product = seen.pointee.factor * smallest
  var parameter = sched_param()
  pthread_getschedparam(pthread_self(), &seen.pointee.policy, &parameter)
  seen.pointee.priority = parameter.sched_priority
  let file = open("/proc/thread-self/comm", O_RDONLY)
  read(file, &seen.pointee.name, 31)
  close(file)
}

struct RealtimeThreadTests {
  private func run(
    priority: Int, name: String = "audio"
  ) throws -> (Observation, RealtimeThread.Report) {
    let seen = UnsafeMutablePointer<Observation>.allocate(capacity: 1)
    seen.initialize(to: Observation())
    defer {
      seen.deinitialize(count: 1)
      seen.deallocate()
    }
    let thread = try RealtimeThread(
      name: name, priority: priority, context: seen, body: observe)
    thread.join()
    return (seen.pointee, thread.report)
  }

  @Test func takesDenormalsAsZero() throws {
    let (seen, _) = try run(priority: 70)
    #expect(seen.product == 0)
    #expect(seen.factor * Float.leastNormalMagnitude > 0, "this thread keeps them")
  }

  @Test func reportsThePriorityThatItHas() throws {
    let (seen, report) = try run(priority: 60)
    if report.priority == 60 {
      #expect(seen.policy == SCHED_FIFO && seen.priority == 60)
    } else {
      #expect(report.priority == 0 && seen.policy == SCHED_OTHER)
      #expect(report.refusals.contains { $0.hasPrefix("Real-time priority 60 was refused") })
    }
    #expect(report.isMemoryLocked || !report.refusals.isEmpty)
  }

  @Test func bringsAPriorityIntoRange() throws {
    let (_, report) = try run(priority: 1000)
    let isRefused = report.refusals.contains { $0.hasPrefix("Real-time priority 99 was refused") }
    #expect(report.priority == 99 || isRefused)
  }

  @Test func namesTheThread() throws {
    let (seen, _) = try run(priority: 1, name: "a-name-that-is-too-long")
    #expect(String(decoding: seen.name.prefix { $0 != 0 }, as: UTF8.self) == "a-name-that-is-\n")
  }
}
