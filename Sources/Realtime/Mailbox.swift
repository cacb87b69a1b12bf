import Synchronization

/// One slot of floats that the audio thread fills and the control thread empties, for meters.
///
/// Neither waits. While a content lies untaken the audio thread cannot fill: it goes on
/// accumulating, so that no peak is lost between two looks.
///
/// The mailbox owns its memory. Its two ends are views of that memory: each is for one thread at a
/// time, and neither may be used once the mailbox is gone.
@frozen
public struct Mailbox: ~Copyable, @unchecked Sendable {
  @usableFromInline let slot: Slot

  /// Makes an empty mailbox.
  ///
  /// Control thread: allocates, here and never again.
  ///
  /// - Parameter count: Floats in the slot, 0 or more.
  public init(count: Int) {
    slot = Slot(count: count)
  }

  deinit { slot.memory.deallocate() }

  /// The floats in the slot.
  @inlinable public var count: Int { slot.count }

  /// The audio thread's end.
  @inlinable public var sender: Sender { Sender(slot: slot) }

  /// The control thread's end.
  @inlinable public var receiver: Receiver { Receiver(slot: slot) }
}

extension Mailbox {
  /// Where things are in the memory of a mailbox: one flag on a cache line, then the floats.
  @frozen @usableFromInline
  struct Slot {
    @usableFromInline let memory: UnsafeMutableRawPointer
    @usableFromInline let count: Int

    @usableFromInline
    init(count: Int) {
      precondition(count >= 0, "a mailbox holds no fewer than 0 floats")
      self.count = count
      memory = .allocate(byteCount: 64 + count * MemoryLayout<Float>.stride, alignment: 64)
      isFull.initialize(to: Atomic(false))
      (memory + 64).initializeMemory(as: Float.self, repeating: 0, count: count)
    }

    @inlinable var isFull: UnsafeMutablePointer<Atomic<Bool>> {
      memory.assumingMemoryBound(to: Atomic<Bool>.self)
    }

    @inlinable var floats: UnsafeMutableBufferPointer<Float> {
      let start = (memory + 64).assumingMemoryBound(to: Float.self)
      return UnsafeMutableBufferPointer(start: start, count: count)
    }
  }

  /// The end that fills, for one thread.
  @frozen
  public struct Sender: @unchecked Sendable {
    @usableFromInline let slot: Slot

    @inlinable
    init(slot: Slot) {
      self.slot = slot
    }

    /// Fills the slot if the last content was taken; else returns false without calling `body`.
    ///
    /// Audio thread: wait-free. `body` finds what was sent last and must write what is to be sent.
    @inlinable
    public func tryFill(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) -> Bool {
      if slot.isFull.pointee.load(ordering: .acquiring) { return false }
      body(slot.floats)
      slot.isFull.pointee.store(true, ordering: .releasing)
      return true
    }
  }

  /// The end that empties, for one thread.
  @frozen
  public struct Receiver: @unchecked Sendable {
    @usableFromInline let slot: Slot

    @inlinable
    init(slot: Slot) {
      self.slot = slot
    }

    /// Reads the slot and frees it for the next; false, without calling `body`, if it is empty.
    ///
    /// Control thread: wait-free. The pointer is good only during the call.
    @inlinable
    public func take(_ body: (UnsafeBufferPointer<Float>) -> Void) -> Bool {
      if !slot.isFull.pointee.load(ordering: .acquiring) { return false }
      body(UnsafeBufferPointer(slot.floats))
      slot.isFull.pointee.store(false, ordering: .releasing)
      return true
    }
  }
}
