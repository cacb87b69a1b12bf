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
