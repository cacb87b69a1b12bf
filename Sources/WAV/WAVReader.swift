#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Reads the sound of a WAV file block by block; used by one thread at a time.
///
/// RIFF, RF64 and BW64 are read, PCM of 16, 24 and 32 bits and float of 32 and 64, plain and
/// extensible, of 1…256 channels. Unknown chunks are passed over. Where the header gives no length
/// or one beyond the end of the file, as streamed files do, the sound goes on to the end.
public final class WAVReader {
  /// What the file holds.
  public let format: WAVFormat
  /// The frames in the file; nil when the header does not tell and the file is a pipe.
  public let frames: Int?

  private let file: OpenFile
  private var bytesLeft: Int
  private var raw: [UInt8]

  /// Opens a file and reads its header; errors name `path`.
  public init(path: String) throws(WAVError) {
    let file = try OpenFile(path, path: path, flags: O_RDONLY)
    var reader = HeaderReader(file)
    let header = try reader.read(file)
    let bytes = header.dataBytes ?? reader.bytesToTheEnd
    format = header.format
    frames = bytes.map { $0 / header.format.frameBytes }
    bytesLeft = bytes ?? .max
    raw = [UInt8](repeating: 0, count: max(1, 65536 / format.frameBytes) * format.frameBytes)
    self.file = file
  }

  /// Reads the next frames, the samples of a frame side by side, full scale ±1.
  ///
  /// Integers are divided by 2 to the power of bits - 1; floating-point samples are passed on as
  /// they are, not-a-number and infinity included.
  ///
  /// - Parameters:
  ///   - buffer: Where the samples go; it has room for `frames` times the channels.
  ///   - frames: How many frames are wanted.
  /// - Returns: How many frames were read; fewer than wanted only at the end, where it is 0 for
  ///   good. A last frame that is not whole is left out.
  /// - Throws: What the system says.
  public func read(
    into buffer: UnsafeMutableBufferPointer<Float>, frames: Int
  ) throws(WAVError) -> Int {
    precondition(frames >= 0 && buffer.count >= frames * format.channels, "the frames have room")
    var done = 0
    while done < frames {
      let wanted = min((frames - done), raw.count / format.frameBytes)
      let got = try readBlock(buffer, from: done, wanted)
      done += got
      if got < wanted { break }
    }
    return done
  }

  /// Reads at most `frames` frames into a new array; an empty one at the end.
  public func read(frames: Int) throws(WAVError) -> [Float] {
    let most = min(frames, self.frames ?? frames)
    var failure: WAVError?
    let samples = [Float](unsafeUninitializedCapacity: most * format.channels) { buffer, count in
      do throws(WAVError) {
        count = try read(into: buffer, frames: most) * format.channels
      } catch { failure = error }
    }
    if let failure { throw failure }
    return samples
  }
}

extension WAVReader {
  private func readBlock(
    _ buffer: UnsafeMutableBufferPointer<Float>, from start: Int, _ wanted: Int
  ) throws(WAVError) -> Int {
    let count = min(wanted * format.frameBytes, bytesLeft)
    var failure: WAVError?
    let frames = raw.withUnsafeMutableBytes { raw in
      do throws(WAVError) {
        let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[..<count]))
        bytesLeft = got < count ? 0 : bytesLeft - got
        let frames = got / format.frameBytes
        let samples = start * format.channels..<(start + frames) * format.channels
        format.sample.decode(
          UnsafeRawBufferPointer(raw), into: UnsafeMutableBufferPointer(rebasing: buffer[samples]))
        return frames
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return frames
  }
}
