/// A value of a YAML file and the place where it starts.
public struct YAMLNode: Hashable, Sendable {
  /// What a node holds.
  public enum Content: Hashable, Sendable {
    /// A single value: text that the schema gives a meaning.
    case scalar(YAMLScalar)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and their values in the file's order; keys are scalars and no two are equal.
    case mapping([YAMLPair])
    /// Something that was refused and reported, such as an alias: say nothing more about it.
    case refused
  }

  /// What the node holds.
  public let content: Content
  /// Where it starts; where an absent value would start.
  public let location: SourceLocation

  public init(_ content: Content, at location: SourceLocation) {
    self.content = content
    self.location = location
  }
}

/// The text of a single value, and how it was written.
public struct YAMLScalar: Hashable, Sendable {
  /// How a scalar was written.
  public enum Style: Sendable {
    /// Without quotes.
    case plain
    /// In single or double quotes.
    case quoted
    /// As lines below a `|` or `>`.
    case block
  }

  /// The text, escapes resolved.
  public let text: String
  /// How it was written.
  public let style: Style

  public init(_ text: String, style: Style = .plain) {
    self.text = text
    self.style = style
  }

  /// Whether it says "no value": nothing at all, `~` or `null`, without quotes.
  public var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A key of a mapping with its value.
public struct YAMLPair: Hashable, Sendable {
  /// The key's text.
  public let key: String
  /// The key itself, a scalar, with its location.
  public let keyNode: YAMLNode
  /// The value.
  public let value: YAMLNode

  public init(key: String, keyNode: YAMLNode, value: YAMLNode) {
    self.key = key
    self.keyNode = keyNode
    self.value = value
  }
}

extension YAMLNode {
  /// What the node is, in words for a message.
  var kind: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a group of keys"
    case .refused: "refused"
    }
  }
}
