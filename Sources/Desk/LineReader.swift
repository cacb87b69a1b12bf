import CALSA
import Glibc

/// Reads lines from standard input without waiting.
struct LineReader {
  private var bytes: [UInt8] = []
  private(set) var hasEnded = false

  /// The next whole line; nil when none has come yet.
  mutating func next() -> String? {
    if let line = takeLine() { return line }
    read()
    return takeLine()
  }

  private mutating func takeLine() -> String? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      guard hasEnded, !bytes.isEmpty else { return nil }
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self)
    }
    defer { bytes.removeFirst(end + 1) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private mutating func read() {
    var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard !hasEnded, poll(&ready, 1, 0) > 0 else { return }
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
    if count > 0 {
      bytes += chunk.prefix(count)
    } else if count == 0 || errno != EINTR {
      hasEnded = true
    }
    if bytes.count > 65_536 { bytes = [] }  // no line is that long
  }
}
