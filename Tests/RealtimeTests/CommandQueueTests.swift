import CRealtimeProbe
import Glibc
import Realtime
import Synchronization
import Testing

@Suite struct CommandQueueTests {
  @Test(arguments: [(1, 1), (2, 2), (3, 4), (5, 8), (64, 64), (1000, 1024)])
  func roundsItsCapacityUpToAPowerOfTwo(minimum: Int, capacity: Int) {
    let queue = CommandQueue<UInt8>(minimumCapacity: minimum)
    #expect(queue.capacity == capacity)
    #expect(queue.producer.freeCount == capacity)
    #expect(queue.producer.capacity == capacity)
    #expect(queue.consumer.capacity == capacity)
  }

  @Test func showsStagedElementsOnlyOncePublishedAndThenInOrder() {
    let queue = CommandQueue<Int>(minimumCapacity: 4)
    let (producer, consumer) = (queue.producer, queue.consumer)
    #expect(producer.push(1))
    #expect(producer.push(2))
    #expect(producer.stagedCount == 2)
    #expect(consumer.pop() == nil)
    #expect(consumer.count == 0)
    producer.publish()
    #expect(producer.stagedCount == 0)
    #expect(consumer.count == 2)
    #expect(consumer.pop() == 1)
    #expect(consumer.pop() == 2)
    #expect(consumer.pop() == nil)
  }

  @Test func refusesWhatDoesNotFitAndLosesNothing() {
    let queue = CommandQueue<Int>(minimumCapacity: 2)
    let (producer, consumer) = (queue.producer, queue.consumer)
    #expect(producer.push(1))
    #expect(producer.push(2))
    #expect(!producer.push(3))  // staged elements take room too
    #expect(producer.freeCount == 0)
    producer.publish()
    #expect(!producer.push(3))
    #expect(consumer.pop() == 1)
    #expect(producer.freeCount == 1)
    #expect(producer.push(3))
    producer.publish()
    #expect(consumer.pop() == 2)
    #expect(consumer.pop() == 3)
  }

  @Test func forgetsWhatIsDiscardedAndNothingElse() {
    let queue = CommandQueue<Int>(minimumCapacity: 4)
    let (producer, consumer) = (queue.producer, queue.consumer)
    #expect(producer.push(1))
    producer.publish()
    #expect(producer.push(2))
    #expect(producer.push(3))
    producer.discardStaged()
    #expect(producer.freeCount == 3)
    #expect(producer.push(4))
    producer.publish()
    #expect(consumer.pop() == 1)
    #expect(consumer.pop() == 4)
    #expect(consumer.pop() == nil)
  }

  @Test func drainsOnlyWhatWasPublishedWhenItBegan() {
    let queue = CommandQueue<Int>(minimumCapacity: 8)
    let (producer, consumer) = (queue.producer, queue.consumer)
    for number in 0..<3 { #expect(producer.push(number)) }
    producer.publish()
    var seen: [Int] = []
    let count = consumer.drain { number in
      seen.append(number)
      if producer.push(number + 10) { producer.publish() }
    }
    #expect(count == 3)
    #expect(seen == [0, 1, 2])
    #expect(consumer.count == 3)
  }

  @Test func carriesACommandOfSixteenBytes() {
    #expect(MemoryLayout<TestCommand>.stride == 16)
    let queue = CommandQueue<TestCommand>(minimumCapacity: 4)
    let state = UnsafeMutablePointer<TestState>.allocate(capacity: 1)
    state.initialize(to: TestState())
    defer { state.deallocate() }
    #expect(report(.ramp(slot: 3, target: 0.5, frames: 240), to: queue.producer))
    #expect(report(.plan(UnsafeMutableRawPointer(state)), to: queue.producer))
    #expect(report(.ramp(slot: 16, target: 1, frames: 0), to: queue.producer))
    #expect(popOne(queue.consumer, into: state))
    #expect(drainAll(queue.consumer, into: state) == 2)
    #expect(!popOne(queue.consumer, into: state))
    #expect(state.pointee.slots[3] == 0.5)
    #expect(state.pointee.plan == UnsafeMutableRawPointer(state))
    #expect(state.pointee.refused == 1)
  }

  @Test(arguments: 1...4) func behavesLikeAnArrayUnderRandomOperations(seed: UInt64) {
    var random = Seeded(state: seed)
    let queue = CommandQueue<UInt64>(minimumCapacity: 1 << Int.random(in: 0...5, using: &random))
    let (producer, consumer) = (queue.producer, queue.consumer)
    var published: [UInt64] = []
    var staged: [UInt64] = []
    for _ in 0..<20_000 * testScale {
      switch UInt8.random(in: 0..<16, using: &random) {
      case 0..<7:
        let element = random.next()
        let fits = published.count + staged.count < queue.capacity
        if fits { staged.append(element) }
        #expect(producer.push(element) == fits)
      case 7..<9:
        producer.publish()
        published += staged
        staged = []
      case 9:
        producer.discardStaged()
        staged = []
      case 10..<15:
        let expected = published.isEmpty ? nil : published.removeFirst()
        #expect(consumer.pop() == expected)
      default:
        var drained: [UInt64] = []
        #expect(consumer.drain { drained.append($0) } == published.count)
        #expect(drained == published)
        published = []
      }
      #expect(consumer.count == published.count)
      #expect(producer.stagedCount == staged.count)
      if random.next() & 3 == 0 {  // not always: it refreshes what the producer has seen
        #expect(producer.freeCount == queue.capacity - published.count - staged.count)
      }
    }
  }

  @Test(.enabled(if: watchesFunctions && isOptimized)) func neverAllocatesOrLocks() {
    let queue = CommandQueue<TestCommand>(minimumCapacity: 16)
    let (producer, consumer) = (queue.producer, queue.consumer)
    let state = UnsafeMutablePointer<TestState>.allocate(capacity: 1)
    state.initialize(to: TestState())
    defer { state.deallocate() }
    let counts = probed {
      for slot in 0..<100 as Range<UInt32> {
        _ = report(.ramp(slot: slot & 15, target: 1, frames: 1), to: producer)
        _ = report(.ramp(slot: slot & 15, target: 2, frames: 1), to: producer)
        _ = popOne(consumer, into: state)
        _ = drainAll(consumer, into: state)
      }
    }
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(state.pointee.slots == SIMD16(repeating: 2))
  }
}

/// Two real threads, and a queue small enough that each often waits for the other.
@Suite struct CommandQueueThreadTests {
  @Test(arguments: [1, 2, 16, 256]) func keepsOrderAndLosesNothingBetweenTwoThreads(capacity: Int) {
    let queue = CommandQueue<UInt64>(minimumCapacity: capacity)
    let (producer, consumer) = (queue.producer, queue.consumer)
    let last = UInt64(50_000 * testScale)
    let mistakes = Atomic(0)
    onThreads(
      {
        for number in 0..<last {
          while !producer.push(number) { sched_yield() }
          producer.publish()
        }
      },
      {
        var expected: UInt64 = 0
        while expected < last {
          let taken = consumer.drain { number in
            if number != expected { mistakes.wrappingAdd(1, ordering: .relaxed) }
            expected += 1
          }
          if taken == 0 { sched_yield() }
          guard let number = consumer.pop() else { continue }
          if number != expected { mistakes.wrappingAdd(1, ordering: .relaxed) }
          expected += 1
        }
      })
    #expect(mistakes.load(ordering: .relaxed) == 0)
  }

  /// An element of a batch: which batch, which element of it, of how many.
  struct Item: BitwiseCopyable {
    var batch: UInt32
    var index: UInt16
    var count: UInt16
  }

  @Test(arguments: 1...3) func neverShowsABatchInPart(seed: UInt64) {
    let queue = CommandQueue<Item>(minimumCapacity: 64)
    let (producer, consumer) = (queue.producer, queue.consumer)
    let batches = UInt32(10_000 * testScale)
    let mistakes = Atomic(0)
    onThreads(
      {
        var random = Seeded(state: seed)
        for batch in 0..<batches {
          let count = UInt16.random(in: 1...40, using: &random)
          while producer.freeCount < Int(count) { sched_yield() }
          for index in 0..<count {
            if !producer.push(Item(batch: batch, index: index, count: count)) {
              mistakes.wrappingAdd(1, ordering: .relaxed)
            }
            if random.next() & 31 == 0 { sched_yield() }  // caught half-way
          }
          producer.publish()
        }
      },
      {
        var batch: UInt32 = 0
        var index: UInt16 = 0
        while batch < batches {
          let taken = consumer.drain { item in
            if item.batch != batch || item.index != index {
              mistakes.wrappingAdd(1, ordering: .relaxed)
            }
            index += 1
            if index == item.count {
              batch += 1
              index = 0
            }
          }
          if index != 0 { mistakes.wrappingAdd(1, ordering: .relaxed) }  // a batch in part
          if taken == 0 { sched_yield() }
        }
      })
    #expect(mistakes.load(ordering: .relaxed) == 0)
  }
}
