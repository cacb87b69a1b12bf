public import DSP
internal import Units

/// What an oscillator is told: which sound, how loud, how high.
public struct OscillatorSettings: Hashable, Sendable {
  /// The sounds of an oscillator.
  public enum Sound: String, CaseIterable, Sendable {
    case sine
    case pinkNoise
    case whiteNoise
  }

  /// Whether it is heard.
  public var isOn = false
  /// Which sound.
  public var sound = Sound.sine
  /// The sine's peak in dBFS, -80…0; noise has the power of a sine of that level, and peaks above.
  public var level = -20.0
  /// The sine's frequency, 20…20000 Hz, and at most 0.45 of the sample rate.
  public var frequency = 1000.0

  public static let levelRange = -80.0...0
  public static let frequencyRange = 20.0...20000

  public init() {}

  /// The targets of the oscillator's one row, in the order of `DSP.OscillatorParameter`.
  ///
  /// - Parameter rate: Frames a second.
  /// - Returns: Sixteen values.
  public func rows(rate: Int) -> [Float] {
    let level = min(max(level, Self.levelRange.lowerBound), Self.levelRange.upperBound)
    let highest = min(Self.frequencyRange.upperBound, 0.45 * Double(rate))
    var row = [Float](repeating: 0, count: LaneLayout.lanes)
    row[OscillatorParameter.frequency] = Float(
      min(max(frequency, Self.frequencyRange.lowerBound), highest))
    let lane =
      switch sound {
      case .sine: OscillatorParameter.sine
      case .pinkNoise: OscillatorParameter.pink
      case .whiteNoise: OscillatorParameter.white
      }
    row[lane] = isOn ? Float(Elementary.powerOfTen(level / 20)) : 0
    return row
  }

  /// An oscillator that has not started yet.
  ///
  /// - Parameters:
  ///   - rate: Frames a second.
  ///   - seed: Which noise; the same seed makes the same noise.
  /// - Returns: What the audio thread's memory starts with.
  public static func unit(rate: Int, seed: UInt32 = 0) -> OscillatorUnit {
    // White noise has the mean square of a sine of peak 1.
    let pink = PinkNoise(rate: rate, power: 0.5)
    var (rates, weights, taps) = (Lanes(), Lanes(), SIMD4<Float>())
    for lane in 0..<LaneLayout.lanes {
      rates[lane] = Float(pink.rates[lane])
      weights[lane] = Float(pink.weights[lane])
    }
    for tap in PinkNoise.taps.indices { taps[tap] = Float(PinkNoise.taps[tap]) }
    return OscillatorUnit(
      pinkRates: rates, pinkWeights: weights, pinkDirect: Float(pink.direct), pinkTaps: taps,
      phaseForOneHertz: 0x1p64 / Double(rate), seed: seed)
  }
}
