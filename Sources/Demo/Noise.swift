/// White noise, the same from every run: a shift-register generator with a fixed seed.
struct Noise {
  private var state: UInt32

  /// Starts the noise of a seed; every seed gives another.
  init(seed: UInt32) {
    state = (seed &+ 1) &* 0x9E37_79B9 | 1
    for _ in 0..<8 { _ = next() }  // small seeds start alike
  }

  /// The next value, evenly spread over ±1.
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Float(Int32(bitPattern: state)) * 0x1p-31
  }
}
