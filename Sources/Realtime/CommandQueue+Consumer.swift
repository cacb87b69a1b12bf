import Synchronization

extension CommandQueue {
  /// The end of a queue that pops.
  ///
  /// Only one thread may use it; every call is wait-free.
  @frozen
  public struct Consumer: @unchecked Sendable {
    @usableFromInline let ring: Ring

    @inlinable
    init(ring: Ring) {
      self.ring = ring
    }
  }
}

extension CommandQueue.Consumer {
  /// The elements that the queue can hold.
  @inlinable public var capacity: Int { ring.capacity }

  /// The published elements that wait to be popped.
  @inlinable public var count: Int {
    let published = ring.published.pointee.load(ordering: .acquiring)
    return Int(truncatingIfNeeded: published &- ring.consumed.pointee.load(ordering: .relaxed))
  }

  /// Takes the oldest published element.
  @inlinable
  public func pop() -> Element? {
    let index = ring.consumed.pointee.load(ordering: .relaxed)
    if index == ring.published.pointee.load(ordering: .acquiring) { return nil }
    let element = ring.place(index).pointee
    ring.consumed.pointee.store(index &+ 1, ordering: .releasing)
    return element
  }

  /// Takes every element that was published when the call began, oldest first.
  ///
  /// A batch is seen whole or not at all, and the work is bounded by the capacity. The producer
  /// gets the room back when all are done. `body` must not use this queue.
  ///
  /// - Returns: The number of elements taken.
  @inlinable @discardableResult
  public func drain(_ body: (Element) -> Void) -> Int {
    let first = ring.consumed.pointee.load(ordering: .relaxed)
    let end = ring.published.pointee.load(ordering: .acquiring)
    var index = first
    while index != end {
      body(ring.place(index).pointee)
      index &+= 1
    }
    ring.consumed.pointee.store(end, ordering: .releasing)
    return Int(truncatingIfNeeded: end &- first)
  }
}
