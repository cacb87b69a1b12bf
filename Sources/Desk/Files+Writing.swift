import Glibc
import Surface
import YAML

// What commands leave behind.
extension Files {
  /// Writes a whole file, or leaves what was there.
  public static func write(_ text: String, to path: String) throws(Failure) {
    try StagedFile(Array(text.utf8), for: path).place()
  }

  /// Throws if there is something at a path.
  public static func refuseToReplace(_ path: String) throws(Failure) {
    var status = stat()
    guard stat(path, &status) != 0 else {
      throw Failure(.cannotCreate, "\(path): is there already; --force replaces it")
    }
  }

  /// Throws unless a text is a mapping file without a mistake or warning.
  public static func check(mapping text: String, for path: String) throws(Failure) {
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: path)
    guard mapping == nil || !diagnostics.lines.isEmpty else { return }
    throw Failure(
      .badFile,
      "\(path) was not written, as it would be wrong:\n"
        + diagnostics.lines.joined(separator: "\n") + "\n" + text)
  }

  /// Makes a folder unless it is there.
  public static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw Failure(.cannotCreate, "\(path): can't be made: \(systemMessage())")
  }
}
