/// One mistake in a file: where it is, and a sentence that says how to mend it.
public struct Diagnostic: Hashable, Sendable {
  /// How much a mistake matters.
  public enum Severity: String, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but its author should look.
    case warning
  }

  /// The file's name, as the user gave it.
  public let file: String
  /// The place at fault; nil when the mistake is about the file as a whole.
  public let location: SourceLocation?
  /// How much it matters.
  public let severity: Severity
  /// What is wrong, what is allowed and the nearest valid word, without a full stop.
  public let message: String

  public init(file: String, location: SourceLocation?, severity: Severity, message: String) {
    self.file = file
    self.location = location
    self.severity = severity
    self.message = message
  }
}

extension Diagnostic: CustomStringConvertible {
  /// One line that editors can jump from: `file:line:column: error: message`.
  public var description: String {
    let place = location.map { "\(file):\($0)" } ?? file
    return "\(place): \(severity.rawValue): \(message)"
  }
}
