#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// An open file, closed when it goes away; every error says what was tried.
struct OpenFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Opens a file; `name` is the one on disk, `path` the one that errors tell.
  init(_ name: String, path: String, flags: Int32) throws(WAVError) {
    self.path = path
    descriptor = open(name, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.error("open", path) }
  }

  deinit { close(descriptor) }

  /// The error of the system call that just failed.
  static func error(_ action: String, _ path: String) -> WAVError {
    WAVError(path: path, problem: .system(action: action, code: errno))
  }

  /// The length in bytes, or nil when it is no regular file (a pipe, say).
  borrowing func length() -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Reads until `buffer` is full or the file ends.
  ///
  /// - Parameter buffer: Where the bytes go.
  /// - Returns: How many bytes were read: fewer than asked for only at the end of the file.
  /// - Throws: What the system says.
  borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(WAVError) -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    var count = 0
    while count < buffer.count {
      let got = sys_read(descriptor, start + count, buffer.count - count)
      if got == 0 { break }
      if got < 0 {
        guard errno == EINTR else { throw Self.error("read", path) }
        continue
      }
      count += got
    }
    return count
  }

  /// Writes all bytes, at the current place.
  borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(WAVError) {
    guard let start = bytes.baseAddress else { return }
    var count = 0
    while count < bytes.count {
      let put = sys_write(descriptor, start + count, bytes.count - count)
      if put < 0 {
        guard errno == EINTR else { throw Self.error("write", path) }
        continue
      }
      count += put
    }
  }

  borrowing func seek(to offset: Int, from whence: Int32 = SEEK_SET) throws(WAVError) {
    guard lseek(descriptor, offset, whence) >= 0 else { throw Self.error("seek", path) }
  }

  /// Waits until the disk has it all.
  borrowing func synchronise() throws(WAVError) {
    guard fsync(descriptor) == 0 else { throw Self.error("write", path) }
  }
}

private func sys_read(_ fd: Int32, _ to: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(fd, to, count)
}

private func sys_write(_ fd: Int32, _ from: UnsafeRawPointer, _ count: Int) -> Int {
  write(fd, from, count)
}
