/// The song's four chords as each instrument plays them; MIDI note numbers, low to high.
enum Chord {
  case bMinor, g, d, a

  /// The bass guitar's root; its fifth and octave lie 7 and 12 above.
  var bass: Int {
    switch self {
    case .bMinor: 35
    case .g: 31
    case .d: 38
    case .a: 33
    }
  }

  /// Four notes that move little from chord to chord.
  var keys: [Int] {
    switch self {
    case .bMinor: [57, 59, 62, 66]
    case .g: [55, 59, 62, 66]
    case .d: [54, 57, 62, 64]
    case .a: [52, 57, 61, 64]
    }
  }

  /// Five strings of an open chord.
  var picked: [Int] {
    switch self {
    case .bMinor: [47, 54, 59, 62, 66]
    case .g: [43, 50, 59, 62, 67]
    case .d: [50, 57, 62, 66, 69]
    case .a: [45, 52, 57, 61, 64]
    }
  }

  /// Root, fifth and octave.
  var power: [Int] { [bass + 12, bass + 19, bass + 24] }
}
