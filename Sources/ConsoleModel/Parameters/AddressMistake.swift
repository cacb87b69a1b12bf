import Units

/// Why a text is no address of a parameter.
public enum AddressMistake: Error, Hashable, Sendable {
  /// A word that is none of its sort (`strip`, `parameter`, `bus`), and those that would be.
  case unknown(String, String, [String])

  /// The word that was probably meant.
  public var meant: String? {
    switch self {
    case .unknown(_, let word, let words): nearest(to: word, among: words)
    }
  }
}

extension AddressMistake: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let sort, "", _): "no \(sort) is named"
    case .unknown(let sort, let word, _):
      "unknown \(sort) '\(word)'\(meant.map { "; did you mean '\($0)'?" } ?? "")"
    }
  }
}
