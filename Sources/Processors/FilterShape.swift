/// What one band of an equaliser does to the spectrum.
///
/// Each shape is the response of an analogue prototype H(s), with s = jf / frequency, Q = q and
/// A = 10^(gain / 40) as in R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
/// coefficients".
public enum FilterShape: String, CaseIterable, Hashable, Sendable {
  /// A bell: (s² + s A/Q + 1) / (s² + s/(A Q) + 1).
  case peaking
  /// Gain below the frequency: A (s² + s √A/Q + A) / (A s² + s √A/Q + 1).
  case lowShelf
  /// Gain above the frequency: A (A s² + s √A/Q + 1) / (s² + s √A/Q + A).
  case highShelf
  /// Nothing below the frequency, at 12 dB per octave: s² / (s² + s/Q + 1).
  case lowCut
  /// Nothing above the frequency, at 12 dB per octave: 1 / (s² + s/Q + 1).
  case highCut
  /// Nothing at the frequency: (s² + 1) / (s² + s/Q + 1).
  case notch
  /// A seesaw about the frequency, which keeps its level: (s G + 1) / (s + G), G = 10^(gain / 20).
  ///
  /// The gain is reached at the top and its opposite at the bottom, so that the two ends are twice
  /// the gain apart; Q has no meaning here.
  case tilt
}
