import ALSA
import Engine
import Realtime
import Synchronization

/// Why the audio thread came to its end.
enum AudioEnd: UInt32 {
  /// It is still running.
  case none = 0
  /// It was told to stop.
  case stopped
  /// The card went away.
  case disconnected
  /// The card refused to start again.
  case failed
}

/// What the audio thread tells besides meters; read by any thread.
struct AudioStatus: ~Copyable {
  /// Frames rendered since the start.
  let frames = Atomic<UInt64>(0)
  let counters = AudioCounters()
  /// How long blocks took to render.
  let blockTimes = BlockHistogram()
  let end = Atomic<UInt32>(AudioEnd.none.rawValue)
}

/// All that the audio thread works with; at one address from its start to its end.
struct AudioContext: ~Copyable {
  let core: UnsafeMutablePointer<EngineCore>
  let status: UnsafeMutablePointer<AudioStatus>
  /// The card, or nil when the built-in clock drives.
  var card: UnsafeMutablePointer<PCMPair>?
  /// The built-in clock, or nil when a card drives.
  var clock: UnsafeMutablePointer<PeriodClock>?
  /// What is heard in place of the card's inputs, if anything is.
  var player: LoopPlayer?
  /// Channels of floats that the built-in clock plays to.
  let sink: SampleBlock
  let period: Int
  /// How captured and played samples are stored.
  let inputFormat: SampleFormat
  let outputFormat: SampleFormat
  /// How long the outputs take to rise after silence.
  let riseFrames: Int
}

/// A block of interleaved float channels with its areas; freed by whoever made it.
struct SampleBlock {
  let samples: UnsafeMutablePointer<Float>
  let areas: UnsafeMutablePointer<ChannelArea>
  let channels: Int

  /// Makes a silent block.
  init(channels: Int, frames: Int) {
    self.channels = channels
    samples = .allocate(capacity: max(1, channels * frames))
    samples.initialize(repeating: 0, count: max(1, channels * frames))
    areas = .allocate(capacity: max(1, channels))
    for channel in 0..<channels {
      (areas + channel).initialize(
        to: ChannelArea(
          base: UnsafeMutableRawPointer(samples + channel),
          stride: channels * MemoryLayout<Float>.stride))
    }
  }

  func deallocate() {
    samples.deallocate()
    areas.deallocate()
  }
}

/// Plays equally long recordings round and round, one a channel, from memory.
struct LoopPlayer {
  /// The first sample of each part.
  let parts: UnsafeMutablePointer<UnsafePointer<Float>>
  let length: Int
  let block: SampleBlock
  private(set) var position = 0

  /// Plays `parts`, each `length` frames long, in blocks of at most `frames`.
  init(parts: [UnsafePointer<Float>], length: Int, frames: Int) {
    self.parts = .allocate(capacity: max(1, parts.count))
    for (index, part) in parts.enumerated() { (self.parts + index).initialize(to: part) }
    self.length = length
    block = SampleBlock(channels: parts.count, frames: frames)
  }

  /// Fills the block with the next `frames` frames.
  ///
  /// Audio thread, or offline.
  @_noLocks
  mutating func advance(_ frames: Int) {
    var sample = block.samples
    var frame = 0
    while frame < frames {
      var channel = 0
      while channel < block.channels {
        sample.pointee = parts[channel][position]
        sample += 1
        channel &+= 1
      }
      position = position &+ 1 == length ? 0 : position &+ 1
      frame &+= 1
    }
  }

  func deallocate() {
    parts.deallocate()
    block.deallocate()
  }
}
