import Units

/// Why a text is no address of a parameter: a word that is none of its sort.
public struct AddressMistake: Error, Hashable, Sendable {
  /// What the word should have been: `strip`, `parameter` or `bus`.
  public let sort: String
  /// The word; empty where none is given.
  public let word: String
  /// Words that would be right.
  public let known: [String]

  /// The known word, or one of some others that would do, that was probably meant.
  public func meant(among others: [String] = []) -> String? {
    nearest(to: word, among: others + known)
  }

  /// What is wrong, without what was meant.
  public var cause: String { word.isEmpty ? "no \(sort) is named" : "unknown \(sort) '\(word)'" }
}

extension AddressMistake: CustomStringConvertible {
  public var description: String { cause + (meant().map { "; did you mean '\($0)'?" } ?? "") }
}
