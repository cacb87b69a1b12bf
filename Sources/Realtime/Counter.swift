import Synchronization

/// A number that one thread counts up and others read.
@frozen
public struct Counter: ~Copyable, Sendable {
  @usableFromInline let count: Atomic<UInt64>

  /// Makes a counter at 0.
  @inlinable
  public init() {
    count = Atomic(0)
  }

  /// Counts one more; any thread, wait-free.
  @inlinable
  public borrowing func increment() {
    count.wrappingAdd(1, ordering: .relaxed)
  }

  /// What was counted so far; any thread.
  @inlinable public var value: UInt64 { count.load(ordering: .relaxed) }
}
