import ConsoleModel
import YAML

/// Reads how many of each the console has.
enum SizeReader {
  /// The size; where it can't be read, the largest, so that no strip is called unknown for it.
  static func read(_ value: ValueReader) -> ConsoleSize {
    let most = ConsoleSize.limits
    var size = ConsoleSize()
    guard let keys = value.mapping("the size") else {
      size.channels = most.channels
      size.groups = most.groups
      size.auxes = most.auxes
      size.fxs = most.fxs
      size.matrices = most.matrices
      size.vcas = most.vcas
      size.muteGroups = most.muteGroups
      return size
    }
    func read(_ kind: Kind, _ count: inout Int, _ range: ClosedRange<Int>) {
      guard let value = keys.optional(kind.key) else { return }
      count = value.integer(in: range) ?? range.upperBound
    }
    read(.channel, &size.channels, 1...most.channels)
    read(.group, &size.groups, 0...most.groups)
    read(.aux, &size.auxes, 0...most.auxes)
    read(.fx, &size.fxs, 0...most.fxs)
    read(.matrix, &size.matrices, 0...most.matrices)
    read(.vca, &size.vcas, 0...most.vcas)
    read(.muteGroup, &size.muteGroups, 0...most.muteGroups)
    keys.finish(hints: [
      "aux": "auxes", "matrix": "matrices", "fxs": "fx", "dcas": "vcas", "buses": "groups",
    ])
    return size
  }
}
