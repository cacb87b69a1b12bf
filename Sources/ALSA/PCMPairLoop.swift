public import Realtime
import CALSA
import Glibc

// The audio thread's side: nothing here takes a lock or memory.
extension PCMPair {
  /// The captured period, one area a channel; valid from `begin` to `commit`.
  public var captureAreas: UnsafeBufferPointer<ChannelArea> {
    @_noLocks get { UnsafeBufferPointer(start: capture?.areas, count: capture?.channels ?? 0) }
  }

  /// The period to be written whole, one area a channel; valid from `begin` to `commit`.
  public var playbackAreas: UnsafeBufferPointer<ChannelArea> {
    @_noLocks get { UnsafeBufferPointer(start: playback?.areas, count: playback?.channels ?? 0) }
  }

  /// Audio thread: waits until a whole period waits in every stream, or says what came instead.
  @_noLocks public mutating func wait() -> WaitResult {
    guard case .ready = fault else { return stop.isRaised ? .stop : fault }
    let deadline = calsa_now() + patience
    while !stop.isRaised {
      let toPlay = playback?.available() ?? Int.max
      let captured = capture?.available() ?? Int.max
      if toPlay < 0 { return failed(with: toPlay) }
      if captured < 0 { return failed(with: captured) }
      let ready = min(toPlay, captured)
      if ready >= period {
        if ready >= 2 * period { counters.lateWakes &+= 1 }
        return .ready
      }
      switch sleep(forPlayback: toPlay < period, forCapture: captured < period, until: deadline) {
      case .woken: continue
      case .error: return failed(with: -Int(EPIPE))
      case .expired: return hasStopped() ? failed(with: -Int(EPIPE)) : stalled()
      }
    }
    return .stop
  }

  /// Audio thread: makes the areas show the period that `wait` found.
  ///
  /// - Returns: False when a stream has failed meanwhile; the next `wait` says how.
  @_noLocks public mutating func begin() -> Bool {
    guard capture?.begin() ?? true, playback?.begin() ?? true else {
      noteFailure()
      return false
    }
    return true
  }

  /// Audio thread: gives the period back to the card; the next `wait` tells of a failure.
  @_noLocks public mutating func commit() {
    let isCaptured = capture?.commit() ?? true
    let isPlayed = playback?.commit() ?? true
    if !isCaptured || !isPlayed { noteFailure() }
  }

  /// A transfer failed: keeps the reason for the next wait.
  @_noLocks private mutating func noteFailure() {
    if case .ready = fault { _ = failed(with: -Int(EPIPE)) }
  }

  @_noLocks private mutating func stalled() -> WaitResult {
    counters.timeouts &+= 1
    fault = .timeout
    return .timeout
  }

  /// Sorts an error by what is to be done, counts it, and keeps it until the next start.
  @_noLocks private mutating func failed(with code: Int) -> WaitResult {
    let played = state(of: playback)
    let captured = state(of: capture)
    let result: WaitResult
    if code == -Int(ENODEV) || either(played, captured, is: SND_PCM_STATE_DISCONNECTED) {
      result = .disconnected
    } else if code == -Int(ESTRPIPE) || either(played, captured, is: SND_PCM_STATE_SUSPENDED) {
      counters.suspends &+= 1
      result = .suspended
    } else {
      counters.xruns &+= 1
      if played == SND_PCM_STATE_XRUN.rawValue { counters.playbackXruns &+= 1 }
      if captured == SND_PCM_STATE_XRUN.rawValue { counters.captureXruns &+= 1 }
      result = .xrun
    }
    fault = result
    return result
  }

  private enum Waking { case woken, error, expired }

  /// Sleeps until a stream that is not ready may be.
  @_noLocks private func sleep(
    forPlayback: Bool, forCapture: Bool, until deadline: Int64
  ) -> Waking {
    guard let all = descriptors.baseAddress else { return .expired }
    let first = forPlayback ? 0 : playbackDescriptors
    let end = forCapture ? descriptors.count : playbackDescriptors + 1
    let woken = calsa_poll(all + first, UInt(end - first), deadline)
    if woken == 0 { return .expired }
    if stop.isRaised || woken == -EINTR { return .woken }
    let isHurt =
      woken < 0 || forPlayback && hasError(playback, at: 0)
      || forCapture && hasError(capture, at: playbackDescriptors + 1)
    return isHurt ? .error : .woken
  }

  /// Whether the stream's descriptors from `first` on report an error.
  @_noLocks private func hasError(_ stream: PCMStream?, at first: Int) -> Bool {
    guard let stream, let all = descriptors.baseAddress else { return false }
    let isFirst = first == 0
    let count = isFirst ? playbackDescriptors : descriptors.count - first
    var events: UInt16 = 0
    let result = snd_pcm_poll_descriptors_revents(
      stream.handle, all + first, UInt32(truncatingIfNeeded: count), &events)
    return result < 0 || events & UInt16(POLLERR | POLLHUP | POLLNVAL) != 0
  }

  /// Whether a stream is no longer running.
  @_noLocks private func hasStopped() -> Bool {
    let running = SND_PCM_STATE_RUNNING.rawValue
    let played = state(of: playback)
    let captured = state(of: capture)
    return (played ?? running) != running || (captured ?? running) != running
  }

  @_noLocks func state(of stream: PCMStream?) -> UInt32? {
    guard let stream else { return nil }
    return snd_pcm_state(stream.handle).rawValue
  }

  @_noLocks private func either(
    _ a: UInt32?, _ b: UInt32?, is state: snd_pcm_state_t
  ) -> Bool {
    a == state.rawValue || b == state.rawValue
  }
}
