/// A Mackie HUI (controllers.md §4).
struct HUIFace: Face {
  private(set) var panel = Panel()
  let faderStep = 1.0 / 511
  let ringSteps = 10.0
  let blinks = false
  private var zone: UInt8 = 0x7F
  private var upper: [UInt8: Int] = [:]

  func meterStep(_ peak: Double) -> Int {
    step(peak, [-60, -50, -40, -30, -20, -14, -10, -8, -6, -4, -2, 0])
  }

  mutating func hear(_ bytes: [UInt8]) {
    if !take(bytes) { panel.strange.append(bytes) }
  }

  private mutating func take(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0x90, 0): return bytes == [0x90, 0, 0]
    case (0xB0, 0x00...0x07):
      upper[bytes[1]] = Int(bytes[2])
      return true
    case (0xB0, 0x20...0x27):
      guard let upper = upper[bytes[1] - 0x20] else { return false }
      panel.places["fader \(bytes[1] - 0x1F)"] = Double(128 * upper + Int(bytes[2])) / 16383
      return true
    case (0xB0, 0x0C):
      zone = bytes[2]
      return zone <= 0x1D
    case (0xB0, 0x2C):
      guard let name = name(zone, bytes[2] & 0xF) else { return false }
      panel.lamps[name] = bytes[2] & 0x40 > 0 ? .on : .off
      return true
    case (0xB0, 0x10...0x17):
      let (position, mode) = (bytes[2] & 0xF, bytes[2] >> 4 & 3)
      let place = Double(position) / 10 - 0.1
      let isCentred = bytes[2] & 0x40 != 0
      panel.rings["pot \(bytes[1] - 0xF)"] =
        position == 0 ? .dark : mode == 1 ? .pan(place, isCentred: isCentred) : .fill(place)
      return position <= 11
    case (0xA0, 0...7):
      guard bytes[2] >> 4 <= 1, bytes[2] & 0xF <= 0xC else { return false }
      let side = bytes[2] >> 4 == 0 ? "left" : "right"
      panel.meters["\(side) \(bytes[1] + 1)"] = Int(bytes[2] & 0xF)
      return true
    default: return sysex(bytes)
    }
  }

  private func name(_ zone: UInt8, _ port: UInt8) -> String? {
    switch (zone, port) {
    case (0...7, _):
      [1: "select", 2: "mute", 3: "solo", 5: "push", 6: "insert", 7: "record"][port]
        .map { "\($0) \(zone + 1)" }
    case (0x08, 3): "undo"
    case (0x0A, 0...3): ["channel left", "bank left", "channel right", "bank right"][Int(port)]
    case (0x0B, 2): "pan"
    case (0x0B, 7): "send"
    case (0x1B, 0...7): "f \(port + 1)"
    default: nil
    }
  }

  private mutating func sysex(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0xF0, 0, 0, 0x66, 5, 0]), bytes.last == 0xF7, bytes.count > 8 else {
      return false
    }
    let data = Array(bytes[7..<bytes.count - 1])
    guard isPrintable(data.dropFirst()) else { return false }
    switch (bytes[6], data.count) {
    case (0x10, 5) where data[0] < 8: panel.texts["name \(data[0] + 1)"] = [0: text(data[1...])]
    case (0x12, 11) where data[0] < 8: panel.texts["state \(data[0] + 1)"] = [0: text(data[1...])]
    default: return false
    }
    return true
  }
}
