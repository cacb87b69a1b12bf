import Glibc
import Synchronization

/// Runs each body on a thread of its own and waits for all.
func onThreads(_ bodies: (@Sendable () -> Void)...) {
  let threads = bodies.map { body in
    var thread = pthread_t()
    let box = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    let result = pthread_create(&thread, nil, runThreadBody, box)
    precondition(result == 0, "no thread")
    return thread
  }
  for thread in threads { pthread_join(thread, nil) }
}

private final class ThreadBody: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

private func runThreadBody(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let box else { return nil }
  Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().body()
  return nil
}

/// A flag that a thread waits for.
final class Signal: Sendable {
  private let isSet = Atomic(false)

  func set() { isSet.store(true, ordering: .releasing) }

  func wait() {
    while !isSet.load(ordering: .acquiring) { sched_yield() }
  }
}

/// How much larger than in CI a random test is to be.
let testScale: Int = getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

/// Seeded random numbers: splitmix64.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
