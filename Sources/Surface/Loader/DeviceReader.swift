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
    unit.sysexPause = keys.optional("sysex pause")?.time(in: 0...100) ?? 0
    if let greeting = keys.optional("greeting")?.mapping("a greeting", GreetingReader.read) {
      unit.greeting = greeting
    }
    let lamp = keys.optional("lamps")?.mapping("lamps") { LampReader.values($0) }
    let bundles = keys.required("parts")
    let parts = bundles.map { self.parts($0, lamp: lamp, burst: unit.burst) } ?? [:]
    let units = keys.required("units")?.items(count: 1...16)?.compactMap { item in
      item.mapping("a unit") { UnitReader(base: unit, parts: parts).read($0) }
    }
    guard let units else { return nil }
    if units.reduce(0, { $0 + $1.count }) > mostUnits {
      keys.error(at: "units", "there are more than \(mostUnits) units")
    }
    let device = LoadedDevice(units: units, parts: parts)
    DuplicateCheck.run(device, keys.diagnostics)
    if let bundles { checkParts(bundles, device) }
    return device
  }

  /// Warns of parts that no unit has: their controls can't be reached.
  private static func checkParts(_ value: ValueReader, _ device: LoadedDevice) {
    for (key, _) in value.entries("part") ?? [] {
      guard let name = key.text, device.parts[name] != nil else { continue }
      if !device.units.contains(where: { $0.parts.contains(name) }) {
        key.warning("no unit has the part '\(name)', so that its controls do not exist")
      }
    }
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
private struct DuplicateCheck {
  private var reported: Set<String> = []

  static func run(_ device: LoadedDevice, _ diagnostics: Diagnostics) {
    var check = DuplicateCheck()
    check.run(device, diagnostics)
  }

  /// Reports once what a control of a part has in every unit that has the part.
  private mutating func report(
    _ control: LoadedControl, _ text: String, _ diagnostics: Diagnostics
  ) {
    guard reported.insert("\(control.location) \(control.name) \(text)").inserted else { return }
    diagnostics.error(control.location, "'\(control.name)' \(text)")
  }

  private mutating func run(_ device: LoadedDevice, _ diagnostics: Diagnostics) {
    for unit in device.units {
      var names: [ControlName: LoadedControl] = [:]
      var messages: [MessageAddress: LoadedControl] = [:]
      var carriers: [MessageAddress: (LoadedControl, MessageAddress)] = [:]
      for control in unit.parts.flatMap({ device.parts[$0] ?? [] }) {
        if let other = names.updateValue(control, forKey: control.name) {
          report(control, "is described already in line \(other.location.line)", diagnostics)
          continue
        }
        for address in control.incoming {
          if let other = messages.updateValue(control, forKey: address) {
            report(
              control,
              "has the message '\(address)' that '\(other.name)' of line"
                + " \(other.location.line) has; each message belongs to one control", diagnostics)
          }
          for carrier in address.carriers { carriers[carrier] = (control, address) }
        }
      }
      for (address, control) in messages {
        guard let (other, whole) = carriers[address] else { continue }
        report(
          control,
          "has the message '\(address)', which is part of '\(whole)' of '\(other.name)' in"
            + " line \(other.location.line)", diagnostics)
      }
    }
  }
}
