import Synchronization

/// A queue of fixed capacity from one thread to one other, both of which never wait.
///
/// What the producer pushes is staged; one `publish()` shows all of it at once, so that everything
/// a recall changes arrives in the same block. Elements are plain bytes: an object may cross only
/// as a raw pointer whose owner stays on the control thread.
///
/// The queue owns its memory. Its two ends are views of that memory: each is for one thread at a
/// time, and neither may be used once the queue is gone.
@frozen
public struct CommandQueue<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  @usableFromInline let ring: Ring

  /// Makes an empty queue.
  ///
  /// Control thread: allocates, here and never again.
  ///
  /// - Parameter minimumCapacity: Elements, at least 1; rounded up to a power of two.
  public init(minimumCapacity: Int) {
    ring = Ring(minimumCapacity: minimumCapacity)
  }

  deinit { ring.memory.deallocate() }

  /// The elements that can be staged or published and not yet consumed: a power of two.
  @inlinable public var capacity: Int { ring.capacity }

  /// The end that pushes.
  @inlinable public var producer: Producer { Producer(ring: ring) }

  /// The end that pops.
  @inlinable public var consumer: Consumer { Consumer(ring: ring) }
}

extension CommandQueue {
  /// Where things are in the memory of a queue.
  ///
  /// Indices count up for ever and wrap; an element's place is its index modulo the capacity. Each
  /// index has a cache line to itself, so that one thread's writes do not slow the other's.
  ///
  ///     byte 0     published   written by the producer, read by the consumer
  ///     byte 64    consumed    written by the consumer, read by the producer
  ///     byte 128   staged, and the last `consumed` seen: the producer's own
  ///     byte 192   elements
  @frozen @usableFromInline
  struct Ring {
    @usableFromInline let memory: UnsafeMutableRawPointer
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    @usableFromInline let mask: UInt

    @usableFromInline
    init(minimumCapacity: Int) {
      precondition(minimumCapacity >= 1, "a queue holds at least one element")
      precondition(minimumCapacity <= 1 << 24, "a queue of this size is a mistake")
      let bits = Int.bitWidth - (minimumCapacity - 1).leadingZeroBitCount
      let capacity = 1 << bits
      let alignment = Swift.max(64, MemoryLayout<Element>.alignment)
      let start = Swift.max(192, alignment)
      memory = .allocate(
        byteCount: start + capacity * MemoryLayout<Element>.stride, alignment: alignment)
      // Every page is touched here, not by the first command on the audio thread.
      memory.initializeMemory(
        as: UInt8.self, repeating: 0, count: start + capacity * MemoryLayout<Element>.stride)
      elements = (memory + start).bindMemory(to: Element.self, capacity: capacity)
      mask = UInt(capacity - 1)
      published.initialize(to: Atomic(0))
      consumed.initialize(to: Atomic(0))
      staged.initialize(to: 0)
      seenConsumed.initialize(to: 0)
    }
  }
}

extension CommandQueue.Ring {
  @inlinable var capacity: Int { Int(truncatingIfNeeded: mask &+ 1) }

  @inlinable var published: UnsafeMutablePointer<Atomic<UInt>> {
    memory.assumingMemoryBound(to: Atomic<UInt>.self)
  }

  @inlinable var consumed: UnsafeMutablePointer<Atomic<UInt>> {
    (memory + 64).assumingMemoryBound(to: Atomic<UInt>.self)
  }

  @inlinable var staged: UnsafeMutablePointer<UInt> {
    (memory + 128).assumingMemoryBound(to: UInt.self)
  }

  @inlinable var seenConsumed: UnsafeMutablePointer<UInt> {
    (memory + 136).assumingMemoryBound(to: UInt.self)
  }

  @inlinable func place(_ index: UInt) -> UnsafeMutablePointer<Element> {
    elements + Int(truncatingIfNeeded: index & mask)
  }
}
