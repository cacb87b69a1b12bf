import CALSA
import Glibc

// Starting and starting again, on the audio thread.
extension PCMPair {
  /// Audio thread: fills playback with silence and starts both streams.
  @_noLocks public mutating func start() -> StartResult { restart() }

  /// Audio thread: starts again after a fault, without opening the card anew.
  ///
  /// Takes a few system calls after an xrun; up to one second while a card wakes from sleep.
  @_noLocks public mutating func recover() -> StartResult {
    if case .disconnected = fault { return .disconnected }
    if case .suspended = fault { awaken() }
    return restart()
  }

  /// Audio thread: stops both streams at once, with whatever is still to be played.
  @_noLocks public mutating func halt() {
    if let capture { snd_pcm_drop(capture.handle) }
    if let playback { snd_pcm_drop(playback.handle) }
  }

  @_noLocks private mutating func restart() -> StartResult {
    let code = prepareAndStart()
    guard code < 0 else {
      fault = .ready
      return .running
    }
    lastError = -code
    let gone = SND_PCM_STATE_DISCONNECTED.rawValue
    if code == -ENODEV || state(of: playback) == gone || state(of: capture) == gone {
      fault = .disconnected
      return .disconnected
    }
    if case .ready = fault { fault = .xrun }
    return .failed
  }

  /// - Returns: 0 or more, or minus an error number.
  @_noLocks private mutating func prepareAndStart() -> Int32 {
    halt()
    // Preparing one of two linked streams prepares the other: silence comes after both.
    if let capture {
      let code = snd_pcm_prepare(capture.handle)
      if code < 0 { return code }
    }
    if let playback {
      let code = snd_pcm_prepare(playback.handle)
      if code < 0 { return code }
    }
    if !(playback?.fillWithSilence() ?? true) { return -EIO }
    if let capture {
      let code = snd_pcm_start(capture.handle)
      if code < 0 || isLinked { return code }
    }
    guard let playback else { return 0 }
    return snd_pcm_start(playback.handle)
  }

  /// Lets drivers that can resume do so; the others are prepared anew.
  @_noLocks private func awaken() {
    let deadline = calsa_now() + 1_000_000_000
    awaken(playback, until: deadline)
    awaken(capture, until: deadline)
  }

  @_noLocks private func awaken(_ stream: PCMStream?, until deadline: Int64) {
    guard let stream else { return }
    while snd_pcm_resume(stream.handle) == -EAGAIN, calsa_now() < deadline {
      calsa_sleep(1_000_000)
    }
  }
}
