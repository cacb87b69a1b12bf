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
