import Glibc

/// Unix domain sockets, as the control socket and its clients use them.
enum UnixSocket {
  /// Makes a socket without a name, which never blocks if so wished.
  static func make(isBlocking: Bool) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    return socket(AF_UNIX, isBlocking ? kind : kind | Int32(SOCK_NONBLOCK.rawValue), 0)
  }

  /// Calls `connect` or `bind` with the address of a path; 0 or the error's number.
  static func call(
    _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ descriptor: Int32,
    _ path: String
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count <= longestPath else { return ENAMETOOLONG }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 ? 0 : errno
      }
    }
  }

  /// The most bytes of a path; one more ends it.
  private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Connects a new socket to a path; a negative error number if nobody answers.
  static func connected(to path: String, isBlocking: Bool) -> Int32 {
    let descriptor = make(isBlocking: isBlocking)
    guard descriptor >= 0 else { return -errno }
    let code = call(connect, descriptor, path)
    guard code == 0 else {
      close(descriptor)
      return -code
    }
    return descriptor
  }

  /// An error's number in words.
  static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A path at which a desk listens, from when it is claimed until the desk ends.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  let path: String
  /// Which file the path named when it was claimed.
  private let file: (device: UInt, number: UInt)

  /// Listens at a path, for its owner and group, instead of a desk that has died.
  ///
  /// - Throws: `Failure` when a desk answers there, when something else lies there, or when the
  ///   system refuses.
  init(_ path: String) throws(Failure) {
    // Two desks that start at once must not take each other's new sockets for dead ones.
    let folder = try Self.lockedFolder(of: path)
    defer { close(folder) }
    try Self.removeDead(path)
    (descriptor, file) = try Self.listening(path)
    self.path = path
  }

  deinit {
    close(descriptor)
    // Another desk may have taken the path meanwhile.
    guard let now = Self.file(path), UInt(now.st_dev) == file.device,
      UInt(now.st_ino) == file.number
    else { return }
    unlink(path)
  }

  private static func listening(
    _ path: String
  ) throws(Failure) -> (Int32, file: (device: UInt, number: UInt)) {
    let descriptor = UnixSocket.make(isBlocking: false)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let mask = umask(0o117)  // the socket is made with 0660
    let code = UnixSocket.call(bind, descriptor, path)
    umask(mask)
    guard code == 0, listen(descriptor, 64) == 0, let file = file(path) else {
      let failure = failure(path, code == 0 ? errno : code)
      close(descriptor)
      throw failure
    }
    return (descriptor, (UInt(file.st_dev), UInt(file.st_ino)))
  }

  private static func lockedFolder(of path: String) throws(Failure) -> Int32 {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    for _ in 0..<100 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      usleep(10_000)
    }
    close(descriptor)
    throw Failure(.unavailable, "another program keeps \(folder) locked; no socket is made there")
  }

  private static func removeDead(_ path: String) throws(Failure) {
    guard let file = file(path) else { return }
    guard file.st_mode & S_IFMT == S_IFSOCK else {
      throw Failure(.cannotCreate, "\(path) is there and is no socket; it stays as it is")
    }
    let answer = UnixSocket.connected(to: path, isBlocking: false)
    if answer == -ECONNREFUSED {
      guard unlink(path) == 0 else { throw failure(path, errno) }
      return
    }
    guard answer >= 0 || answer == -EAGAIN else { throw failure(path, -answer) }
    close(answer)
    throw Failure(
      .unavailable, "another desk answers at \(path); end it, or give this one another --socket")
  }

  private static func file(_ path: String) -> stat? {
    var file = stat()
    return lstat(path, &file) == 0 ? file : nil
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    Failure(.cannotCreate, "can't listen at \(path): \(UnixSocket.words(code))")
  }
}
