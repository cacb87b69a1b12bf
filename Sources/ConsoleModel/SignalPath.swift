/// The stages of a channel; the order of the cases is the order of the signal.
public enum Stage: String, CaseIterable, Sendable {
  case source
  case trim
  case polarity
  case delay
  case highPass = "high-pass"
  case gate
  case equaliser = "EQ"
  case compressor
  case insert
  case preFaderTap = "pre-fader tap"
  case mute
  case fader
  case postFaderTap = "post-fader tap"
  case pan
  case assigns
}

/// A named point of a strip where a send takes its signal.
public enum Tap: String, CaseIterable, Sendable {
  /// As it comes in: after trim and polarity, before every processor.
  case input = "input"
  /// Before the equaliser.
  case preEQ = "pre-eq"
  /// After the equaliser.
  case postEQ = "post-eq"
  /// After every processor and the insert, before mute and fader.
  case preFader = "pre-fader"
  /// After the fader: the send follows the fader and its VCAs.
  case postFader = "post-fader"
}
