/// One piece of zeroed memory, aligned to cache lines, from which a plan's arrays are cut.
///
/// Owned by the control thread; the audio thread only reads and writes inside it.
final class Arena {
  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int
  private var used = 0

  /// Reserves `byteCount` bytes.
  init(byteCount: Int) {
    self.byteCount = max(byteCount, 64)
    memory = .allocate(byteCount: self.byteCount, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: self.byteCount)
  }

  deinit { memory.deallocate() }

  /// The bytes that an array takes in an arena.
  static func room<Element>(for _: Element.Type, _ count: Int) -> Int {
    (max(count, 1) * MemoryLayout<Element>.stride + 63) & ~63
  }

  /// Cuts off an array of zeroes that starts on a cache line.
  func take<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
    let start = memory + used
    used += Self.room(for: type, count)
    precondition(used <= byteCount, "an arena was measured too small")
    return start.bindMemory(to: type, capacity: max(count, 1))
  }
}
