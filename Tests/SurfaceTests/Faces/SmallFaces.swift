import ConsoleModel

/// An X-Touch Compact in Standard mode, layer A, that listens on channel 1 (controllers.md §6.4).
struct CompactFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 127
  let ringSteps = 12.0
  let blinks = true
  private var modes: [UInt8: UInt8] = [:]

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0xC0, 0...1): return bytes.count == 2
    case (0xB0, 127): return bytes[2] <= 1
    case (0xB0, 1...9):
      let name = bytes[1] == 9 ? "master" : "fader \(bytes[1])"
      panel.places[name] = Double(bytes[2]) / 127
    case (0xB0, 10...25):
      modes[bytes[1] - 9] = bytes[2]
      return bytes[2] <= 4
    case (0xB0, 26...41):
      let number = bytes[1] - 25
      guard bytes[2] <= 13 else { return false }
      let place = Double(bytes[2]) / 12 - 1.0 / 12
      panel.rings["pot \(number)"] =
        bytes[2] == 0
        ? .dark : modes[number] == 1 ? .pan(place, isCentred: bytes[2] == 7) : .fill(place)
    default: return false
    }
    return true
  }
}

/// An X-Touch Mini in Standard mode on channel 11 (controllers.md §6.5).
struct MiniFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 127
  let blinks = true

  private static let lamps =
    row("upper", from: 8) + row("lower", from: 16) + row("upper b", from: 32)
    + row("lower b", from: 40)

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0xBA, 127): return bytes[2] <= 1
    case (0xBA, 1...8): panel.rings["level \(bytes[1])"] = .place(Double(bytes[2]) / 127)
    case (0xBA, 11...18): panel.rings["pan \(bytes[1] - 10)"] = .place(Double(bytes[2]) / 127)
    case (0x9A, _):
      guard let name = Self.lamps[bytes[1]], bytes[2] <= 2 else { return false }
      panel.lamps[name] = [.off, .on, .blink][Int(bytes[2])]
    default: return false
    }
    return true
  }
}

/// A Midi Fighter Twister, bank 1 (controllers.md §6.22).
struct TwisterFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 127
  let blinks = true
  /// The hue of each encoder, 1 to 126.
  private(set) var hues: [UInt8: UInt8] = [:]

  mutating func hear(_ bytes: [UInt8]) {
    switch (bytes[0], bytes[1]) {
    case (0xB0, 0...7): panel.rings["level \(bytes[1] + 1)"] = .place(Double(bytes[2]) / 127)
    case (0xB0, 8...15): panel.rings["pot \(bytes[1] - 7)"] = .place(Double(bytes[2]) / 127)
    case (0xB1, 0...15) where (1...126).contains(bytes[2]): hues[bytes[1]] = bytes[2]
    default: panel.strange.append(bytes)
    }
  }
}

/// A Launch Control XL with factory template 1 (controllers.md §6.20).
struct LaunchControlFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 127
  let blinks = true

  private static let notes =
    row("focus", from: 0x29, 1...4) + row("focus", from: 0x39, 5...8)
    + row("control", from: 0x49, 1...4) + row("control", from: 0x59, 5...8)
    + [0x69: "device", 0x6A: "mute", 0x6B: "solo", 0x6C: "arm"]
  private static let arrows: [UInt8: String] = [
    0x68: "up", 0x69: "down", 0x6A: "left", 0x6B: "right",
  ]

  mutating func hear(_ bytes: [UInt8]) {
    if bytes == [0xB8, 0, 0] || bytes == [0xF0, 0, 0x20, 0x29, 2, 0x11, 0x77, 8, 0xF7] { return }
    let names = [0x98: Self.notes, 0xB8: Self.arrows][bytes[0]]
    guard let name = names?[bytes[1]], bytes[2] & 0x0C == 0x0C else {
      return panel.strange.append(bytes)
    }
    switch (red: bytes[2] & 3, green: bytes[2] >> 4) {
    case (0, 0): panel.lamps[name] = .off
    case (0, 3): panel.lamps[name] = .on
    case (3, 2): panel.lamps[name] = .blink  // amber stands for it
    default: panel.strange.append(bytes)
    }
  }
}

/// A box whose lamps have a message each and two values, such as a nanoKONTROL2 (controllers.md
/// §6.18), a MIDImix (§6.19) or an EasyControl.9 (§6.21, none).
struct LampFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 127
  let blinks = false
  let status: UInt8
  let on: UInt8
  let lamps: [UInt8: String]

  static let nano = LampFace(
    status: 0xB0, on: 127,
    lamps: row("solo", from: 0x20) + row("mute", from: 0x30) + row("record", from: 0x40) + [
      0x29: "play", 0x2A: "stop", 0x2B: "rewind", 0x2C: "forward", 0x2D: "record", 0x2E: "cycle",
    ])

  static let midimix: LampFace = {
    var lamps: [UInt8: String] = [25: "bank left", 26: "bank right"]
    for strip in UInt8(1)...8 {
      lamps[3 * strip - 2] = "mute \(strip)"
      lamps[3 * strip - 1] = "solo \(strip)"
      lamps[3 * strip] = "record \(strip)"
    }
    return LampFace(status: 0x90, on: 1, lamps: lamps)
  }()

  static let dark = LampFace(status: 0, on: 0, lamps: [:])

  private init(status: UInt8, on: UInt8, lamps: [UInt8: String]) {
    (self.status, self.on, self.lamps) = (status, on, lamps)
  }

  mutating func hear(_ bytes: [UInt8]) {
    guard bytes[0] == status, let name = lamps[bytes[1]], [0, on].contains(bytes[2]) else {
      return panel.strange.append(bytes)
    }
    panel.lamps[name] = bytes[2] == 0 ? .off : .on
  }
}
