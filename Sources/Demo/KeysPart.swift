/// Electric piano: held chords in verse two, offbeats in the chorus, broken chords in the break.
enum KeysPart {
  static func play(_ song: Song, on tape: Tape) {
    var player = Player(song: song, tape: tape)
    for bar in Song.verseTwo {
      player.chord(bar, 0, 7, 0.55)
      player.chord(bar, 7, 5, 0.4)
      player.chord(bar, 14, 2, 0.3)
    }
    for bar in Song.chorus {
      for step in [2, 6, 11, 14] { player.chord(bar, step, step == 11 ? 3 : 2, 0.75) }
    }
    for bar in Song.breakdown { player.broken(bar) }
  }

  /// The hands: a bar, a sixteenth, sixteenths held, and how hard (0…1).
  private struct Player {
    let song: Song
    let tape: Tape
    var noise = Noise(seed: 3)

    mutating func chord(_ bar: Int, _ step: Int, _ length: Int, _ velocity: Float) {
      for note in Song.chords[bar].keys { strike(note, bar, step, length, velocity) }
    }

    mutating func broken(_ bar: Int) {
      let keys = Song.chords[bar].keys
      strike(keys[0] - 12, bar, 0, 15, 0.5)
      for (place, index) in [0, 1, 2, 3, 2, 1, 2, 3].enumerated() {
        strike(keys[index] + 12, bar, place * 2, 4, 0.4)
      }
    }

    private mutating func strike(
      _ note: Int, _ bar: Int, _ step: Int, _ length: Int, _ velocity: Float
    ) {
      let hard = velocity * (1 + 0.1 * noise.next())
      let sound = ElectricPiano(Tuning.frequency(note), velocity: hard, rate: tape.rate)
      let frame = song.frame(bar: bar, step: step, swayedBy: &noise)
      let seconds = Double(length) * Song.step + 0.06
      tape.add(sound, at: frame, seconds: seconds, release: 0.1, gain: hard)
    }
  }
}
