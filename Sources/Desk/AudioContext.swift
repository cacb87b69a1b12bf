import ALSA
import Engine
import Realtime
import Synchronization

/// Why the audio thread came to its end.
package enum AudioEnd: UInt32 {
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
package struct AudioStatus: ~Copyable {
  /// Frames rendered since the start.
  package let frames = Atomic<UInt64>(0)
  package let counters = AudioCounters()
  /// How long blocks took to render.
  package let blockTimes = BlockHistogram()
  package let end = Atomic<UInt32>(AudioEnd.none.rawValue)

  package init() {}
}

/// All that the audio thread works with; at one address from its start to its end.
package struct AudioContext: ~Copyable {
  package let core: UnsafeMutablePointer<EngineCore>
  package let status: UnsafeMutablePointer<AudioStatus>
  /// The card, or nil when the built-in clock drives.
  package var card: UnsafeMutablePointer<PCMPair>?
  /// The built-in clock, or nil when a card drives.
  package var clock: UnsafeMutablePointer<PeriodClock>?
  /// What is heard in place of the card's inputs, if anything is.
  package var player: LoopPlayer?
  /// Channels of floats that the built-in clock plays to.
  package let sink: SampleBlock
  package let period: Int
  /// How captured and played samples are stored.
  package let inputFormat: SampleFormat
  package let outputFormat: SampleFormat
  /// How long the outputs take to rise after silence.
  package let riseFrames: Int

  /// Puts a context together; the pointers stay valid for as long as the thread runs.
  package init(
    core: UnsafeMutablePointer<EngineCore>, status: UnsafeMutablePointer<AudioStatus>,
    card: UnsafeMutablePointer<PCMPair>?, clock: UnsafeMutablePointer<PeriodClock>?,
    player: LoopPlayer?, sink: SampleBlock, period: Int, inputFormat: SampleFormat,
    outputFormat: SampleFormat, riseFrames: Int
  ) {
    self.core = core
    self.status = status
    self.card = card
    self.clock = clock
    self.player = player
    self.sink = sink
    self.period = period
    self.inputFormat = inputFormat
    self.outputFormat = outputFormat
    self.riseFrames = riseFrames
  }
}

/// A block of interleaved float channels with its areas; freed by whoever made it.
package struct SampleBlock {
  package let samples: UnsafeMutablePointer<Float>
  package let areas: UnsafeMutablePointer<ChannelArea>
  package let channels: Int

  /// Makes a silent block.
  package init(channels: Int, frames: Int) {
    self.channels = channels
    let count = max(1, channels * frames)
    // On a page of its own, as a card's memory is.
    samples = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 4096
    ).initializeMemory(as: Float.self, repeating: 0, count: count)
    areas = .allocate(capacity: max(1, channels))
    for channel in 0..<channels {
      (areas + channel).initialize(
        to: ChannelArea(
          base: UnsafeMutableRawPointer(samples + channel),
          stride: channels * MemoryLayout<Float>.stride))
    }
  }

  package func deallocate() {
    samples.deallocate()
    areas.deallocate()
  }
}

/// Plays equally long recordings round and round, one a channel, from memory.
package struct LoopPlayer {
  /// The first sample of each part.
  let parts: UnsafeMutablePointer<UnsafePointer<Float>>
  let length: Int
  let block: SampleBlock
  private(set) var position = 0

  /// Plays `parts`, each `length` frames long, in blocks of at most `frames`.
  package init(parts: [UnsafePointer<Float>], length: Int, frames: Int) {
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

  package func deallocate() {
    parts.deallocate()
    block.deallocate()
  }
}
