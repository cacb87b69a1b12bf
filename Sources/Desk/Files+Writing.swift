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

  /// What is wrong with the text of a mapping file, a line each; empty if nothing is.
  public static func mistakes(inMapping text: String, of path: String) -> [String] {
    let (mapping, diagnostics) = MappingFile.load(bytes: Array(text.utf8), file: path)
    return mapping == nil ? diagnostics.lines : []
  }

  /// Makes a folder unless it is there.
  public static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw Failure(.cannotCreate, "\(path): can't be made: \(systemMessage())")
  }
}
