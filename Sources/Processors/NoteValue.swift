/// How long a note is: what a delay's time is told in, when it follows a tempo.
public struct NoteValue: Hashable, Sendable {
  /// The note's name says which part of a whole note it is.
  public enum Length: Int, CaseIterable, Hashable, Sendable {
    case whole = 1
    case half = 2
    case quarter = 4
    case eighth = 8
    case sixteenth = 16
    case thirtySecond = 32
  }

  /// Whether the note is lengthened or shortened.
  public enum Feel: String, CaseIterable, Hashable, Sendable {
    case straight
    /// Half as long again.
    case dotted
    /// Three in the time of two.
    case triplet
  }

  public var length: Length
  public var feel: Feel

  /// Makes a note.
  public init(_ length: Length, _ feel: Feel = .straight) {
    self.length = length
    self.feel = feel
  }

  /// Makes a note from its word: `1/4`, dotted `1/4.`, of a triplet `1/4t`; nil if it is none.
  public init?(_ word: String) {
    var part = word[...]
    switch part.last {
    case ".": feel = .dotted
    case "t": feel = .triplet
    default: feel = .straight
    }
    if feel != .straight { part.removeLast() }
    guard part.hasPrefix("1/"), let number = Int(part.dropFirst(2)),
      let length = Length(rawValue: number)
    else { return nil }
    self.length = length
  }

  /// Its length in beats: quarters.
  public var beats: Double {
    let straight = 4 / Double(length.rawValue)
    return switch feel {
    case .straight: straight
    case .dotted: straight * 1.5
    case .triplet: straight * 2 / 3
    }
  }
}
