/// Pseudo-random numbers that are the same on every machine (splitmix64).
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// 64 random bits.
  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number of -scale…scale, both exact in a Float.
  mutating func next(_ scale: Float = 1) -> Float {
    let whole = Int32(truncatingIfNeeded: bits() >> 40) - 0x80_0000
    return Float(whole) * 0x1p-23 * scale
  }

  mutating func lanes(_ scale: Float = 1) -> SIMD16<Float> {
    var lanes = SIMD16<Float>()
    for lane in 0..<16 { lanes[lane] = next(scale) }
    return lanes
  }

  /// Frames of a bank, aligned as the engine aligns them.
  mutating func bank(_ frames: Int, _ scale: Float = 1) -> UnsafeMutablePointer<SIMD16<Float>> {
    let bank = memory(of: SIMD16<Float>.self, frames)
    for frame in 0..<frames { (bank + frame).initialize(to: lanes(scale)) }
    return bank
  }
}

/// Memory aligned to a cache line; never given back, for the program is short.
func memory<Element>(
  of type: Element.Type, _ count: Int
) -> UnsafeMutablePointer<Element> {
  let bytes = count * MemoryLayout<Element>.stride
  return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    .bindMemory(to: type, capacity: count)
}

/// A bank's samples one after the other.
func scalars(_ bank: UnsafeMutablePointer<SIMD16<Float>>) -> UnsafeMutablePointer<Float> {
  UnsafeMutableRawPointer(bank).assumingMemoryBound(to: Float.self)
}
