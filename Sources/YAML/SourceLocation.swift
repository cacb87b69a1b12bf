/// A place in a text file, as an editor shows it.
public struct SourceLocation: Hashable, Comparable, Sendable {
  /// The line, from 1; LF, CR LF and CR end a line.
  public let line: Int
  /// The column, from 1, counted in characters that the user sees; a tab is one.
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether `left` comes earlier in the file.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// The location as `line:column`.
  public var description: String { "\(line):\(column)" }
}
