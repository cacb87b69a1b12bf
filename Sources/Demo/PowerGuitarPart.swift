/// Guitar 2, overdriven fifths in the chorus; its last chord rings into the break.
enum PowerGuitarPart {
  static func play(_ song: Song, on tape: Tape) {
    var noise = Noise(seed: 5)
    for bar in Song.chorus {
      for stroke in strokes {
        strum(Song.chords[bar], bar, stroke.step, stroke.length, song, tape, &noise)
      }
    }
    strum(
      Song.chords[Song.breakdown.lowerBound], Song.breakdown.lowerBound, 0, 14, song, tape, &noise)
    amplify(tape)
  }

  /// Sixteenths after the bar line and sixteenths held.
  private static let strokes: [(step: Int, length: Int)] = [
    (0, 6), (6, 2), (8, 4), (12, 2), (14, 2),
  ]

  /// The strings of a fifth, 6 ms one after another.
  private static func strum(
    _ chord: Chord, _ bar: Int, _ step: Int, _ length: Int, _ song: Song, _ tape: Tape,
    _ noise: inout Noise
  ) {
    let touch = PluckedString.Touch(
      place: 0.1, brightness: 5_000, damping: 6_000, ring: 3.5, scratch: 0.2)
    let start = song.frame(bar: bar, step: step, swayedBy: &noise)
    for (index, note) in chord.power.enumerated() {
      let string = PluckedString(Tuning.frequency(note), touch, rate: tape.rate, noise: &noise)
      tape.add(
        string, at: start + Int(Double(index) * 0.006 * tape.rate),
        seconds: Double(length) * Song.step - 0.03, release: 0.04, gain: 0.5)
    }
  }

  /// The amplifier: lows cut before it is driven into a soft limit, highs by its speaker after.
  private static func amplify(_ tape: Tape) {
    var coupling = Resonator(130, rate: tape.rate)
    var speaker = Resonator(3_600, q: 0.9, rate: tape.rate)
    var cone = Resonator(5_200, rate: tape.rate)
    tape.filter { dry in
      let driven = coupling.split(dry).high * 7
      let limited = driven / (1 + driven * driven).squareRoot()
      return cone.split(speaker.split(limited).low).low
    }
  }
}
