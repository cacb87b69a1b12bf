import MIDI

/// What a Mackie Control would show, decoded from the bytes alone: it knows no mapping file.
struct MackieUnit: Equatable {
  var faders = Array(repeating: -1, count: 9)
  var lamps = Array(repeating: -1, count: 128)
  var rings = Array(repeating: -1, count: 8)
  var lcd = Array(repeating: UInt8(ascii: "#"), count: 112)
  var meters = Array(repeating: -1, count: 8)
  var overloads = Array(repeating: false, count: 8)
  /// What it did not understand.
  var strange: [[UInt8]] = []
  private let id: UInt8

  init(id: UInt8) { self.id = id }

  mutating func hear(_ bytes: [UInt8]) {
    switch (bytes[0], bytes.count) {
    case (0xE0...0xE8, 3): faders[Int(bytes[0] & 0xF)] = Int(bytes[1]) | Int(bytes[2]) << 7
    case (0x90, 3): lamps[Int(bytes[1])] = Int(bytes[2])
    case (0xB0, 3) where (0x30...0x37).contains(bytes[1]):
      rings[Int(bytes[1]) - 0x30] = Int(bytes[2])
    case (0xD0, 2): meter(bytes[1])
    case (0xF0, _): sysex(bytes)
    default: strange.append(bytes)
    }
  }

  private mutating func meter(_ value: UInt8) {
    let strip = Int(value >> 4)
    guard strip < 8 else { return strange.append([0xD0, value]) }
    switch value & 0xF {
    case 0xE: overloads[strip] = true
    case 0xF: overloads[strip] = false
    case let level: meters[strip] = Int(level)
    }
  }

  private mutating func sysex(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0xF0, 0, 0, 0x66, id]), bytes.last == 0xF7, bytes.count > 6 else {
      return strange.append(bytes)
    }
    guard bytes[5] == 0x12 else {
      if bytes[5] != 0x20 && bytes[5] != 0 { strange.append(bytes) }
      return
    }
    for (place, letter) in bytes[7..<(bytes.count - 1)].enumerated() {
      guard Int(bytes[6]) + place < 112, (0x20...0x7E).contains(letter) else {
        return strange.append(bytes)
      }
      lcd[Int(bytes[6]) + place] = letter
    }
  }

  /// A row of the display, 0 or 1, as 56 characters.
  func row(_ row: Int) -> String { String(decoding: lcd[row * 56..<row * 56 + 56], as: UTF8.self) }

  /// A strip's seven characters of a row.
  func cell(_ strip: Int, _ row: Int) -> String {
    let start = row * 56 + strip * 7
    return String(decoding: lcd[start..<start + 7], as: UTF8.self)
  }

  enum Lamp { static let arm = 0, solo = 8, mute = 16, select = 24 }
}
