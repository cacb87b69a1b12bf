import Realtime

/// A command like the engine's: sixteen bytes, with a pointer that another thread owns.
enum TestCommand: Equatable, BitwiseCopyable {
  case ramp(slot: UInt32, target: Float, frames: UInt32)
  case plan(UnsafeMutableRawPointer)
}

/// What an audio thread keeps, at a stable address.
struct TestState {
  var slots: SIMD16<Float> = .zero
  var plan: UnsafeMutableRawPointer?
  var refused = 0
}

extension TestState {
  @_noLocks
  mutating func apply(_ command: TestCommand) {
    switch command {
    case .ramp(let slot, let target, _):
      if slot < 16 { slots[Int(slot)] = target } else { refused &+= 1 }
    case .plan(let pointer):
      plan = pointer
    }
  }
}

// These compile only if the compiler can prove, in debug and in release, that the ends of the queue
// and the mailbox, generic and from another module, neither lock nor allocate.

@_noLocks
func drainAll(
  _ queue: CommandQueue<TestCommand>.Consumer, into state: UnsafeMutablePointer<TestState>
) -> Int {
  queue.drain { state.pointee.apply($0) }
}

@_noLocks
func popOne(
  _ queue: CommandQueue<TestCommand>.Consumer, into state: UnsafeMutablePointer<TestState>
) -> Bool {
  guard queue.count > 0, let command = queue.pop() else { return false }
  state.pointee.apply(command)
  return true
}

@_noLocks
func report(
  _ command: TestCommand, to queue: CommandQueue<TestCommand>.Producer
) -> Bool {
  guard queue.freeCount > 0, queue.push(command) else { return false }
  if queue.stagedCount > queue.capacity { queue.discardStaged() }
  queue.publish()
  return true
}

@_noLocks
func send(_ level: Float, to mailbox: Mailbox.Sender) -> Bool {
  mailbox.tryFill { floats in
    for index in 0..<floats.count { floats[index] = level }
  }
}

@_noLocks
func sum(_ mailbox: Mailbox.Receiver, into total: UnsafeMutablePointer<Float>) -> Bool {
  mailbox.take { floats in
    for index in 0..<floats.count { total.pointee += floats[index] }
  }
}

@_noLocks
func countBlock(
  of nanoseconds: UInt64, in counters: UnsafeMutablePointer<AudioCounters>,
  _ histogram: UnsafeMutablePointer<BlockHistogram>
) {
  counters.pointee.blocks.increment()
  counters.pointee.xruns.increment()
  counters.pointee.lateWakes.increment()
  histogram.pointee.record(nanoseconds: nanoseconds)
}
