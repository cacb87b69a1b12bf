import Demo
import Testing

/// A note that the score holds: part, bar, sixteenth, seconds listened to, pitch in Hz.
private let notes: [(part: Int, bar: Int, step: Double, seconds: Double, pitch: Double)] = [
  (Place.lead, 0, 9, 0.5, 369.99),  // F sharp
  (Place.lead, 3, 5, 0.8, 329.63),  // E
  (Place.lead, 8, 1, 0.6, 587.33),  // D
  (Place.lead, 11, 1, 1.2, 493.88),  // B
  (Place.lead, 13, 9, 0.8, 440),  // A
  (Place.backing, 6, 9, 0.6, 293.66),  // D
  (Place.backing, 9, 9, 0.8, 277.18),  // C sharp
  (Place.backing, 11, 2, 1.5, 293.66),  // D
  (Place.bass, 0, 0.5, 0.6, 61.735),  // B
  (Place.bass, 1, 0.5, 0.6, 48.999),  // G
  (Place.bass, 2, 0.5, 0.6, 73.416),  // D
  (Place.guitar1, 0, 0.5, 0.8, 123.47),  // B
  (Place.guitar2, 8, 1, 0.7, 146.83),  // D
  (Place.keys, 14, 0.5, 2, 97.999),  // G
]

@Test func everyMelodicPartIsInTune() {
  for note in notes {
    let sound = Bands.full.cut(note.part, bar: note.bar, step: note.step, seconds: note.seconds)
    let cents = Spectrum(sound, rate: 48_000).cents(from: note.pitch)
    let isVoice = note.part == Place.lead || note.part == Place.backing
    #expect(abs(cents) <= (isVoice ? 30 : 15), "part \(note.part), bar \(note.bar): \(cents)")
  }
}

@Test func tuningDoesNotDependOnTheRate() {
  let sound = Bands.low.cut(Place.guitar1, bar: 0, step: 0.5, seconds: 0.8)
  #expect(abs(Spectrum(sound, rate: 16_000).cents(from: 123.47)) <= 15)
}

@Test func theBassIsLow() {
  for bar in [0, 3, 9, 12] {
    let sound = Bands.full.cut(Place.bass, bar: bar, seconds: 0.1)
    #expect(Spectrum(sound, rate: 48_000).share(from: 20, to: 400) > 0.99)
  }
}

@Test func theDrumsHaveHatsAndAKick() {
  let hats = Spectrum(Bands.full.cut(Place.drums, bar: 14, step: 3.9, seconds: 0.06), rate: 48_000)
  #expect(hats.share(from: 3_000, to: 24_000) > 0.95)
  let kick = Spectrum(Bands.full.cut(Place.drums, bar: 1, seconds: 0.08), rate: 48_000)
  #expect(kick.share(from: 30, to: 300) > 0.7)
  let snare = Spectrum(Bands.full.cut(Place.drums, bar: 1, step: 3.9, seconds: 0.08), rate: 48_000)
  #expect(snare.share(from: 1_000, to: 12_000) > 0.1)
}

@Test func aVoiceHasTheResonancesOfItsVowel() {
  // "Ah" is strong around 1.2 kHz, "oo" is not: both on D.
  let ah = Spectrum(Bands.full.cut(Place.lead, bar: 8, step: 1, seconds: 0.08), rate: 48_000)
  let oo = Spectrum(Bands.full.cut(Place.backing, bar: 11, step: 2, seconds: 0.08), rate: 48_000)
  #expect(ah.share(from: 800, to: 3_500) > 0.3)
  #expect(oo.share(from: 800, to: 3_500) < 0.1)
}
