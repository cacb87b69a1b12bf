import Demo
import WAV

/// What plays into an offline desk: a WAV file, the demo band, or silence.
final class RenderSource {
  let rate: Int
  let channels: Int
  /// Frames until the source ends; nil when only its end can tell, as of a pipe.
  let frames: Int?
  /// Whether the source has ended.
  private(set) var hasEnded = false
  private let reader: WAVReader?
  private let band: DemoBand?
  private var player: LoopPlayer?

  init(_ job: RenderJob) throws(Failure) {
    if let path = job.input {
      let reader: WAVReader
      do { reader = try WAVReader(path: path) } catch { throw error.readingFailure }
      self.reader = reader
      band = nil
      rate = reader.format.rate
      channels = reader.format.channels
      frames = reader.frames
    } else {
      reader = nil
      rate = job.rate
      let band = job.isDemo ? DemoBand.render(rate: job.rate) : nil
      self.band = band
      channels = band?.parts.count ?? 0
      frames = band?.frameCount ?? 0
      player = band.map {
        LoopPlayer(parts: $0.parts.map(\.samples), length: $0.frameCount, frames: job.block)
      }
    }
  }

  deinit { player?.deallocate() }

  /// Fills the desk's inputs with the next block; silence after the end of a file.
  func fill(_ desk: OfflineDesk, _ frames: Int) throws(Failure) {
    if let reader {
      let count: Int
      do { count = try reader.read(into: desk.input, frames: frames) } catch {
        throw error.readingFailure
      }
      hasEnded = count < frames
      for index in count * channels..<max(count, frames) * channels { desk.input[index] = 0 }
    } else if player != nil {
      player?.advance(frames)
      guard let samples = player?.block.samples else { return }
      for index in 0..<frames * channels { desk.input[index] = samples[index] }
    }
  }
}

extension WAVError {
  /// The failure that a command ends with when `path` can't be read.
  var readingFailure: Failure {
    if case .system = problem { return Failure(.noInput, description) }
    return Failure(.badFile, description)
  }
}
