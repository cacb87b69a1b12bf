extension SampleFormat {
  /// Turns numbers of full scale ±1 into stored samples.
  ///
  /// Integers are rounded to the nearest (halves to even) and held to their range; what is not a
  /// number becomes 0. Floating-point samples keep every bit. `target` has room for all samples.
  func encode(
    _ samples: UnsafeBufferPointer<Float>, into target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count >= samples.count * bytes, "the samples have room")
    switch self {
    case .int16:
      for (index, sample) in samples.enumerated() {
        target.store(UInt16(truncatingIfNeeded: sample.scaled(to: 0x1p15)), at: index * 2)
      }
    case .int24:
      for (index, sample) in samples.enumerated() {
        let integer = sample.scaled(to: 0x1p23)
        target.store(UInt16(truncatingIfNeeded: integer), at: index * 3)
        target.store(UInt8(truncatingIfNeeded: integer >> 16), at: index * 3 + 2)
      }
    case .int32:
      for (index, sample) in samples.enumerated() {
        target.store(sample.scaled(to: 0x1p31), at: index * 4)
      }
    case .float32:
      for (index, sample) in samples.enumerated() {
        target.store(sample.bitPattern, at: index * 4)
      }
    case .float64:
      for (index, sample) in samples.enumerated() {
        target.store(Double(sample).bitPattern, at: index * 8)
      }
    }
  }
}

extension Float {
  /// The nearest integer to this times `scale`, from -`scale` to `scale` - 1.
  fileprivate func scaled(to scale: Double) -> Int32 {
    let product = (Double(self) * scale).rounded(.toNearestOrEven)
    return product.isNaN ? 0 : Int32(max(-scale, min(product, scale - 1)))
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Stores an integer at a byte offset, its lowest byte first.
  fileprivate func store<T: FixedWidthInteger & BitwiseCopyable>(_ integer: T, at offset: Int) {
    storeBytes(of: integer.littleEndian, toByteOffset: offset, as: T.self)
  }
}
