import ConsoleModel

/// A Mackie Control, its extender, and what speaks the same (controllers.md §3, §6.1, §6.5, §6.6,
/// §6.9, §6.12).
struct MackieFace: Face {
  enum Display { case none, lcd, asparion }
  enum Colours { case none, behringer, icon, asparion }

  private(set) var panel = Panel()
  var id: UInt8 = 0x14
  var strips = 8
  var hasMaster = false
  /// Whether there are lamps in the pots, which no such box has.
  var hasPushes = false
  var display = Display.lcd
  var colours = Colours.none
  /// The thresholds of the meter; none for a box without.
  var thresholds = MackieFace.mackie
  var hasOverload = true
  var blinks = true
  private var lcd = Array(repeating: UInt8(ascii: "#"), count: 112)
  private var rgb: [[Int]] = Array(repeating: [0, 0, 0], count: 8)

  let faderStep = 1.0 / 1023
  let ringSteps = 10.0
  static let mackie: [Double] = [-60, -50, -40, -30, -20, -14, -10, -8, -6, -4, -2, 0, 0.001]
  static let xTouch = [
    -60.3, -54.1, -48.2, -42.1, -36.2, -30.1, -18.1, -15.1, -12.1, -9.1, -6.1, -4.6, -3.1, 0.01,
  ]

  init() {}

  func meterStep(_ peak: Double) -> Int { step(peak, thresholds) }

  /// Lamps by their notes.
  private static let strip =
    row("arm", from: 0) + row("solo", from: 8) + row("mute", from: 0x10)
    + row("select", from: 0x18)
  private static let master: [UInt8: String] =
    row("f", from: 0x36) + [
      0x28: "track", 0x29: "send", 0x2A: "pan", 0x2B: "plug-in", 0x2C: "eq", 0x2D: "instrument",
      0x2E: "bank left", 0x2F: "bank right", 0x30: "channel left", 0x31: "channel right",
      0x32: "flip", 0x33: "global view", 0x34: "name value", 0x3F: "inputs",
      0x41: "audio instruments", 0x42: "aux", 0x43: "busses", 0x44: "outputs", 0x45: "user",
      0x46: "shift", 0x47: "option", 0x48: "control", 0x51: "undo", 0x52: "cancel",
      0x53: "enter", 0x59: "click", 0x5A: "solo key", 0x62: "cursor left", 0x63: "cursor right",
    ]

  private func name(_ note: UInt8) -> String? {
    if hasPushes, (0x20...0x27).contains(note) { return "push \(note - 0x1F)" }
    if let name = Self.strip[note] {
      guard strips > 1 else { return note % 8 == 0 ? String(name.dropLast(2)) : nil }
      return name
    }
    return hasMaster ? Self.master[note] : nil
  }

  private func numbered(_ word: String, _ index: UInt8) -> String {
    strips == 1 ? word : "\(word) \(index + 1)"
  }

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    let index = bytes.count == 3 ? bytes[1] & 7 : 0
    switch bytes[0] {
    case 0xE0...0xE8 where bytes.count == 3:
      let fader = bytes[0] & 0xF
      guard fader < strips || (fader == 8 && hasMaster) else { return false }
      let place = Double(Int(bytes[1]) + 128 * Int(bytes[2])) / 16368
      panel.places[fader == 8 ? "master" : numbered("fader", fader)] = place
      return place <= 1
    case 0x90:
      guard let name = name(bytes[1]),
        let lamp = [0: Panel.Lamp.off, 1: .blink, 127: .on][bytes[2]],
        blinks || lamp != .blink
      else { return false }
      panel.lamps[name] = lamp
      return true
    case 0x91...0x93 where colours == .asparion && (0x20...0x27).contains(bytes[1]):
      rgb[Int(index)][Int(bytes[0] & 0xF) - 1] = Int(bytes[2])
      return show(rgb[Int(index)], index)
    case 0xB0 where (0x30...0x37).contains(bytes[1]) && index < strips && display != .asparion:
      return ring(bytes[2], numbered("pot", index))
    case 0xB1 where (0x30...0x37).contains(bytes[1]) && display == .asparion:
      panel.rings["pot \(index + 1)"] = .place(Double(bytes[2]) / 127)
      return true
    case 0xD0: return meter(bytes[1], display == .asparion ? "left" : "meter")
    case 0xD1 where display == .asparion: return meter(bytes[1], "right")
    case 0xF0: return sysex(bytes)
    default: return false
    }
  }

  private mutating func ring(_ value: UInt8, _ name: String) -> Bool {
    let (position, mode) = (value & 0xF, value >> 4 & 3)
    guard position <= 11 else { return false }
    guard position > 0 else {
      panel.rings[name] = .dark
      return true
    }
    let place = Double(position - 1) / 10
    panel.rings[name] =
      mode == 1
      ? .pan(place, isCentred: display == .none ? position == 6 : value & 0x40 != 0)
      : mode == 2 ? .fill(place) : .place(place)
    return true
  }

  private mutating func meter(_ value: UInt8, _ word: String) -> Bool {
    let (strip, level) = (value >> 4, value & 0xF)
    guard strip < strips, !thresholds.isEmpty else { return false }
    let name = numbered(word, strip)
    if level == 0xF || (level == 0xE && hasOverload) {
      panel.overloads[name] = level == 0xE
      return hasOverload
    }
    panel.meters[name] = Int(level)
    return true
  }

  private mutating func sysex(_ bytes: [UInt8]) -> Bool {
    if colours == .icon, bytes.starts(with: [0xF0, 0, 2, 0x4E, 0x16, 0x14]), bytes.count == 31 {
      return (0..<8).allSatisfy { index in
        show((0..<3).map { Int(bytes[6 + 3 * index + $0]) }, UInt8(index))
      }
    }
    guard bytes.starts(with: [0xF0, 0, 0, 0x66, id]), bytes.last == 0xF7, bytes.count > 6 else {
      return false
    }
    let data = bytes[6..<bytes.count - 1]
    switch bytes[5] {
    case 0x00: return data.isEmpty
    case 0x08, 0x0A, 0x0B, 0x0C: return data.count == 1
    case 0x20: return data.count == 2 && data.allSatisfy { $0 < 8 }
    case 0x12 where display == .lcd: return letters(Array(data))
    case 0x1A where display == .asparion && data.count > 2 && (1...2).contains(data[7]):
      return letters(Array(data[8...]), data[6], 12, "scribble", Int(data[7]) - 1)
    case 0x19 where display == .asparion && data.count > 1:
      return letters(Array(data[7...]), data[6], 8, "third", 0)
    case 0x72 where colours == .behringer && data.count == 8:
      for (index, value) in data.enumerated() where index < strips {
        guard (1...7).contains(value) else { return false }  // 0 would be dark
        panel.colours[numbered("colour", UInt8(index))] = colour(bits: Int(value))
      }
      return true
    default: return false
    }
  }

  /// Whole cells of a line that begins anew with each strip.
  private mutating func letters(
    _ letters: [UInt8], _ offset: UInt8, _ width: Int, _ word: String, _ row: Int
  ) -> Bool {
    guard Int(offset) % width == 0, letters.count % width == 0,
      Int(offset) + letters.count <= 8 * width, isPrintable(letters)
    else { return false }
    for start in stride(from: 0, to: letters.count, by: width) {
      let strip = (Int(offset) + start) / width + 1
      panel.texts["\(word) \(strip)", default: [:]][row] = text(letters[start..<start + width])
    }
    return true
  }

  /// Letters of the two lines of 56.
  private mutating func letters(_ data: [UInt8]) -> Bool {
    guard let start = data.first, Int(start) + data.count - 1 <= 112, isPrintable(data.dropFirst())
    else { return false }
    lcd.replaceSubrange(Int(start)..<Int(start) + data.count - 1, with: data.dropFirst())
    for strip in 0..<strips {
      for row in 0..<2 {
        let place = row * 56 + strip * 7
        panel.texts[numbered("scribble", UInt8(strip)), default: [:]][row] = text(
          lcd[place..<place + 7])
      }
    }
    return true
  }

  private mutating func show(_ rgb: [Int], _ index: UInt8) -> Bool {
    let bits = (0..<3).reduce(0) { $0 + (rgb[$1] > 63 ? 1 << $1 : 0) }
    panel.colours["colour \(index + 1)"] = colour(bits: bits)
    return true
  }
}
