#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Finds the format and the sound of a WAV file, reading from its start.
struct HeaderReader {
  /// What the header says.
  struct Header {
    let format: WAVFormat
    /// The bytes of sound, or nil when they go on to the end of the file.
    let dataBytes: Int?
  }

  private let path: String
  private let length: Int?  // of a regular file
  private var offset = 0
  private var isRF64 = false
  private var riffBytes: UInt64 = 0
  private var longDataBytes: UInt64?  // from ds64
  private var format: WAVFormat?

  init(_ file: borrowing OpenFile) {
    path = file.path
    length = file.length()
  }

  /// Reads chunks until the file stands at its first sample.
  mutating func read(_ file: borrowing OpenFile) throws(WAVError) -> Header {
    let riff = try bytes(12, file, orElse: .notWAV)
    isRF64 = riff.starts(with: "RF64".utf8) || riff.starts(with: "BW64".utf8)
    guard isRF64 || riff.starts(with: "RIFF".utf8), riff[8...].elementsEqual("WAVE".utf8) else {
      throw WAVError(path: path, problem: .notWAV)
    }
    riffBytes = riff.littleEndian(4, 4)
    while true {
      let head = try bytes(8, file, orElse: .cutShort)
      let size = Int(head.littleEndian(4, 4))
      if head.starts(with: "data".utf8) { return try header(size) }
      try readChunk(head, size, file)
    }
  }

  private mutating func readChunk(
    _ head: [UInt8], _ size: Int, _ file: borrowing OpenFile
  ) throws(WAVError) {
    var used = 0
    if head.starts(with: "fmt ".utf8) {
      guard size >= 16 else { throw WAVError(path: path, problem: .formatLength(size)) }
      used = min(size, 40)
      format = try FormatChunk(try bytes(used, file, orElse: .cutShort)).format(path)
    } else if head.starts(with: "ds64".utf8), size >= 24 {
      used = 24
      let chunk = try bytes(used, file, orElse: .cutShort)
      riffBytes = chunk.littleEndian(0, 8)
      longDataBytes = chunk.littleEndian(8, 8)
    }
    try skip(size - used, file)
    if size % 2 == 1 { try skipPadding(file) }
  }

  /// Passes the zero after a chunk of odd length, if its writer put one there.
  private mutating func skipPadding(_ file: borrowing OpenFile) throws(WAVError) {
    guard let length else {
      _ = try bytes(1, file, orElse: .cutShort)
      return
    }
    guard offset < length else { return }
    if try bytes(1, file, orElse: .cutShort) != [0] {
      offset -= 1
      try file.seek(to: offset)
    }
  }

  /// The bytes from here to the end of a regular file.
  var bytesToTheEnd: Int? { length.map { max($0 - offset, 0) } }

  private func header(_ size: Int) throws(WAVError) -> Header {
    guard let format else { throw WAVError(path: path, problem: .noFormat) }
    return Header(format: format, dataBytes: dataBytes(size))
  }

  /// A size of 0 is believed only where the whole file's agrees: streams begin with 0 too.
  private func dataBytes(_ size: Int) -> Int? {
    var stated = UInt64(size)
    if size == 0xFFFF_FFFF {
      guard isRF64, let longDataBytes else { return nil }
      stated = longDataBytes
    }
    let isWhole = length.map { riffBytes &+ 8 == UInt64($0) } ?? false
    if stated == 0, !isWhole { return nil }
    guard let length else { return Int(clamping: stated) }
    return min(Int(clamping: stated), max(length - offset, 0))
  }

  private mutating func bytes(
    _ count: Int, _ file: borrowing OpenFile, orElse problem: WAVError.Problem
  ) throws(WAVError) -> [UInt8] {
    let path = path
    var failure: WAVError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(WAVError) {
        filled = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        if filled < count { failure = WAVError(path: path, problem: problem) }
      } catch { failure = error }
    }
    if let failure { throw failure }
    offset += count
    return bytes
  }

  private mutating func skip(_ count: Int, _ file: borrowing OpenFile) throws(WAVError) {
    if length != nil {
      try file.seek(to: offset + count)
      offset += count
      return
    }
    var left = count
    while left > 0 {
      let part = min(left, 4096)
      _ = try bytes(part, file, orElse: .cutShort)
      left -= part
    }
  }
}
