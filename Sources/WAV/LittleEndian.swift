extension [UInt8] {
  /// The number in `count` (1…8) bytes from `offset`, the lowest first; the bytes must be there.
  func littleEndian(_ offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (offset..<offset + count).reversed() { value = value << 8 | UInt64(self[index]) }
    return value
  }

  /// Appends the low `count` bytes of a number, the lowest first.
  mutating func append(littleEndian value: UInt64, _ count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
  }
}
