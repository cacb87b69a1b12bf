import Glibc

/// Reads YAML files that people write by hand.
///
/// One document of lists, groups of keys and single values. Refused and reported: anchors, aliases,
/// tags, directives, merge keys, duplicate keys, further documents, text that is not UTF-8,
/// nesting beyond 32, more than 200,000 values, more than 4 MiB. Nothing else is ever done with bad
/// input: reading ends in time linear in the file's length.
public enum YAMLDocument {
  /// Reads a file's content.
  ///
  /// The node is nil when there is nothing to walk: the syntax is broken, the file is empty or too
  /// large. It is there when the mistakes are such that a schema walk can find more; whether the
  /// file may be used is for `diagnostics.hasErrors` to say, after the walk.
  ///
  /// - Parameters:
  ///   - bytes: The content; a UTF-8 byte order mark, CR LF and CR are fine.
  ///   - file: The name that messages give.
  /// - Returns: The outermost value, and the collector for the walk's own mistakes.
  public static func parse(
    bytes: [UInt8], file: String
  ) -> (node: YAMLNode?, diagnostics: Diagnostics) {
    let diagnostics = Diagnostics(file: file)
    return (parse(bytes: bytes, diagnostics: diagnostics), diagnostics)
  }

  /// Reads the file at `path`, whose name the messages give; a file that cannot be read is reported.
  ///
  /// Blocks on the file system. Only regular files are read.
  public static func parse(path: String) -> (node: YAMLNode?, diagnostics: Diagnostics) {
    let diagnostics = Diagnostics(file: path)
    guard let bytes = read(path, diagnostics) else { return (nil, diagnostics) }
    return (parse(bytes: bytes, diagnostics: diagnostics), diagnostics)
  }

  private static func parse(bytes: [UInt8], diagnostics: Diagnostics) -> YAMLNode? {
    guard let source = SourceText(bytes: bytes, diagnostics: diagnostics) else { return nil }
    guard var builder = TreeBuilder(source, diagnostics: diagnostics) else {
      diagnostics.error(nil, "memory is too short to read this file")
      return nil
    }
    return builder.document()
  }
}

extension YAMLDocument {
  /// The bytes of a file, at most one more than is allowed.
  private static func read(_ path: String, _ diagnostics: Diagnostics) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return report(errno, diagnostics) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return report(errno, diagnostics) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      diagnostics.error(nil, "this is not a regular file")
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: SourceText.largestFile + 1)
    var count = 0
    while count < bytes.count {
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { return report(errno, diagnostics) }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func report(_ code: Int32, _ diagnostics: Diagnostics) -> [UInt8]? {
    diagnostics.error(nil, "the file cannot be read: \(String(cString: strerror(code)))")
    return nil
  }
}
