public import Units

/// What a user sets on a reverb.
///
/// The reverb is all wet: what comes out is the reverb alone. Voicing, size and pre-delay crossfade
/// in 50 ms, in which lines that grow fall silent for as long as they grow by; other changes ramp.
public struct ReverbSettings: Hashable, Sendable {
  /// Whether the reverb sounds; off (as by default), its input passes as it is.
  public var isOn = false
  /// The kind of place: a hall by default.
  public var voicing = ReverbVoicing.hall
  /// How long everything waits: 0…250 ms, 0 by default.
  public var preDelay = Milliseconds(0)
  /// The place's size: 0…1 for a quarter to the whole of the voicing's largest, 0.6 by default.
  public var size = 0.6
  /// The time in seconds in which the tail's middle falls by 60 dB: 0.1…20, 2 by default.
  public var decay = 2.0
  /// The decay of low frequencies as a part of `decay`: 0.25…2, 1.2 by default.
  public var lowDecay = 1.2
  /// The decay of high frequencies as a part of `decay`: 0.25…2, 0.4 by default.
  public var highDecay = 0.4
  /// Where the decay is halfway between low and middle: 50…1000 Hz, 250 by default.
  public var lowCrossover = 250.0
  /// Where the decay is halfway between middle and high: 1000…16000 Hz, 5000 by default.
  public var highCrossover = 5000.0
  /// How much echoes are spread: 0…1, 1 by default.
  public var diffusion = 1.0
  /// The level of the early reflections: up to +12 dB, 0 by default.
  public var earlyLevel = Decibels.unity
  /// The level of the tail: up to +12 dB, 0 by default.
  public var lateLevel = Decibels.unity
  /// How often the modulation goes up and down: 0…4 Hz, 0.8 by default.
  public var modulationRate = 0.8
  /// How far the modulation moves the tail's pitch and phase: 0…1, 0.5 by default.
  public var modulationDepth = 0.5
  /// Where the input is 3 dB down, with 12 dB an octave below: 10…1000 Hz, 30 by default.
  public var lowCut = 30.0
  /// Where the input is 3 dB down, with 12 dB an octave above: 1000…20000 Hz, 16000 by default.
  ///
  /// At 20000 Hz there is no cut.
  public var highCut = 16000.0
  /// How much the sides differ: 0 (mono)…1, the default.
  public var width = 1.0
  /// Whether what sounds goes on for hours and nothing is let in; false by default.
  public var isFrozen = false

  /// Makes the settings of a reverb that is off.
  public init() {}
}

extension ReverbSettings {
  /// The targets of the sixteen lanes of each of the rows of `DSP.ReverbRow`, row after row.
  ///
  /// Settings beyond their ranges count as the end of the range. The places (the first six rows)
  /// may be sent in any time, the kernel fades to them; the others ramp. Control thread.
  ///
  /// - Parameter rate: Frames a second: 8000…192000.
  /// - Returns: 16 values for each row.
  public func rows(rate: Int) -> [Float] {
    let scale = 0.25 + 0.75 * held(size, 0...1)
    let lengths = lineLengths(scale: scale, rate: rate)
    let early = (0..<2).map { voicing.early(side: $0, scale: scale) }
    var rows = [lengths.map(Double.init)]
    for stage in 0..<3 {
      let wait = stage == 0 ? waiting : 0
      rows.append(places(voicing.spread(stage: stage, scale: scale).map { $0 + wait }, rate))
    }
    for side in early { rows.append(places(side.map { $0.time + waiting }, rate)) }
    let gain = gain(earlyLevel)
    for side in early { rows.append(side.map { $0.gain * gain }) }
    rows += sections(lengths: lengths, rate: rate)
    rows.append(mix(rate: rate))
    rows += modulation(rate: rate)
    return rows.flatMap { $0.map { Float($0) } }
  }

  /// The pre-delay within its range, in milliseconds.
  private var waiting: Double { held(preDelay.value, 0...250) }

  /// Whole frames of times in milliseconds.
  private func places(_ times: [Double], _ rate: Int) -> [Double] {
    times.map { ($0 * Double(rate) / 1000).rounded() }
  }

  /// The lines' lengths in frames: prime numbers, no two of them the same, so that their echoes
  /// coincide as late as possible.
  func lineLengths(scale: Double, rate: Int) -> [Int] {
    var lengths: [Int] = []
    for time in voicing.lines(scale: scale) {
      var length = max(17, Int(time * Double(rate) / 1000))
      while lengths.contains(length) || !isPrime(length) { length += 1 }
      lengths.append(length)
    }
    return lengths
  }

  private func isPrime(_ number: Int) -> Bool {
    var divisor = 2
    while divisor * divisor <= number {
      if number % divisor == 0 { return false }
      divisor += 1
    }
    return true
  }

  /// The row of numbers for both sides, in the order of `DSP.ReverbMix`.
  private func mix(rate: Int) -> [Double] {
    let width = held(width, 0...1)
    let pattern = voicing.pattern
    var row = [
      isOn ? 0 : 1,
      isOn ? (1 + width) / 2 : 0,
      isOn ? (1 - width) / 2 : 0,
      pattern.tail * gain(lateLevel),
      pattern.cluster * gain(earlyLevel),
      isFrozen ? 0 : 1,
      held(diffusion, 0...1),
      lowCutMemory(rate: rate),
      highCutMemory(rate: rate),
    ]
    row += [Double](repeating: 0, count: 16 - row.count)
    return row
  }

  /// The rows of the lines' modulation: the phases' steps and the depths.
  private func modulation(rate: Int) -> [[Double]] {
    let step = 2 * Double.pi * held(modulationRate, 0...4) / Double(rate)
    // The lines differ in speed by up to a quarter either way, so that they never move as one.
    let steps = (0..<16).map { step * (0.75 + 0.5 * Double($0 * 7 % 16) / 15) }
    let depth = 0.7 * held(modulationDepth, 0...1)
    return [steps, [Double](repeating: depth, count: 16)]
  }

  private func gain(_ level: Decibels) -> Double {
    level.isSilence ? 0 : Elementary.powerOfTen(min(level.value, 12) / 20)
  }

  func held(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(value, range.lowerBound), range.upperBound)
  }
}
