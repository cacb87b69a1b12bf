extension SampleFormat {
  /// Turns stored samples into numbers of full scale ±1; integers are divided by 2 to the bits - 1.
  ///
  /// `source` holds at least as many whole samples as `target` takes.
  func decode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>) {
    precondition(source.count >= target.count * bytes, "the samples are there")
    switch self {
    case .int16:
      for index in target.indices {
        target[index] = Float(source.integer(at: index * 2, Int16.self)) / 0x1p15
      }
    case .int24:
      for index in target.indices {
        let low = Int32(source.integer(at: index * 3, UInt16.self))
        let high = Int32(Int8(bitPattern: source[index * 3 + 2]))
        target[index] = Float(high << 16 | low) / 0x1p23
      }
    case .int32:
      for index in target.indices {
        target[index] = Float(source.integer(at: index * 4, Int32.self)) / 0x1p31
      }
    case .float32:
      for index in target.indices {
        target[index] = Float(bitPattern: source.integer(at: index * 4, UInt32.self))
      }
    case .float64:
      for index in target.indices {
        target[index] = Float(Double(bitPattern: source.integer(at: index * 8, UInt64.self)))
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The little-endian integer at a byte offset.
  fileprivate func integer<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, _ type: T.Type
  ) -> T {
    T(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
