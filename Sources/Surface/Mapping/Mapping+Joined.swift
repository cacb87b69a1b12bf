// Several controllers side by side.
extension Mapping {
  /// Several controllers as one wide surface, from left to right.
  ///
  /// They share layer, bank, selection and modifiers, which go by their names; so do user layers, of
  /// which the first of a name counts.
  public static func joined(_ mappings: [Mapping]) -> Mapping {
    var joined = Mapping(name: mappings.map(\.name).joined(separator: " + "), units: [])
    for mapping in mappings {
      joined.units += mapping.units.map { unit in
        var unit = unit
        unit.name = "\(mapping.name) \(unit.name)"
        return unit
      }
      let names = joined.userLayers.map(\.name)
      joined.userLayers += mapping.userLayers.filter { !names.contains($0.name) }
      joined.sharesSelection = joined.sharesSelection || mapping.sharesSelection
    }
    return joined
  }

  /// How many strips all units show together.
  public var stripCount: Int { units.reduce(0) { $0 + $1.stripCount } }

  /// The most strips that a surface may show.
  public static let mostStrips = 256
}
