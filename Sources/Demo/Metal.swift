/// Thin metal, wires or seeds: noise and six inharmonic squares between two corners.
///
/// Hats, cymbals, tambourine, shaker and the wires of the snare.
struct Metal: Sound {
  private var phases = InlineArray<6, UInt32>(repeating: 0)
  private let steps: InlineArray<6, UInt32>
  private let ringing: Float
  private var attack: Float = 0
  private let attackStep: Float
  private var level: Float = 1
  private let fall: Float
  private var first: Resonator
  private var second: Resonator
  private var dull: Resonator
  private var noise: Noise

  /// What is struck or shaken.
  struct Plate {
    /// What lies below this frequency in Hz is hardly heard.
    var corner: Double
    /// What lies above this frequency in Hz is dulled.
    var top = 12_000.0
    /// The seconds it takes to speak, and then to fall to 1/e.
    var attack: Double
    var ring: Double
    /// How much of it rings rather than hisses, 0…1.
    var ringing: Float
  }

  /// Strikes a plate; `rate` is frames a second, `noise` makes each stroke another.
  init(_ plate: Plate, rate: Double, noise: inout Noise) {
    let modes: InlineArray<6, Double> = [2_490, 3_347, 4_123, 5_219, 6_421, 7_853]
    steps = InlineArray { Sine.step(modes[$0], rate: rate) }
    ringing = plate.ringing / 6
    attackStep = Float(1 / (plate.attack * rate))
    fall = Tuning.decay(plate.ring, rate: rate)
    first = Resonator(plate.corner, rate: rate)
    second = Resonator(plate.corner, rate: rate)
    dull = Resonator(plate.top, rate: rate)
    self.noise = Noise(seed: UInt32((noise.next() + 1) * 1e6))
  }

  mutating func next() -> Float {
    var sum: Float = 0
    for mode in 0..<6 {
      phases[mode] &+= steps[mode]
      sum += phases[mode] < 0x8000_0000 ? 1 : -1
    }
    let source = sum * ringing + noise.next() * (1 - ringing * 6)
    attack = min(1, attack + attackStep)
    if attack == 1 { level *= fall }
    let bright = second.split(first.split(source).high).high
    return dull.split(bright).low * level * attack
  }
}
