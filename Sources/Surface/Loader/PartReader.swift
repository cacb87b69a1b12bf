import YAML

/// Reads one part of a device: its faders, buttons, encoders, displays and meters.
struct PartReader {
  /// The lamp values of the device; nil when keys have no lamps unless they say so.
  let lamp: LampProfile?
  /// The most bytes that a unit takes at once.
  let burst: Int

  func read(_ keys: MappingReader) -> [LoadedControl] {
    controls(keys, "faders") { value, key in
      FaderReader.read(value, key)?.map { .fader($0) }
    }
      + controls(keys, "buttons") { value, key in
        ButtonReader(lamp: lamp).read(value, key)?.map { .button($0) }
      }
      + controls(keys, "encoders") { value, key in
        EncoderReader.read(value, key)?.map { .encoder($0) }
      }
      + controls(keys, "displays") { value, key in
        DisplayReader(burst: burst).read(value, key)?.map { .display($0) }
      }
      + controls(keys, "meters") { value, key in MeterReader.read(value, key)?.map { .meter($0) } }
  }

  private func controls(
    _ keys: MappingReader, _ list: String,
    _ read: (ValueReader, ControlKey) -> [LoadedControl.Content]?
  ) -> [LoadedControl] {
    guard let entries = keys.optional(list)?.entries("control") else { return [] }
    return entries.flatMap { entry -> [LoadedControl] in
      guard let key = ControlKey(entry.key), let contents = read(entry.value, key) else { return [] }
      return zip(key.names, contents).map { name, content in
        LoadedControl(name: name, content: content, location: entry.key.location)
      }
    }
  }
}
