import Synchronization

extension CommandQueue {
  /// The end of a queue that pushes.
  ///
  /// Only one thread may use it; every call is wait-free.
  @frozen
  public struct Producer: @unchecked Sendable {
    @usableFromInline let ring: Ring

    @inlinable
    init(ring: Ring) {
      self.ring = ring
    }
  }
}

extension CommandQueue.Producer {
  /// The elements that the queue can hold.
  @inlinable public var capacity: Int { ring.capacity }

  /// The elements that can be pushed now: more come free as the consumer goes on.
  @inlinable public var freeCount: Int {
    let consumed = ring.consumed.pointee.load(ordering: .acquiring)
    ring.seenConsumed.pointee = consumed
    return ring.capacity &- Int(truncatingIfNeeded: ring.staged.pointee &- consumed)
  }

  /// The elements pushed since the last `publish()`, which the consumer cannot see yet.
  @inlinable public var stagedCount: Int {
    let published = ring.published.pointee.load(ordering: .relaxed)
    return Int(truncatingIfNeeded: ring.staged.pointee &- published)
  }

  /// Stages one element; false, and nothing is changed, if the queue is full.
  @inlinable
  public func push(_ element: Element) -> Bool {
    let index = ring.staged.pointee
    if index &- ring.seenConsumed.pointee > ring.mask {
      // The other thread's cache line is looked at only when the queue seems full.
      ring.seenConsumed.pointee = ring.consumed.pointee.load(ordering: .acquiring)
      if index &- ring.seenConsumed.pointee > ring.mask { return false }
    }
    ring.place(index).initialize(to: element)
    ring.staged.pointee = index &+ 1
    return true
  }

  /// Shows everything staged to the consumer at once.
  @inlinable
  public func publish() {
    ring.published.pointee.store(ring.staged.pointee, ordering: .releasing)
  }

  /// Forgets everything staged since the last `publish()`.
  @inlinable
  public func discardStaged() {
    ring.staged.pointee = ring.published.pointee.load(ordering: .relaxed)
  }
}
