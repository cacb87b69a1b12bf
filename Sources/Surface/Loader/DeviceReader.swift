import YAML

/// Reads the device part of a file: its units, their parts and what these have in common.
enum DeviceReader {
  private static let bytesPerSecond = NumberUnit([.init("bytes/s")])
  private static let byteCount = NumberUnit([.init("bytes")])

  static func read(_ keys: MappingReader) -> LoadedDevice? {
    var unit = UnitProfile(name: "")
    if let rate = keys.optional("rate")?.number(in: 100...1_000_000, unit: bytesPerSecond) {
      unit.rate = Int(rate)
    }
    if let burst = keys.optional("burst")?.number(in: 32...4096, unit: byteCount) {
      unit.burst = Int(burst)
    }
    if let greeting = keys.optional("greeting")?.mapping("a greeting", GreetingReader.read) {
      unit.greeting = greeting
    }
    let lamp = keys.optional("lamps")?.mapping("lamps") { LampReader.values($0) }
    let parts = keys.required("parts").map { self.parts($0, lamp: lamp, burst: unit.burst) } ?? [:]
    let units = keys.required("units")?.items(count: 1...16)?.compactMap { item in
      item.mapping("a unit") { UnitReader(base: unit, parts: parts).read($0) }
    }
    guard let units else { return nil }
    if units.reduce(0, { $0 + $1.count }) > mostUnits {
      keys.error(at: "units", "there are more than \(mostUnits) units")
    }
    let device = LoadedDevice(units: units, parts: parts)
    DuplicateCheck.run(device, keys.diagnostics)
    return device
  }

  /// The most boxes of one surface.
  private static let mostUnits = 16

  private static func parts(
    _ value: ValueReader, lamp: LampProfile?, burst: Int
  ) -> [String: [LoadedControl]] {
    var parts: [String: [LoadedControl]] = [:]
    for (key, value) in value.entries("part") ?? [] {
      guard let name = key.string(length: 1...32) else { continue }
      parts[name] =
        value.mapping("a part") { PartReader(lamp: lamp, burst: burst).read($0) } ?? []
    }
    return parts
  }
}

/// Finds controls that share a name or a message, so that neither could be told from the other.
private enum DuplicateCheck {
  static func run(_ device: LoadedDevice, _ diagnostics: Diagnostics) {
    var reported: Set<String> = []
    for unit in device.units {
      var names: [ControlName: LoadedControl] = [:]
      var messages: [MessageAddress: LoadedControl] = [:]
      for control in unit.parts.flatMap({ device.parts[$0] ?? [] }) {
        if let other = names.updateValue(control, forKey: control.name) {
          let text = "'\(control.name)' is described already in line \(other.location.line)"
          if reported.insert("\(control.location) \(text)").inserted {
            diagnostics.error(control.location, text)
          }
          continue
        }
        for address in control.incoming {
          guard let other = messages.updateValue(control, forKey: address) else { continue }
          let text =
            "'\(control.name)' has the message '\(address)' that '\(other.name)' of line"
            + " \(other.location.line) has; each message belongs to one control"
          if reported.insert("\(control.location) \(text)").inserted {
            diagnostics.error(control.location, text)
          }
        }
      }
    }
  }
}
