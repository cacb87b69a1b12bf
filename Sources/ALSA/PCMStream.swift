import Realtime
import CALSA

/// One direction of a card on the audio thread: positions, and the areas of the current period.
///
/// A plain value that owns nothing: `PCMPair` frees what it points to. A period that would wrap
/// round the end of the card's buffer goes through `bounce`, so that areas are always one piece.
struct PCMStream {
  let handle: OpaquePointer
  let isPlayback: Bool
  let format: snd_pcm_format_t
  let channels: Int
  let period: Int
  let buffer: Int
  let areas: UnsafeMutablePointer<ChannelArea>
  let bounce: UnsafeMutablePointer<snd_pcm_channel_area_t>
  private var offset: snd_pcm_uframes_t = 0
  private var isBounced = false

  init(handle: OpaquePointer, isPlayback: Bool, settings: PCMSettings) {
    self.handle = handle
    self.isPlayback = isPlayback
    format = settings.format.code
    channels = settings.channels
    period = settings.period
    buffer = settings.buffer
    bounce = makeBounce(settings)
    areas = .allocate(capacity: channels)
    pointAreas(to: bounce, from: 0)
  }

  func deallocate() {
    bounce.pointee.addr.deallocate()
    bounce.deallocate()
    areas.deallocate()
  }

  /// Frames that may be transferred, or minus an error number.
  @_noLocks func available() -> Int { snd_pcm_avail_update(handle) }

  /// Points `areas` at the next period; false when the stream does not allow it.
  @_noLocks mutating func begin() -> Bool {
    var ring: UnsafePointer<snd_pcm_channel_area_t>?
    var frames = snd_pcm_uframes_t(period)
    guard snd_pcm_mmap_begin(handle, &ring, &offset, &frames) >= 0, let ring else { return false }
    isBounced = frames < period
    guard isBounced else {
      pointAreas(to: ring, from: Int(offset))
      return true
    }
    pointAreas(to: bounce, from: 0)
    return isPlayback || transfer(.toBounce, frames: period)
  }

  /// Hands the period of the last `begin` back to the card; false when the card did not take it.
  @_noLocks mutating func commit() -> Bool {
    guard isBounced else {
      return snd_pcm_mmap_commit(handle, offset, snd_pcm_uframes_t(period)) == period
    }
    return isPlayback ? transfer(.fromBounce, frames: period) : true
  }

  /// Fills the card's whole buffer with silence; false when it is not empty.
  @_noLocks mutating func fillWithSilence() -> Bool { transfer(.silence, frames: buffer) }

  private enum Transfer { case toBounce, fromBounce, silence }

  /// Moves frames to or from the card in as many pieces as its buffer makes of them.
  @_noLocks private func transfer(_ kind: Transfer, frames: Int) -> Bool {
    var done = 0
    while done < frames {
      var ring: UnsafePointer<snd_pcm_channel_area_t>?
      var at: snd_pcm_uframes_t = 0
      var piece = snd_pcm_uframes_t(frames - done)
      guard snd_pcm_mmap_begin(handle, &ring, &at, &piece) >= 0, let ring, piece > 0 else {
        return false
      }
      let bounced = snd_pcm_uframes_t(done)
      let count = UInt32(truncatingIfNeeded: channels)
      switch kind {
      case .toBounce: snd_pcm_areas_copy(bounce, bounced, ring, at, count, piece, format)
      case .fromBounce: snd_pcm_areas_copy(ring, at, bounce, bounced, count, piece, format)
      case .silence: snd_pcm_areas_silence(ring, at, count, piece, format)
      }
      guard snd_pcm_mmap_commit(handle, at, piece) == Int(piece) else { return false }
      done += Int(piece)
    }
    return true
  }

  /// alsa-lib counts an area's start and step in bits.
  @_noLocks private func pointAreas(
    to ring: UnsafePointer<snd_pcm_channel_area_t>, from frame: Int
  ) {
    var channel = 0
    while channel < channels {
      let area = ring[channel]
      let stride = Int(area.step) / 8
      areas[channel] = ChannelArea(
        base: area.addr.advanced(by: Int(area.first) / 8 + frame * stride), stride: stride)
      channel += 1
    }
  }
}

/// One interleaved period of memory, described as alsa-lib describes a card's.
private func makeBounce(_ settings: PCMSettings) -> UnsafeMutablePointer<snd_pcm_channel_area_t> {
  let bytes = settings.format.bytes
  let size = settings.period * settings.channels * bytes
  let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
  memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
  let areas = UnsafeMutablePointer<snd_pcm_channel_area_t>.allocate(capacity: settings.channels)
  for channel in 0..<settings.channels {
    let first = UInt32(channel * bytes * 8)
    let step = UInt32(settings.channels * bytes * 8)
    (areas + channel).initialize(to: .init(addr: memory, first: first, step: step))
  }
  return areas
}
