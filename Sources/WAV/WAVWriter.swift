#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Writes a WAV file block by block; used by one thread at a time.
///
/// The sound goes to a temporary file beside the target, which takes the target's name in
/// `finish()`. Until then, and after an error, an old file of that name stays as it was; a writer
/// that is cancelled or goes away removes its temporary file. Beyond 4 GiB the file is an RF64.
public final class WAVWriter {
  /// What is written.
  public let format: WAVFormat
  /// The frames written so far.
  public private(set) var frames = 0

  private let path: String
  private let target: String
  private let header: HeaderWriter
  private let temporary: String
  private let file: OpenFile
  private var raw: [UInt8]
  private var isOpen = true

  /// Begins a file; one of that name is replaced in `finish()`, if it is a regular file.
  public convenience init(path: String, format: WAVFormat) throws(WAVError) {
    try self.init(path: path, format: format, riffLimit: 0xFFFF_FFFF)
  }

  /// Begins a file that becomes an RF64 beyond `riffLimit` bytes, which tests make small.
  package init(path: String, format: WAVFormat, riffLimit: UInt64) throws(WAVError) {
    let target = try Self.target(of: path)
    let temporary = Self.temporaryName(for: target)
    file = try OpenFile(temporary, path: path, flags: O_WRONLY | O_CREAT | O_EXCL)
    raw = [UInt8](repeating: 0, count: max(1, 65536 / format.frameBytes) * format.frameBytes)
    header = HeaderWriter(format: format, riffLimit: riffLimit)
    self.format = format
    self.path = path
    self.target = target
    self.temporary = temporary
    try put(header.bytes(frames: 0)[...])
  }

  deinit { cancel() }

  /// Appends frames, the samples of a frame side by side, full scale ±1.
  ///
  /// - Parameters:
  ///   - samples: At least `frames` times the channels.
  ///   - frames: How many frames to write.
  /// - Throws: What the system says; the temporary file is gone then.
  public func write(_ samples: UnsafeBufferPointer<Float>, frames: Int) throws(WAVError) {
    precondition(frames >= 0 && samples.count >= frames * format.channels, "the frames are there")
    var done = 0
    while done < frames {
      let end = min(done + raw.count / format.frameBytes, frames)
      let range = done * format.channels..<end * format.channels
      try putBlock(UnsafeBufferPointer(rebasing: samples[range]))
      self.frames += end - done
      done = end
    }
  }

  /// Appends the frames of an array, whose length is a multiple of the channels.
  public func write(_ samples: [Float]) throws(WAVError) {
    var failure: WAVError?
    samples.withUnsafeBufferPointer { samples in
      do throws(WAVError) {
        try write(samples, frames: samples.count / format.channels)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Completes the file, waits until the disk has it, and gives it its name.
  ///
  /// - Throws: What the system says; the temporary file is gone then.
  public func finish() throws(WAVError) {
    do throws(WAVError) {
      if frames * format.frameBytes % 2 == 1 { try put([0]) }
      try file.seek(to: 0)
      try put(header.bytes(frames: UInt64(frames))[...])
      try file.synchronise()
      guard rename(temporary, target) == 0 else { throw OpenFile.error("rename", path) }
    } catch {
      cancel()
      throw error
    }
    isOpen = false
  }

  /// Gives up the file, of which nothing is left; after `finish()` this does nothing.
  public func cancel() {
    guard isOpen else { return }
    isOpen = false
    unlink(temporary)
  }
}

extension WAVWriter {
  /// Encodes and writes what fits in `raw`.
  private func putBlock(_ samples: UnsafeBufferPointer<Float>) throws(WAVError) {
    raw.withUnsafeMutableBytes { format.sample.encode(samples, into: $0) }
    try put(raw[..<(samples.count * format.sample.bytes)])
  }

  private func put(_ bytes: ArraySlice<UInt8>) throws(WAVError) {
    guard isOpen else { throw WAVError(path: path, problem: .alreadyClosed) }
    var failure: WAVError?
    bytes.withUnsafeBytes { bytes in
      do throws(WAVError) { try file.write(bytes) } catch { failure = error }
    }
    guard let failure else { return }
    cancel()
    throw failure
  }

  /// The file to replace: what a link points to; never a device, a pipe or a folder.
  private static func target(of path: String) throws(WAVError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw WAVError(path: path, problem: .notRegular)
    }
    guard let resolved = realpath(path, nil) else { throw OpenFile.error("open", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A name in the target's folder that no other writer has.
  private static func temporaryName(for target: String) -> String {
    "\(target).\(getpid())-\(String(UInt32.random(in: 0...(.max)), radix: 36)).part"
  }
}
