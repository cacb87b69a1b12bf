import Glibc

// What commands leave behind.
extension Files {
  /// Writes a whole file, or leaves what was there.
  public static func write(_ text: String, to path: String) throws(Failure) {
    try StagedFile(Array(text.utf8), for: path).place()
  }

  /// Makes a folder unless it is there.
  public static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw Failure(.cannotCreate, "\(path): can't be made: \(systemMessage())")
  }
}
