/// A fingered bass guitar: syncopated roots in the verses, driving eighths in the chorus.
enum BassPart {
  static func play(_ song: Song, on tape: Tape) {
    var noise = Noise(seed: 2)
    for bar in 0..<Song.breakdown.lowerBound {
      let line = Song.chorus.contains(bar) ? chorus : verse
      for note in line {
        pluck(note, Song.chords[bar].bass, bar, song, tape, &noise)
      }
    }
  }

  /// Sixteenths after the bar line, sixteenths held, and semitones above the root.
  private typealias Note = (step: Int, length: Int, above: Int)

  private static let verse: [Note] = [(0, 5, 0), (7, 2, 0), (10, 3, 0), (13, 1, 7), (14, 2, 12)]
  private static let chorus: [Note] = [
    (0, 2, 0), (2, 2, 0), (4, 2, 0), (6, 2, 7), (8, 2, 0), (10, 2, 0), (12, 2, 12), (14, 2, 7),
  ]

  private static func pluck(
    _ note: Note, _ root: Int, _ bar: Int, _ song: Song, _ tape: Tape, _ noise: inout Noise
  ) {
    let touch = PluckedString.Touch(
      place: 0.24, brightness: 500, damping: 3_000, ring: 3, scratch: 0.03)
    let frequency = Tuning.frequency(root + note.above)
    let string = PluckedString(frequency, touch, rate: tape.rate, noise: &noise)
    let frame = song.frame(bar: bar, step: note.step, swayedBy: &noise)
    let velocity = 0.9 + 0.1 * noise.next()
    tape.add(
      string, at: frame, seconds: Double(note.length) * Song.step - 0.01, release: 0.05,
      gain: velocity)
  }
}
