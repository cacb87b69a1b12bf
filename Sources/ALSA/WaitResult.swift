/// What ended a wait for the card.
public enum WaitResult: Sendable, Hashable {
  /// A whole period waits in every stream.
  case ready
  /// A period was missed and the streams have stopped: call `recover`.
  case xrun
  /// The machine slept: call `recover`.
  case suspended
  /// The card is gone; this pair is of no more use: close it and look for the card.
  case disconnected
  /// The card did not move for the time-out: call `recover`, or close and open again.
  case timeout
  /// The stop signal was raised.
  case stop
}

/// What came of an attempt to start the streams.
public enum StartResult: Sendable, Hashable {
  case running
  /// The card is gone.
  case disconnected
  /// The card refused, with the error number in `PCMPair.lastError`: close and open it again.
  case failed
}

/// What has gone wrong since a pair was opened; each only grows.
public struct PCMCounters: Sendable, Hashable {
  /// Times that the streams stopped because a period was missed.
  public var xruns = 0
  /// Xruns that found the playback stream stopped; linked streams stop together.
  public var playbackXruns = 0
  /// Xruns that found the capture stream stopped.
  public var captureXruns = 0
  /// Wakes that came a whole period or more too late, yet in time.
  public var lateWakes = 0
  /// Times that the machine slept.
  public var suspends = 0
  /// Waits in which the card did not move.
  public var timeouts = 0

  /// Nothing has gone wrong.
  public init() {}
}
