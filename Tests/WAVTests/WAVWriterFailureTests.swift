import Testing
import WAV

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

private let stereo = WAVFormat(channels: 2, rate: 48000, sample: .int16)

@Suite struct WAVWriterFailureTests {
  private let folder = Folder()
  private var path: String { "\(folder.path)/out.wav" }

  @Test func theOldFileStaysUntilTheNewOneIsWhole() throws {
    _ = folder.put("out.wav", [1, 2, 3])
    let writer = try WAVWriter(path: path, format: stereo)
    try writer.write([0, 0])
    #expect(contents(path) == [1, 2, 3])
    #expect(folder.names.count == 2)
    try writer.finish()
    #expect(contents(path).count == 84)
    #expect(folder.names == ["out.wav"])
  }

  @Test func cancellingLeavesNothing() throws {
    let writer = try WAVWriter(path: path, format: stereo)
    try writer.write([0, 0])
    writer.cancel()
    #expect(folder.names == [])
    let closed = WAVError(path: path, problem: .alreadyClosed)
    #expect(throws: closed) { try writer.write([0, 0]) }
    #expect(throws: closed) { try writer.finish() }
    #expect(folder.names == [])
  }

  @Test func aForgottenWriterLeavesNothing() throws {
    do {
      let writer = try WAVWriter(path: path, format: stereo)
      try writer.write([0, 0])
      #expect(folder.names.count == 1)
    }
    #expect(folder.names == [])
  }

  @Test func finishingTwiceIsRefusedAndHarmless() throws {
    let writer = try WAVWriter(path: path, format: stereo)
    try writer.finish()
    #expect(throws: WAVError(path: path, problem: .alreadyClosed)) { try writer.finish() }
    writer.cancel()
    #expect(contents(path).count == 80)
  }

  @Test func aFailedWriteRemovesTheTemporaryFile() throws {
    // A file may grow to 64 MiB in this process; the signal that says so is ignored.
    var old = rlimit()
    #expect(getrlimit(__rlimit_resource_t(1), &old) == 0)  // RLIMIT_FSIZE
    var small = old
    small.rlim_cur = 64 << 20
    let handler = signal(SIGXFSZ, SIG_IGN)
    #expect(setrlimit(__rlimit_resource_t(1), &small) == 0)
    defer {
      setrlimit(__rlimit_resource_t(1), &old)
      signal(SIGXFSZ, handler)
    }
    _ = folder.put("out.wav", [1, 2, 3])
    let writer = try WAVWriter(path: path, format: stereo)
    let block = [Float](repeating: 0, count: 1 << 22)  // 8 MiB of sound
    for _ in 0..<7 { try writer.write(block) }
    let tooLarge = WAVError(path: path, problem: .system(action: "write", code: EFBIG))
    #expect(throws: tooLarge) { try writer.write(block) }
    #expect(folder.names == ["out.wav"])
    #expect(contents(path) == [1, 2, 3])
  }

  @Test func aTargetThatCannotBeReplacedIsRefused() {
    #expect(throws: WAVError(path: "/dev/null", problem: .notRegular)) {
      try WAVWriter(path: "/dev/null", format: stereo)
    }
    #expect(throws: WAVError(path: folder.path, problem: .notRegular)) {
      try WAVWriter(path: folder.path, format: stereo)
    }
    #expect(throws: WAVError(path: "/nowhere/a.wav", problem: .system(action: "open", code: 2))) {
      try WAVWriter(path: "/nowhere/a.wav", format: stereo)
    }
  }

  @Test func aLinkStaysAndItsTargetIsReplaced() throws {
    _ = folder.put("take.wav", [1])
    #expect(symlink("take.wav", path) == 0)
    try WAVWriter(path: path, format: stereo).finish()
    #expect(folder.names == ["out.wav", "take.wav"])
    #expect(contents("\(folder.path)/take.wav").count == 80)
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }
}
