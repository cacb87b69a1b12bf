import Glibc

/// A whole file beside its place, complete on the disk; it is gone again unless it is put there.
final class StagedFile {
  private let path: String
  private let temporary: String
  private var isPlaced = false

  /// Writes the bytes under a name of their own.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - path: Where it is to go: nothing, or a file that is replaced.
  /// - Throws: `Failure`; nothing is left then.
  init(_ bytes: [UInt8], for path: String) throws(Failure) {
    self.path = path
    temporary = "\(path).part-\(getpid())"
    // A device must not be replaced, and a folder can't be.
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      isPlaced = true
      throw Failure(.cannotCreate, "\(path): can't be replaced: it is not a regular file")
    }
    guard let file = fopen(temporary, "wxb") else {
      isPlaced = true
      throw Failure(.cannotCreate, "\(path): can't be made: \(Files.systemMessage())")
    }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    let isComplete = isWritten && fflush(file) == 0 && fsync(fileno(file)) == 0
    let code = errno
    let isClosed = fclose(file) == 0
    if !isComplete || !isClosed { throw failure(isComplete ? errno : code) }
  }

  deinit {
    if !isPlaced { unlink(temporary) }
  }

  /// Moves the file to its place.
  func place() throws(Failure) {
    guard rename(temporary, path) == 0 else { throw failure(errno) }
    isPlaced = true
  }

  private func failure(_ code: Int32) -> Failure {
    Failure(.inputOutput, "\(path): can't be written: \(String(cString: strerror(code)))")
  }
}
