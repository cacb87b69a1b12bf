#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Why a WAV file cannot be read or written.
public struct WAVError: Error, Hashable, Sendable {
  /// The file, as the caller named it.
  public let path: String
  public let problem: Problem

  public enum Problem: Hashable, Sendable {
    /// The system refused `action`, such as "write", and gave the error number `code`.
    case system(action: String, code: Int32)
    case notRegular
    case notWAV
    case cutShort
    case noFormat
    case formatLength(Int)
    case encoding(tag: Int, bits: Int)
    case channels(Int)
    case rate
    case frameSize(Int)
    case alreadyClosed
  }

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension WAVError: CustomStringConvertible {
  /// One sentence; such as `take.wav: cannot write: No space left on device.`.
  public var description: String { "\(path): \(sentence)." }

  private var sentence: String {
    switch problem {
    case .system(let action, let code): "cannot \(action): \(String(cString: strerror(code)))"
    case .notRegular: "cannot be replaced because it is not a regular file"
    case .notWAV: "this is not a WAV file, which begins with RIFF or RF64, and WAVE"
    case .cutShort: "the file ends before its sound begins"
    case .noFormat: "the file's sound comes before its format (the chunk named 'fmt ')"
    case .formatLength(let length): "the format chunk has \(length) bytes but 16 or more are needed"
    case .encoding(let tag, let bits):
      "samples of \(bits) bits with format tag \(tag) cannot be read;"
        + " PCM of 16, 24 or 32 bits and float of 32 or 64 can"
    case .channels(let count): "the file has \(count) channels but 1 to 256 can be read"
    case .rate: "the sample rate is 0"
    case .frameSize(let bytes): "a frame of \(bytes) bytes does not fit the channels and bits"
    case .alreadyClosed: "nothing can be written after the end or an error"
    }
  }
}
