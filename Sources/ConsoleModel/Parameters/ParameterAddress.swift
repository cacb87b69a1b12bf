/// Whose a parameter is.
public enum ParameterOwner: Hashable, Sendable {
  case strip(StripID)
  /// A mute group by its number from 1.
  case muteGroup(Int)
  /// The desk as a whole.
  case desk

  /// What it is, as rows of the table name it.
  public var kind: StripKind {
    switch self {
    case .strip(let id): id.kind ?? .vca
    case .muteGroup: .muteGroup
    case .desk: .desk
    }
  }
}

/// One parameter of one thing, such as the gain of a channel's first band.
///
/// Its text is the owner's name and the key: `channel 3 eq.1.gain`, `vca 2 fader`,
/// `channel 3 sends.aux 2.level`, `mute group 1 on`, `desk solo`.
public struct ParameterAddress: Hashable, Sendable {
  public let owner: ParameterOwner
  public let key: ParameterKey

  /// Makes an address; whether a console has such a thing is for `Console.value(of:)` to say.
  public init(_ owner: ParameterOwner, _ key: ParameterKey) {
    self.owner = owner
    self.key = key
  }

  /// The same, of a strip.
  public init(_ strip: StripID, _ key: ParameterKey) { self.init(.strip(strip), key) }

  /// The row of the table.
  public var parameter: Parameter { key.parameter }

  /// What a new console has it set to.
  public var defaultValue: Double {
    parameter.defaultValue(on: owner.kind, to: key.bus?.kind)
  }
}

extension ParameterOwner: CustomStringConvertible {
  public var description: String {
    switch self {
    case .strip(let id): id.description
    case .muteGroup(let number): "mute group \(number)"
    case .desk: "desk"
    }
  }

  /// Reads a name; nil if it is none.
  public init?(_ text: String) {
    if text == "desk" {
      self = .desk
    } else if text.hasPrefix("mute group "), let number = Int(text.dropFirst(11)), number >= 1 {
      self = .muteGroup(number)
    } else if let strip = StripID(text) {
      self = .strip(strip)
    } else {
      return nil
    }
    if description != text { return nil }
  }

  /// One name of each kind, for messages.
  static let examples = StripKind.allCases.map { kind in
    let isSingle = [.main, .monitor, .talkback, .oscillator, .desk].contains(kind)
    return isSingle ? kind.rawValue : "\(kind.rawValue) 1"
  }
}

extension ParameterAddress: CustomStringConvertible {
  public var description: String { "\(owner) \(key)" }

  /// Reads an address.
  ///
  /// - Throws: What is wrong with it, and the nearest word that would be right.
  public init(_ text: String) throws(AddressMistake) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    for count in 1...3 where count < words.count {
      guard let owner = ParameterOwner(words.prefix(count).joined(separator: " ")) else {
        continue
      }
      let key = words.dropFirst(count).joined(separator: " ")
      self.init(owner, try ParameterKey(key, on: [owner.kind]))
      return
    }
    if ParameterOwner(text) != nil { throw AddressMistake(sort: "parameter", word: "", known: []) }
    throw AddressMistake(
      sort: "strip", word: Self.ownerWords(of: words), known: ParameterOwner.examples)
  }

  /// What of a text looks like the name of an owner: the words before the one with the key.
  private static func ownerWords(of words: [Substring]) -> String {
    let key = words.firstIndex { $0.contains(".") } ?? max(words.count - 1, 1)
    return words.prefix(max(key, 1)).joined(separator: " ")
  }
}
