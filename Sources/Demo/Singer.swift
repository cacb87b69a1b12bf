/// One singer: a glottal source with vibrato, breath and slides, through a mouth.
struct Singer {
  private var mouth: Mouth
  private var noise: Noise
  private let rate: Double
  private let detune: Double
  private var phase: Float = 0
  private var step: Float = 0
  private var frequency = 0.0
  private var vibratoPhase: UInt32 = 0
  private var vibratoDepth = 0.0
  private var drift = 0.0
  private var tilt: Float = 0
  private var effort: Float = 0
  private var level: Float = 0

  /// The frames between moves of pitch and mouth.
  private static let stride = 16

  /// Brings a singer in, silent.
  ///
  /// - Parameters:
  ///   - size: See `Mouth.init`.
  ///   - cents: How far out of tune.
  ///   - seed: Makes breath and drift another's.
  ///   - rate: Frames a second.
  init(size: Double, cents: Double = 0, seed: UInt32, rate: Double) {
    mouth = Mouth(size: size, rate: rate)
    noise = Noise(seed: seed)
    detune = Tuning.ratio(cents: cents)
    self.rate = rate
  }

  /// Sings notes in the order of their time onto a tape; the last must end before the tape does.
  mutating func sing(_ notes: [SungNote], in song: Song, on tape: Tape) {
    for (index, note) in notes.enumerated() {
      let start = song.frame(bar: note.bar, step: Double(note.step))
      let end = song.frame(bar: note.bar, step: Double(note.step + note.length))
      let isLast = index + 1 == notes.count
      let next =
        isLast
        ? tape.samples.count
        : song.frame(bar: notes[index + 1].bar, step: Double(notes[index + 1].step))
      breathe(into: note)
      let articulation = end - Int(0.045 * rate)
      for frame in start..<min(next, end + Int(0.6 * rate), tape.samples.count) {
        let held: Float = frame < articulation ? 1 : next == end ? 0.3 : 0
        if (frame - start) % Self.stride == 0 { move(note, seconds: Double(frame - start) / rate) }
        tape.samples[frame] += sound(effort: held * note.strength)
      }
    }
  }

  /// Starts a phrase a little under its first pitch; a slurred note slides from the last.
  private mutating func breathe(into note: SungNote) {
    vibratoDepth = 0
    if level < 0.02 { frequency = Tuning.frequency(note.pitch) * 0.97 }
  }

  /// Every few frames: pitch, vibrato (5.5 Hz, after a quarter of a second), drift and vowel.
  private mutating func move(_ note: SungNote, seconds: Double) {
    let elapsed = Double(Self.stride) / rate
    frequency += (Tuning.frequency(note.pitch) - frequency) * min(1, elapsed / 0.03)
    vibratoDepth += ((seconds > 0.25 ? 28 : 0) - vibratoDepth) * min(1, elapsed / 0.2)
    vibratoPhase &+= Sine.step(5.5 * elapsed, rate: 1)
    drift += (Double(noise.next()) * 60 - drift) * min(1, elapsed / 0.3)
    let cents = vibratoDepth * Double(Sine.of(vibratoPhase)) + drift
    step = Float(frequency * detune * Tuning.ratio(cents: cents) / rate)
    mouth.move(towards: note.vowel, by: Float(min(1, elapsed / 0.04)))
  }

  /// One frame: a softened sawtooth and breath, louder and brighter with effort (0…1).
  private mutating func sound(effort target: Float) -> Float {
    let pace = Float(1 / (0.025 * rate))
    effort += pace * (target - effort)
    level += pace * (effort - level)
    phase += step
    if phase >= 1 { phase -= 1 }
    let source = 1 - 2 * phase + edge()
    tilt += min(1, Float(2 * .pi * 1_400 / rate)) * (source - tilt)
    let glottis = tilt + (source - tilt) * 0.3 * level
    return mouth.shape((glottis + noise.next() * 0.025) * level)
  }

  /// What rounds the sawtooth's step over two frames so that it does not alias (a polyBLEP).
  private func edge() -> Float {
    if phase < step {
      let x = phase / step
      return x + x - x * x - 1
    }
    guard phase > 1 - step else { return 0 }
    let x = (phase - 1) / step
    return x * x + x + x + 1
  }
}
