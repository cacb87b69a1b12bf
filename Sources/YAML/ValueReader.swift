/// Reads one value as the type that the schema asks for.
///
/// Each method returns nil after reporting a mistake, so that a walk goes on and finds them all.
/// Quotes around a value make no difference, except that an empty text, `~` and `null` without
/// quotes mean that no value was given. Nothing is reported about a node that was refused.
public struct ValueReader {
  /// The value as it stands in the file.
  public let node: YAMLNode
  /// Which value this is, for messages: `'fader' of a channel`.
  public let place: String
  /// Where mistakes go.
  public let diagnostics: Diagnostics

  public init(_ node: YAMLNode, place: String, diagnostics: Diagnostics) {
    self.node = node
    self.place = place
    self.diagnostics = diagnostics
  }

  /// Where the value starts.
  public var location: SourceLocation { node.location }

  /// The text of a single value that is not null; nil otherwise, and nothing is reported.
  public var text: String? {
    guard case .scalar(let scalar) = node.content, !scalar.isNull else { return nil }
    return scalar.text
  }

  /// Whether the value is a list.
  public var isList: Bool {
    if case .sequence = node.content { true } else { false }
  }

  /// Whether the value is a group of keys.
  public var isGroup: Bool {
    if case .mapping = node.content { true } else { false }
  }

  /// Whether no value was given: nothing after the key, `~` or `null`.
  public var isNull: Bool {
    if case .scalar(let scalar) = node.content { scalar.isNull } else { false }
  }

  /// Reports a mistake at the value.
  public func error(_ message: @autoclosure () -> String) {
    diagnostics.error(location, message())
  }

  /// Reports something worth a look at the value.
  public func warning(_ message: @autoclosure () -> String) {
    diagnostics.warning(location, message())
  }

  /// Reports a word of the value that is not among the allowed ones, with the nearest of them.
  ///
  /// - Parameters:
  ///   - kind: What the word should have been: `word`, `unit`, `channel`.
  ///   - word: The word at fault.
  ///   - allowed: The words to list, in this order.
  public func unknown(_ kind: String, _ word: some StringProtocol, allowed: [String]) {
    let word = String(word)
    error(
      "unknown \(kind) \(Wording.quoted(word)) in \(place)\(Wording.allowed(allowed, near: word))")
  }

  /// The text of a single value; anything else is reported, `needed` telling what it should be.
  func text(needed: String) -> String? {
    if let text { return text }
    reportKind(needed: needed)
    return nil
  }

  /// Reports that the value is of the wrong kind altogether.
  func reportKind(needed: String) {
    if case .refused = node.content { return }
    guard case .scalar(let scalar) = node.content else {
      return error("\(place) is \(node.kind), but \(needed) is needed")
    }
    if !scalar.isNull {
      error("\(place) is \(Wording.quoted(scalar.text)), but \(needed) is needed")
    } else if scalar.text.isEmpty {
      error("no value for \(place); \(needed) is needed")
    } else {
      error(
        "'\(scalar.text)' means no value for \(place); \(needed) is needed, in quotes if it is text"
      )
    }
  }

  /// `1 item`, `3 items` or `1 to 8 items`.
  static func counted(_ range: ClosedRange<Int>, _ noun: String) -> String {
    guard range.lowerBound == range.upperBound else {
      return "\(range.lowerBound) to \(range.upperBound) \(noun)s"
    }
    return "\(range.lowerBound) \(noun)\(range.lowerBound == 1 ? "" : "s")"
  }
}
