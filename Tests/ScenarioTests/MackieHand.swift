/// What a hand does on a Mackie Control, as bytes at times.
struct MackieHand {
  private(set) var events: [TimedBytes] = []

  /// Answers the desk's greeting as a main unit does.
  mutating func answer(at seconds: Double) {
    add(
      seconds, [0xF0, 0x00, 0x00, 0x66, 0x14, 0x01, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0xF7])
  }

  /// Touches the fader of strip 1…8, or lets it go.
  mutating func touch(_ strip: Int, _ isTouched: Bool, at seconds: Double) {
    add(seconds, [0x90, UInt8(0x67 + strip), isTouched ? 127 : 0])
  }

  mutating func move(_ strip: Int, to raw: Int, at seconds: Double) {
    add(seconds, [UInt8(0xDF + strip), UInt8(raw & 127), UInt8(raw >> 7)])
  }

  /// Presses a key for 50 ms.
  mutating func press(_ note: UInt8, at seconds: Double) {
    add(seconds, [0x90, note, 127])
    add(seconds + 0.05, [0x90, note, 0])
  }

  /// Turns a V-pot by steps to the right.
  mutating func turn(_ strip: Int, by steps: UInt8, at seconds: Double) {
    add(seconds, [0xB0, UInt8(0x0F + strip), steps])
  }

  private mutating func add(_ seconds: Double, _ bytes: [UInt8]) {
    events.append(TimedBytes(seconds: seconds, bytes: bytes))
  }
}

/// The level of a Mackie Control's fader: four straight lines in dB, as the design tells them.
func faderLevel(_ raw: Int) -> Double {
  let position = Double(raw) / 16368
  let lines = [(0.0, -90.0), (0.0625, -60), (0.25, -30), (0.5, -10), (1, 10)]
  for (low, high) in zip(lines, lines.dropFirst()) where position <= high.0 {
    return low.1 + (high.1 - low.1) * (position - low.0) / (high.0 - low.0)
  }
  return 10
}

/// What a Mackie Control shows after some of the desk's messages.
struct MackieFace {
  /// The text, two rows of 56.
  var text = Array(repeating: UInt8(ascii: "?"), count: 112)
  var lamps: [UInt8: UInt8] = [:]
  var rings: [UInt8: UInt8] = [:]
  var faders: [Int: Int] = [:]

  /// The face after everything up to a time.
  init(_ events: [TimedBytes], at seconds: Double) {
    for event in events where event.seconds <= seconds { take(event.bytes) }
  }

  /// A row (0 or 1) of a strip (1…8), without the spaces around it.
  func text(_ row: Int, strip: Int) -> String {
    let cell = text[56 * row + 7 * (strip - 1)..<56 * row + 7 * strip]
    let kept = cell.drop { $0 == 32 }.reversed().drop { $0 == 32 }.reversed()
    return String(decoding: Array(kept), as: UTF8.self)
  }

  private mutating func take(_ bytes: [UInt8]) {
    switch bytes[0] {
    case 0x90: lamps[bytes[1]] = bytes[2]
    case 0xB0: rings[bytes[1]] = bytes[2]
    case 0xE0...0xE8: faders[Int(bytes[0]) - 0xDF] = Int(bytes[1]) | Int(bytes[2]) << 7
    case 0xF0 where bytes.count > 8 && Array(bytes[1..<6]) == [0, 0, 0x66, 0x14, 0x12]:
      for (index, letter) in bytes[7..<bytes.count - 1].enumerated()
      where Int(bytes[6]) + index < text.count {
        text[Int(bytes[6]) + index] = letter
      }
    default: break
    }
  }
}
