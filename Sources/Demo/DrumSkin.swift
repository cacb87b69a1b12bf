/// A struck skin: two tones that fall in pitch as it settles, and the slap of what hit it.
///
/// Kick, toms, congas and the shell of the snare are all skins.
struct DrumSkin: Sound {
  private var phase: UInt32 = 0
  private var upperPhase: UInt32 = 0
  private let step: Float
  private let upper: Float
  private var bend: Float
  private let settle: Float
  private var level: Float = 1
  private let fall: Float
  private var slap: Float
  private let slapFall: Float
  private var tone: Resonator
  private var noise: Noise

  /// What is struck.
  struct Skin {
    /// The pitch it settles at, in Hz.
    var frequency: Double
    /// How much higher it starts, as a part of `frequency`, and the seconds it takes to settle.
    var bend: Float
    var settle: Double
    /// The seconds in which it falls to 1/e.
    var ring: Double
    /// The strength of the second mode, 0…1, at 1.59 times the pitch as on an ideal membrane.
    var upper: Float
    /// The strength of the slap, its centre in Hz and its seconds.
    var slap: Float
    var slapFrequency: Double
    var slapRing: Double
  }

  /// Strikes a skin; `rate` is frames a second, `noise` makes each slap another.
  init(_ skin: Skin, rate: Double, noise: inout Noise) {
    step = Float(Sine.step(skin.frequency, rate: rate))
    upper = skin.upper
    bend = skin.bend
    settle = Tuning.decay(skin.settle, rate: rate)
    fall = Tuning.decay(skin.ring, rate: rate)
    slap = skin.slap
    slapFall = Tuning.decay(skin.slapRing, rate: rate)
    tone = Resonator(skin.slapFrequency, q: 0.8, rate: rate)
    self.noise = Noise(seed: UInt32((noise.next() + 1) * 1e6))
  }

  mutating func next() -> Float {
    let body = Sine.of(phase) + upper * level * Sine.of(upperPhase)
    let hit = tone.split(noise.next()).band * slap
    let sample = body * level + hit
    let advance = step * (1 + bend)
    phase &+= UInt32(advance)
    upperPhase &+= UInt32(advance * 1.59)
    bend *= settle
    level *= fall
    slap *= slapFall
    return sample
  }
}
