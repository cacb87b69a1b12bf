#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A small generator with a seed, so that every run sees the same numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How much more than usual the random tests do: `BUSBAR_TEST_SCALE`, 1 unless set.
var testScale: Int {
  guard let text = getenv("BUSBAR_TEST_SCALE") else { return 1 }
  return max(Int(String(cString: text)) ?? 1, 1)
}

/// Random bytes, half of them bytes that mean something in MIDI.
func randomBytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
  let telling: [UInt8] = [0xF0, 0xF7, 0xF7, 0xF8, 0xFE, 0xFF, 0x90, 0xE0, 0xD0, 0xF2, 0x7F, 0x00]
  return (0..<count).map { _ in
    let random = generator.next()
    return random & 0x100 == 0 ? UInt8(random & 0xFF) : telling[Int(random >> 9 & 0xFF) % 12]
  }
}

/// A copy with a few bytes changed, removed, doubled, or the end cut off.
func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(bytes[place], at: place)
    default: bytes.removeLast(min(place, 16))
    }
  }
  return bytes
}
