import YAML

/// Reads mapping files: text that describes a controller, so that nothing in the program has to.
///
/// The format is documented in `mappings/README.md`.
public enum MappingFile {
  /// Reads a file's content; every mistake is found in one run, and nothing is done with a bad file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name that messages give.
  /// - Returns: The mapping, nil if there are errors, and what was found.
  public static func load(
    bytes: [UInt8], file: String
  ) -> (mapping: Mapping?, diagnostics: Diagnostics) {
    let (node, diagnostics) = YAMLDocument.parse(bytes: bytes, file: file)
    guard let node else { return (nil, diagnostics) }
    let mapping = read(node, diagnostics)
    return (diagnostics.hasErrors ? nil : mapping, diagnostics)
  }

  private static func read(_ node: YAMLNode, _ diagnostics: Diagnostics) -> Mapping? {
    let keys = MappingReader(node, what: "a mapping file", diagnostics: diagnostics)
    guard isReadable(keys) else { return nil }
    let name = keys.required("name")?.string()
    let device = keys.required("device").flatMap { value in
      value.mapping("a device") { DeviceReader.read($0) }
    }
    let selection = keys.optional("selection")?.word(among: ["own", "shared"])
    let layers = keys.optional("user layers")
    let userLayers = layers.map { UserLayerReader.read($0) } ?? []
    let layout = keys.required("layout")
    let units = device.map { device in
      var reader = LayoutReader(device, userLayers: userLayers.map(\.name))
      let roles = layout.map { reader.read($0) } ?? [:]
      if let layers, !diagnostics.hasErrors { reader.checkLayers(layers) }
      return device.units.flatMap { $0.profiles(parts: device.parts, roles: roles) }
    }
    keys.finish()
    guard let name, let units else { return nil }
    var mapping = Mapping(name: name, units: units)
    mapping.userLayers = userLayers
    mapping.sharesSelection = selection == "shared"
    if mapping.stripCount > Mapping.mostStrips {
      diagnostics.error(
        node.location, "the units show more than \(Mapping.mostStrips) strips together")
    }
    return mapping
  }

  /// Whether this program knows the file's version; an unknown one is all that is said of the file.
  private static func isReadable(_ keys: MappingReader) -> Bool {
    guard let value = keys.required("busbar-mapping") else { return keys.isReadable }
    guard let found = value.integer(in: 1...9999), found != version else { return true }
    value.error(
      "this file is of format version \(found), but this program reads version \(version)")
    return false
  }

  /// The version of the format that is read.
  static let version = 1
}
