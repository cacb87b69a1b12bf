/// Guitar 1, clean and picked: verse one, the chorus and the break; it rests in verse two.
enum PickedGuitarPart {
  static func play(_ song: Song, on tape: Tape) {
    var noise = Noise(seed: 4)
    for bar in Song.verseOne { pick(bar, verse, 1, song, tape, &noise) }
    for bar in Song.chorus { pick(bar, chorus, 0.8, song, tape, &noise) }
    for bar in Song.breakdown { pick(bar, verse, 0.55, song, tape, &noise) }
  }

  /// The string that each eighth note of a bar picks: 0 is the chord's lowest.
  private static let verse: InlineArray<8, Int> = [0, 2, 3, 4, 3, 2, 3, 2]
  private static let chorus: InlineArray<8, Int> = [0, 3, 4, 2, 3, 4, 2, 4]

  private static func pick(
    _ bar: Int, _ pattern: InlineArray<8, Int>, _ level: Float, _ song: Song, _ tape: Tape,
    _ noise: inout Noise
  ) {
    let touch = PluckedString.Touch(
      place: 0.13, brightness: 4_200, damping: 7_500, ring: 4.5, scratch: 0.12)
    for index in 0..<8 {
      let note = Song.chords[bar].picked[pattern[index]]
      let string = PluckedString(Tuning.frequency(note), touch, rate: tape.rate, noise: &noise)
      let frame = song.frame(bar: bar, step: index * 2, swayedBy: &noise)
      let velocity = level * (0.85 + 0.15 * noise.next())
      tape.add(
        string, at: frame, seconds: Song.step * 7, release: 0.12, gain: velocity)
    }
  }
}
