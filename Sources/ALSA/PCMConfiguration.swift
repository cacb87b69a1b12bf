public import Realtime
/// What is asked of a sound card: which streams, at which rate, in which pieces.
public struct PCMConfiguration: Hashable, Sendable {
  /// The device to play on, such as "hw:CARD=UMC1820" or any other PCM name; nil for none.
  public var playback: String?
  /// The device to capture from; nil for none.
  public var capture: String?
  /// Frames a second, taken exactly or refused.
  public var rate = 48000
  /// Frames transferred at once, 16 to 2048, taken exactly or refused.
  public var period = 64
  /// Periods in the card's buffer, 2 to 32; a card that cannot has the next larger buffer it can.
  public var periods = 3
  /// Sample formats, the most wanted first; the first that a stream can do is taken.
  public var formats: [SampleFormat] = [.s32, .s24in3, .s16, .float, .s24in4]
  /// Channels to play; nil for all that the card has.
  public var playbackChannels: Int?
  /// Channels to capture; nil for all that the card has.
  public var captureChannels: Int?
  /// Frames in the buffer, for tests of buffers that are not whole periods; nil for `periods`.
  package var bufferFrames: Int?

  /// Asks for 48 kHz in 3 periods of 64 frames.
  public init(playback: String? = nil, capture: String? = nil) {
    self.playback = playback
    self.capture = capture
  }

  /// The buffer asked for in frames.
  var buffer: Int { bufferFrames ?? period * periods }

  /// Refuses what no card is asked for.
  func checkRanges() throws(ALSAError) {
    let device = playback ?? capture ?? "no device"
    func refuse(_ parameter: PCMParameter, _ asked: Int, _ allowed: String) -> ALSAError {
      .refused(device: device, parameter: parameter, asked: "\(asked)", allowed: allowed)
    }
    guard playback != nil || capture != nil else {
      throw .missing(device: "(none named)", cards: Cards.names(), nearest: nil)
    }
    guard (8000...768_000).contains(rate) else { throw refuse(.rate, rate, "8000 to 768000") }
    guard (16...2048).contains(period) else { throw refuse(.period, period, "16 to 2048 frames") }
    guard (2...32).contains(periods) else { throw refuse(.buffer, periods, "2 to 32 periods") }
    for channels in [playbackChannels, captureChannels].compactMap(\.self)
    where !(1...1024).contains(channels) {
      throw refuse(.channels, channels, "1 to 1024")
    }
  }
}
