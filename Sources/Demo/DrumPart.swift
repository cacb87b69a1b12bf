/// Kick, snare, toms, hats and crash on one track: they rest in the break but for soft hats.
enum DrumPart {
  static func play(_ song: Song, on tape: Tape) {
    var kit = Kit(song: song, tape: tape)
    for bar in Song.verseOne { kit.verse(bar, fill: false) }
    for bar in Song.verseTwo { kit.verse(bar, fill: bar == Song.verseTwo.upperBound - 1) }
    for bar in Song.chorus { kit.chorus(bar, crash: bar % 4 == 0) }
    for bar in Song.breakdown {
      for step in stride(from: 0, to: 16, by: 4) { kit.hat(bar, step, 0.9) }
    }
    kit.hat(Song.breakdown.upperBound - 1, 14, 0.8, ring: 0.22)
  }

  /// The kit, hit by hit: a bar, a sixteenth, and how hard (0…1).
  private struct Kit {
    let song: Song
    let tape: Tape
    var noise = Noise(seed: 1)

    mutating func verse(_ bar: Int, fill: Bool) {
      for step in [0, 7, 10] { kick(bar, step, step == 0 ? 1 : 0.85) }
      snare(bar, 4, 0.9)
      snare(bar, 9, 0.18)
      if !fill { snare(bar, 12, 0.95) }
      for step in stride(from: 0, to: fill ? 12 : 16, by: 2) {
        hat(bar, step, step % 4 == 0 ? 0.8 : 0.5)
      }
      if fill { toms(bar) }
    }

    mutating func chorus(_ bar: Int, crash: Bool) {
      for step in [0, 3, 6, 10] { kick(bar, step, step == 0 ? 1 : 0.85) }
      for step in [4, 12] { snare(bar, step, 1) }
      for step in stride(from: 0, to: 16, by: 2) {
        hat(bar, step, 0.8, ring: step % 4 == 2 ? 0.16 : 0.035)
      }
      if crash { cymbal(bar) }
    }

    mutating func toms(_ bar: Int) {
      for (step, frequency) in [(12, 168.0), (13, 168), (14, 128), (15, 98)] {
        let skin = DrumSkin.Skin(
          frequency: frequency, bend: 0.5, settle: 0.04, ring: 0.16, upper: 0.3, slap: 0.5,
          slapFrequency: 2_500, slapRing: 0.006)
        hit(DrumSkin(skin, rate: tape.rate, noise: &noise), bar, step, 0.8, 0.8)
      }
    }

    mutating func kick(_ bar: Int, _ step: Int, _ velocity: Float) {
      let skin = DrumSkin.Skin(
        frequency: 52, bend: 3, settle: 0.022, ring: 0.13, upper: 0, slap: 2,
        slapFrequency: 3_200, slapRing: 0.004)
      hit(DrumSkin(skin, rate: tape.rate, noise: &noise), bar, step, 0.6, velocity)
    }

    mutating func snare(_ bar: Int, _ step: Int, _ velocity: Float) {
      let skin = DrumSkin.Skin(
        frequency: 186, bend: 0.35, settle: 0.02, ring: 0.07, upper: 0.6, slap: 0.7,
        slapFrequency: 1_800, slapRing: 0.02)
      let wires = Metal.Plate(corner: 1_100, top: 9_000, attack: 0.001, ring: 0.095, ringing: 0)
      let frame = song.frame(bar: bar, step: step, swayedBy: &noise)
      let skinHit = DrumSkin(skin, rate: tape.rate, noise: &noise)
      tape.add(skinHit, at: frame, seconds: 0.5, gain: 0.6 * velocity)
      let wiresHit = Metal(wires, rate: tape.rate, noise: &noise)
      tape.add(wiresHit, at: frame, seconds: 0.6, gain: 1.1 * velocity)
    }

    mutating func hat(_ bar: Int, _ step: Int, _ velocity: Float, ring: Double = 0.035) {
      let plate = Metal.Plate(corner: 6_500, attack: 0.000_5, ring: ring, ringing: 0.75)
      hit(Metal(plate, rate: tape.rate, noise: &noise), bar, step, ring * 7, 0.9 * velocity)
    }

    mutating func cymbal(_ bar: Int) {
      let plate = Metal.Plate(corner: 3_200, attack: 0.001, ring: 0.7, ringing: 0.4)
      hit(Metal(plate, rate: tape.rate, noise: &noise), bar, 0, 4, 0.6)
    }

    private mutating func hit(
      _ sound: some Sound, _ bar: Int, _ step: Int, _ seconds: Double, _ gain: Float
    ) {
      let frame = song.frame(bar: bar, step: step, swayedBy: &noise)
      tape.add(sound, at: frame, seconds: seconds, release: seconds / 4, gain: gain)
    }
  }
}
