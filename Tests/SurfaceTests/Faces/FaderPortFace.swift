import ConsoleModel

/// A FaderPort 8, 16 or 2 in its native mode (controllers.md §6.8).
struct FaderPortFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 1023
  let blinks = true
  /// 8, 16, or 1 for a FaderPort 2.
  let strips: Int
  private let lamps: [UInt8: String]
  private var rgb: [UInt8: [UInt8]] = [:]

  init(strips: Int) {
    self.strips = strips
    switch strips {
    case 1:
      lamps =
        [
          0: "arm", 8: "solo", 0x10: "mute", 3: "bypass", 4: "macro", 0x2E: "previous",
          0x2F: "next",
        ] + row("f", from: 72, 5...8) + row("user", from: 76, 1...3)
    default:
      let eight =
        row("solo", from: 8) + row("mute", from: 0x10) + row("select", from: 0x18) + [
          1: "solo clear", 0x2E: "previous", 0x2F: "next", 0x36: "channel", 0x37: "zoom",
          0x38: "scroll", 0x39: "bank", 0x3A: "master", 0x3C: "section", 0x29: "send",
          0x2A: "pan",
        ]
      let more =
        [0x53: "", 0x56: "", 0x58: "solo 12", 0x59: "solo 15", 0x07: "select 9"]
        + row("solo", from: 0x50, 9...16) + row("mute", from: 0x78, 9...16)
        + row("select", from: 0x21, 10...16)
      lamps = strips == 16 ? eight + more : eight
    }
  }

  /// A bar from 0 to 127; −60 dB, or less, to 0 dB.
  func meterStep(_ peak: Double) -> Int {
    peak < -60 ? 0 : min(127, Int((1 + (peak + 60) / 60 * 126).rounded()))
  }

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    let index = Int(bytes[0] & 0xF)
    switch bytes[0] {
    case 0xE0...0xEF:
      guard index < strips else { return false }
      let place = Double(Int(bytes[1]) + 128 * Int(bytes[2])) / 16368
      panel.places[strips == 1 ? "fader" : "fader \(index + 1)"] = place
      return place <= 1
    case 0x90:
      guard let name = lamps[bytes[1]], !name.isEmpty,
        let lamp = [0: Panel.Lamp.off, 1: .blink, 127: .on][bytes[2]]
      else { return false }
      panel.lamps[name] = lamp
      return true
    case 0x91...0x93:
      guard let name = lamps[bytes[1]], name.hasPrefix("select ") else { return false }
      rgb[bytes[1], default: [0, 0, 0]][index - 1] = bytes[2]
      let bits = (0..<3).reduce(0) { $0 + ((rgb[bytes[1]] ?? [])[$1] > 63 ? 1 << $1 : 0) }
      panel.colours["colour \(name.dropFirst(7))"] = colour(bits: bits)
      return true
    case 0xD0...0xD7 where strips >= 8: panel.meters["meter \(index + 1)"] = Int(bytes[1])
    case 0xC0...0xC7 where strips == 16: panel.meters["meter \(index + 9)"] = Int(bytes[1])
    case 0xA0: return bytes == [0xA0, 0, 0]
    case 0xF0: return sysex(bytes)
    default: return false
    }
    return true
  }

  private mutating func sysex(_ bytes: [UInt8]) -> Bool {
    let id: UInt8 = strips == 16 ? 0x16 : 0x02
    guard strips > 1, bytes.starts(with: [0xF0, 0, 1, 6, id]), bytes.count > 8, bytes.last == 0xF7,
      bytes[6] < strips
    else { return false }
    let data = bytes[7..<bytes.count - 1]
    if bytes[5] == 0x13 { return data.count == 1 && data[7] & 0xF < 8 }
    guard bytes[5] == 0x12, data.count >= 2, data[7] < 4, data[8] < 8, isPrintable(data[9...])
    else { return false }
    panel.texts["scribble \(bytes[6] + 1)", default: [:]][Int(data[7])] = text(data[9...])
    return true
  }
}

/// The first FaderPort in its native mode (controllers.md §6.7).
struct ClassicFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 1023
  let blinks = false
  private var upper: Int?

  /// Keys in the order of their numbers; those of the lamps run the other way in each eight.
  private static let keys = [
    "user", "punch", "shift", "rewind", "forward", "stop", "play", "record enable", "touch",
    "write", "read", "mix", "project", "transport", "undo", "loop", "record", "solo", "mute",
    "left", "bank", "right", "output", "off",
  ]

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0x91, 0): return [0x64, 0].contains(bytes[2])
    case (0xF0, _): return bytes == [0xF0, 0x7E, 0x7F, 6, 1, 0xF7]
    case (0xA0, 0..<24) where bytes[2] <= 1:
      let lamp = Int(bytes[1])
      panel.lamps[Self.keys[lamp / 8 * 8 + 7 - lamp % 8]] = bytes[2] == 1 ? .on : .off
    case (0xB0, 0): upper = Int(bytes[2])
    case (0xB0, 0x20):
      guard let upper else { return false }
      panel.places["fader"] = Double(128 * upper + Int(bytes[2])) / 1023
      return 128 * upper + Int(bytes[2]) <= 1023
    default: return false
    }
    return true
  }
}
