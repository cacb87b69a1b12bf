import YAML

/// Reads one part of a device: its faders, buttons, encoders, displays and meters.
struct PartReader {
  /// The lamp values of the device; nil when keys have no lamps unless they say so.
  let lamp: LampProfile?
  /// The most bytes that a unit takes at once.
  let burst: Int

  func read(_ keys: MappingReader) -> [LoadedControl] {
    controls(keys, .fader) { value, key in
      FaderReader.read(value, key)?.map { .fader($0) }
    }
      + controls(keys, .button) { value, key in
        ButtonReader(lamp: lamp).read(value, key)?.map { .button($0) }
      }
      + controls(keys, .encoder) { value, key in
        EncoderReader.read(value, key)?.map { .encoder($0) }
      }
      + controls(keys, .display) { value, key in
        DisplayReader(burst: burst).read(value, key)?.map { .display($0) }
      }
      + controls(keys, .colour) { value, key in
        ColourReader.read(value, key)?.map { .colour($0) }
      }
      + controls(keys, .meter) { value, key in MeterReader.read(value, key)?.map { .meter($0) } }
  }

  private func controls(
    _ keys: MappingReader, _ kind: ControlKind,
    _ read: (ValueReader, ControlKey) -> [LoadedControl.Content]?
  ) -> [LoadedControl] {
    guard let entries = keys.optional(kind.rawValue + "s")?.entries("control") else { return [] }
    var controls: [LoadedControl] = []
    for entry in entries {
      guard let key = ControlKey(entry.key) else { continue }
      let refused = LoadedControl.Content.refused(kind)
      let contents = read(entry.value, key) ?? Array(repeating: refused, count: key.count)
      controls += zip(key.names, contents).map { name, content in
        LoadedControl(name: name, content: content, location: entry.key.location)
      }
      guard controls.count <= Self.mostControls else {
        entry.key.error("a part has more than \(Self.mostControls) \(kind.rawValue)s")
        return []
      }
    }
    return controls
  }

  /// The most controls of a kind.
  private static let mostControls = 1024
}
