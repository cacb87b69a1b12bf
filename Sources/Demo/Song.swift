/// The form: sixteen bars of 4/4 at 96 beats a minute in D, a chord to the bar, forty seconds.
///
/// Verse one is drums, bass, guitar 1 and the lead voice. In verse two keys and percussion take
/// over from the guitar and the backing voice answers. All play the chorus. In the break keys,
/// guitar 1 and percussion lead back to the start.
struct Song {
  static let bars = 16
  static let stepsPerBar = 16
  static let beatsPerMinute = 96

  static let verseOne = 0..<4
  static let verseTwo = 4..<8
  static let chorus = 8..<14
  static let breakdown = 14..<16

  /// The chord of each bar.
  static let chords: [Chord] = [
    .bMinor, .g, .d, .a, .bMinor, .g, .d, .a, .d, .a, .bMinor, .g, .d, .a, .g, .a,
  ]

  /// Frames a second.
  let rate: Double

  /// The length of a sixteenth note in seconds.
  static let step = 60.0 / Double(beatsPerMinute * 4)
  /// The length of the whole form in seconds.
  static let seconds = bars * stepsPerBar * 15 / beatsPerMinute

  /// The frame of a place in the form, from sixteenths after a bar line.
  func frame(bar: Int, step: Double) -> Int {
    Int(((Double(bar * Self.stepsPerBar) + step) * Self.step * rate).rounded())
  }

  /// The frame of a place as a hand would hit it: up to 4 ms early or late.
  func frame(bar: Int, step: Int, swayedBy noise: inout Noise) -> Int {
    frame(bar: bar, step: Double(step)) + Int(Double(noise.next()) * 0.004 * rate)
  }
}
