/// An electric piano by frequency modulation: a round body and a tine that rings out at once
/// (Chowning, 1973).
struct ElectricPiano: Sound {
  private var phase: UInt32 = 0
  private var tinePhase: UInt32 = 0
  private let step: UInt32
  private let tineStep: UInt32
  private var attack: Float = 0
  private let attackStep: Float
  private var level: Float = 1
  private let fall: Float
  private var index: Float
  private let indexFall: Float
  private var tine: Float
  private let tineFall: Float

  /// Strikes a key.
  ///
  /// - Parameters:
  ///   - frequency: In Hz.
  ///   - velocity: How hard, 0…1: harder is brighter.
  ///   - rate: Frames a second.
  init(_ frequency: Double, velocity: Float, rate: Double) {
    step = Sine.step(frequency, rate: rate)
    tineStep = Sine.step(frequency * 14, rate: rate)
    attackStep = Float(1 / (0.003 * rate))
    fall = Tuning.decay(260 / frequency, rate: rate)
    index = 0.5 + 1.5 * velocity
    indexFall = Tuning.decay(0.45, rate: rate)
    tine = 0.5 * velocity * velocity
    tineFall = Tuning.decay(0.09, rate: rate)
  }

  mutating func next() -> Float {
    attack = min(1, attack + attackStep)
    let bend = Sine.phase(radians: index * Sine.of(phase))
    let ping = Sine.phase(radians: tine * Sine.of(tinePhase))
    let body = Sine.of(phase &+ bend) + 0.5 * Sine.of(phase &+ ping)
    phase &+= step
    tinePhase &+= tineStep
    index *= indexFall
    tine *= tineFall
    level *= fall
    return body * level * attack
  }
}
