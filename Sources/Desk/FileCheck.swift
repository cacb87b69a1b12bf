import ConsoleFile
import ConsoleModel
import Surface
import YAML

/// What is right and wrong with one file, console or mapping.
public struct FileCheck {
  /// One mistake or warning.
  public struct Finding: Hashable, Sendable {
    /// Where, from 1; 0 when it is about the whole file.
    public let line: Int
    public let column: Int
    /// `error` or `warning`.
    public let severity: String
    public let message: String
  }

  public let path: String
  /// `console` or `mapping`; nil for what is neither.
  public let kind: String?
  public let findings: [Finding]
  /// The findings as lines of text.
  public let lines: [String]
  public let hasErrors: Bool
  /// What the file describes, in a sentence; empty if it has errors.
  public let summary: String

  /// Reads and checks a file.
  ///
  /// - Parameter path: The file.
  /// - Throws: `Failure` when it can't be read at all.
  public init(_ path: String) throws(Failure) {
    self.path = path
    let bytes = try Files.bytes(path)
    let diagnostics: Diagnostics
    kind = Self.kind(of: bytes, path)
    if kind == "mapping" {
      let (mapping, found) = MappingFile.load(bytes: bytes, file: path)
      diagnostics = found
      summary = mapping.map { "a mapping for \($0.name), \($0.units.count) units." } ?? ""
    } else {
      let (console, found) = ConsoleFile.load(bytes: bytes, file: path)
      diagnostics = found
      summary = console.map { "a console of \($0.channels.count) channels." } ?? ""
    }
    findings = diagnostics.sorted.map {
      Finding(
        line: $0.location?.line ?? 0, column: $0.location?.column ?? 0,
        severity: "\($0.severity)", message: $0.message)
    }
    lines = diagnostics.lines
    hasErrors = diagnostics.hasErrors
  }

  /// What a file says that it is.
  private static func kind(of bytes: [UInt8], _ path: String) -> String? {
    guard case .mapping(let pairs)? = YAMLDocument.parse(bytes: bytes, file: path).node?.content
    else { return nil }
    let keys = pairs.map(\.key)
    if keys.contains("busbar-mapping") { return "mapping" }
    return keys.contains("busbar-console") ? "console" : nil
  }
}
