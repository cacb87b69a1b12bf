import YAML

/// A value of a YAML file as one walks through it by keys.
struct PlainNode {
  let node: YAMLNode

  /// What a file says, whatever it looks like.
  indirect enum Content: Hashable {
    case scalar(String)
    case list([Content])
    case group([String: Content])
    case refused
  }

  /// The outermost value of a file; nil if it can't be read.
  static func root(_ bytes: [UInt8]) -> PlainNode? {
    YAMLDocument.parse(bytes: bytes, file: "").node.map { PlainNode(node: $0) }
  }

  var pairs: [YAMLPair] { if case .mapping(let pairs) = node.content { pairs } else { [] } }

  subscript(key: String) -> PlainNode? {
    pairs.first { $0.key == key }.map { PlainNode(node: $0.value) }
  }

  var items: [PlainNode] {
    if case .sequence(let nodes) = node.content { nodes.map { PlainNode(node: $0) } } else { [] }
  }

  var text: String? { if case .scalar(let scalar) = node.content { scalar.text } else { nil } }

  /// The texts of a list, or of a single value.
  var texts: [String] { text.map { [$0] } ?? items.compactMap(\.text) }

  var content: Content {
    switch node.content {
    case .scalar(let scalar): .scalar(scalar.text)
    case .sequence: .list(items.map(\.content))
    case .mapping:
      .group(
        Dictionary(pairs.map { ($0.key, PlainNode(node: $0.value).content) }) { first, _ in first })
    case .refused: .refused
    }
  }

  /// What the file has to say after a change.
  func setting(_ change: MappingText.Change, of row: FaderRow) -> Content? {
    let value = Self.root(Array("value: \(change.value)".utf8))?["value"]?.content
    return value.flatMap {
      content.setting($0, at: ["device", "parts", row.part, "faders", row.name, change.key])
    }
  }
}

extension PlainNode.Content {
  fileprivate func setting(_ value: Self, at path: [String]) -> Self? {
    guard let key = path.first else { return value }
    guard case .group(var group) = self else { return nil }
    let rest = Array(path.dropFirst())
    guard let inner = (group[key] ?? .group([:])).setting(value, at: rest) else { return nil }
    group[key] = inner
    return .group(group)
  }
}
