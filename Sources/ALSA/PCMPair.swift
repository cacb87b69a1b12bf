import CALSA
import Glibc

/// The playback and capture of one card, moved together a period at a time.
///
/// The control thread opens and destroys it; in between, one audio thread owns it and loops:
///
///     start → wait ⟲ begin → (read captureAreas, write playbackAreas) → commit
///
/// and answers `.xrun`, `.suspended` and `.timeout` with `recover`, which plays from silence again
/// without opening the card anew. To be held at a fixed address, by an
/// `UnsafeMutablePointer<PCMPair>` or inside a class.
public struct PCMPair: ~Copyable {
  /// What playback agreed to; nil if there is none.
  public let playbackSettings: PCMSettings?
  /// What capture agreed to; nil if there is none.
  public let captureSettings: PCMSettings?
  /// Whether the kernel starts and stops both streams at the same moment.
  public let isLinked: Bool
  /// Frames that each `begin` gives.
  public let period: Int
  /// What has gone wrong; the audio thread's, which may publish a copy.
  public internal(set) var counters = PCMCounters()
  /// The error number (positive) of the last refused start, 0 if none.
  public internal(set) var lastError: Int32 = 0
  /// How long a card may stand still, in nanoseconds: 250 ms or 4 buffers, whichever is longer.
  public let patience: Int64

  var playback: PCMStream?
  var capture: PCMStream?
  /// A fault is kept until the next start, `.ready` is none; each wait gives it again.
  var fault = WaitResult.xrun
  let stop: StopSignal
  /// Playback's descriptors, the stop signal's, capture's: each two neighbours are one range.
  let descriptors: UnsafeMutableBufferPointer<pollfd>
  let playbackDescriptors: Int

  /// Opens and sets up the streams, which stand still until they are started.
  ///
  /// Control thread.
  /// - Parameters:
  ///   - wanted: The devices and how to run them.
  ///   - stop: Ends each wait once it is raised.
  /// - Throws: `ALSAError`, in a sentence for the user; nothing stays open then.
  public init(_ wanted: PCMConfiguration, stop: StopSignal) throws(ALSAError) {
    try wanted.checkRanges()
    let played = try OpenStream(wanted.playback, SND_PCM_STREAM_PLAYBACK)
    let captured = try OpenStream(wanted.capture, SND_PCM_STREAM_CAPTURE)
    try played.checkSameCard(as: captured)
    let playbackSettings = try played.settle(wanted, channels: wanted.playbackChannels)
    let captureSettings = try captured.settle(wanted, channels: wanted.captureChannels)
    self.playbackSettings = playbackSettings
    self.captureSettings = captureSettings
    descriptors = descriptorsAround(stop, played.handle, captured.handle)
    playbackDescriptors = played.descriptorCount
    self.stop = stop
    period = wanted.period
    let longest = max(playbackSettings?.buffer ?? 0, captureSettings?.buffer ?? 0)
    patience = max(250_000_000, Int64(longest) * 4_000_000_000 / Int64(wanted.rate))
    isLinked = played.link(to: captured)
    playback = playbackSettings.flatMap { played.release(isPlayback: true, $0) }
    capture = captureSettings.flatMap { captured.release(isPlayback: false, $0) }
  }

  /// Stops at once, whatever is still to be played, and closes.
  deinit {
    if isLinked, let capture { snd_pcm_unlink(capture.handle) }
    for stream in [playback, capture].compactMap(\.self) {
      snd_pcm_drop(stream.handle)
      snd_pcm_close(stream.handle)  // frees also when it says that the card is gone
      stream.deallocate()
    }
    descriptors.deallocate()
  }
}

/// A stream being set up: closed again unless it is released into a pair.
private final class OpenStream {
  private(set) var handle: OpaquePointer?
  private let device: String

  /// Opens nothing when no device is named.
  init(_ device: String?, _ direction: snd_pcm_stream_t) throws(ALSAError) {
    self.device = device ?? ""
    handle = if let device { try openStream(device, direction) } else { nil }
  }

  deinit {
    if let handle { snd_pcm_close(handle) }
  }

  var descriptorCount: Int { handle.map { max(0, Int(snd_pcm_poll_descriptors_count($0))) } ?? 0 }

  /// The card's number; nil for a stream without hardware.
  private var card: Int32? {
    guard let handle,
      let info = try? allocate("snd_pcm_info_malloc", snd_pcm_info_malloc)
    else { return nil }
    defer { snd_pcm_info_free(info) }
    guard snd_pcm_info(handle, info) == 0 else { return nil }
    let card = snd_pcm_info_get_card(info)
    return card < 0 ? nil : card
  }

  func checkSameCard(as other: OpenStream) throws(ALSAError) {
    guard let card, let otherCard = other.card, card != otherCard else { return }
    throw .twoCards(playback: device, capture: other.device)
  }

  func settle(_ wanted: PCMConfiguration, channels: Int?) throws(ALSAError) -> PCMSettings? {
    guard let handle else { return nil }
    return try PCMNegotiation(handle, device: device).settle(wanted, channels: channels)
  }

  /// Lets the kernel start and stop both at once; false when there are not two or it cannot.
  func link(to other: OpenStream) -> Bool {
    guard let handle, let other = other.handle else { return false }
    return snd_pcm_link(handle, other) == 0
  }

  /// Hands the stream over; it is no longer closed from here.
  func release(isPlayback: Bool, _ settings: PCMSettings) -> PCMStream? {
    guard let released = handle else { return nil }
    handle = nil
    return PCMStream(handle: released, isPlayback: isPlayback, settings: settings)
  }
}

/// The descriptors of playback, the stop signal and capture, in this order.
private func descriptorsAround(
  _ stop: StopSignal, _ playback: OpaquePointer?, _ capture: OpaquePointer?
) -> UnsafeMutableBufferPointer<pollfd> {
  var all = playback.map(pollDescriptors) ?? []
  all.append(pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0))
  all += capture.map(pollDescriptors) ?? []
  let memory = UnsafeMutableBufferPointer<pollfd>.allocate(capacity: all.count)
  _ = memory.initialize(from: all)
  return memory
}

private func pollDescriptors(of stream: OpaquePointer) -> [pollfd] {
  let count = max(0, Int(snd_pcm_poll_descriptors_count(stream)))
  var descriptors = [pollfd](repeating: pollfd(), count: count)
  let filled = snd_pcm_poll_descriptors(stream, &descriptors, UInt32(count))
  // Unfilled ones are ignored by poll, and the count stays what the pair was told.
  for index in max(0, Int(filled))..<count { descriptors[index].fd = -1 }
  return descriptors
}
