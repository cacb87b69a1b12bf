/// Shaker and congas from verse two on, a tambourine in the chorus; they leave with the break.
enum PercussionPart {
  static func play(_ song: Song, on tape: Tape) {
    var noise = Noise(seed: 8)
    for bar in Song.verseTwo.lowerBound..<Song.breakdown.upperBound - 1 {
      shake(bar, song, tape, &noise)
      drum(bar, song, tape, &noise)
      if Song.chorus.contains(bar) { tambourine(bar, song, tape, &noise) }
    }
  }

  private static func shake(_ bar: Int, _ song: Song, _ tape: Tape, _ noise: inout Noise) {
    let seeds = Metal.Plate(corner: 4_200, top: 8_500, attack: 0.018, ring: 0.02, ringing: 0)
    let accents: InlineArray<4, Float> = [1, 0.4, 0.65, 0.45]
    for step in 0..<16 {
      let frame = song.frame(bar: bar, step: step, swayedBy: &noise)
      let sound = Metal(seeds, rate: tape.rate, noise: &noise)
      tape.add(sound, at: frame, seconds: 0.16, gain: 0.6 * accents[step % 4])
    }
  }

  /// Open (low or high) and slapped strokes: a tumbao over the bar.
  private static func drum(_ bar: Int, _ song: Song, _ tape: Tape, _ noise: inout Noise) {
    let strokes: [(step: Int, pitch: Double, ring: Double, slap: Float, level: Float)] = [
      (0, 262, 0.04, 0.2, 0.4), (4, 262, 0.03, 1, 0.8), (8, 262, 0.04, 0.2, 0.4),
      (10, 176, 0.14, 0.3, 0.7), (11, 176, 0.14, 0.3, 0.6), (12, 262, 0.03, 1, 0.6),
      (14, 236, 0.15, 0.3, 0.9), (15, 236, 0.15, 0.3, 0.8),
    ]
    for stroke in strokes {
      let skin = DrumSkin.Skin(
        frequency: stroke.pitch, bend: 0.12, settle: 0.015, ring: stroke.ring, upper: 0.35,
        slap: stroke.slap, slapFrequency: 1_500, slapRing: 0.012)
      let frame = song.frame(bar: bar, step: stroke.step, swayedBy: &noise)
      let sound = DrumSkin(skin, rate: tape.rate, noise: &noise)
      tape.add(sound, at: frame, seconds: 0.7, gain: 0.7 * stroke.level)
    }
  }

  private static func tambourine(_ bar: Int, _ song: Song, _ tape: Tape, _ noise: inout Noise) {
    let jingles = Metal.Plate(corner: 7_000, attack: 0.002, ring: 0.09, ringing: 0.5)
    for step in [4, 12] {
      let frame = song.frame(bar: bar, step: step, swayedBy: &noise)
      let sound = Metal(jingles, rate: tape.rate, noise: &noise)
      tape.add(sound, at: frame, seconds: 0.5, gain: 0.6)
    }
  }
}
