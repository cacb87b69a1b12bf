internal import Units

extension ReverbSettings {
  /// The time in seconds in which the tail falls by 60 dB at a frequency in Hz.
  ///
  /// What adds up is the loss in dB a second: that of `decay`, and below and above the crossovers
  /// more or less of it, by the share of power that a first-order filter passes there. Holds within
  /// 5 % where the time is longer than the longest line twice over.
  ///
  /// - Parameters:
  ///   - frequency: Below half of the rate.
  ///   - rate: Frames a second.
  /// - Returns: Seconds.
  public func decay(at frequency: Double, rate: Int) -> Double {
    let here = warped(frequency, rate)
    let low = here / warped(held(lowCrossover, 50...1000), rate)
    let high = here / warped(held(highCrossover, 1000...16000), rate)
    let lowLoss = (1 / held(lowDecay, 0.25...2) - 1) / (1 + low * low)
    let highLoss = (1 / held(highDecay, 0.25...2) - 1) * (high * high) / (1 + high * high)
    return held(decay, 0.1...20) / (1 + lowLoss + highLoss)
  }

  /// The frequency of an analog filter that the bilinear transform puts at a frequency.
  private func warped(_ frequency: Double, _ rate: Int) -> Double {
    Elementary.tangent(.pi * min(frequency, 0.4 * Double(rate)) / Double(rate))
  }

  /// The eight rows of the lines' filters: keep, in, out and direct of the low section, then of the
  /// high one.
  ///
  /// Together they take from what passes a line of L frames the share of 60 dB that L frames are of
  /// the decay. Each section has half of the middle's loss, so that neither of them amplifies.
  func sections(lengths: [Int], rate: Int) -> [[Double]] {
    // Half an hour: a loss so small is still far above what rounding could add.
    let middle = isFrozen ? 1800 : held(decay, 0.1...20)
    let lowPart = isFrozen ? 1 : held(lowDecay, 0.25...2)
    let highPart = isFrozen ? 1 : held(highDecay, 0.25...2)
    let low = min(held(lowCrossover, 50...1000), 0.2 * Double(rate))
    let high = min(held(highCrossover, 1000...16000), 0.4 * Double(rate))
    var rows = [[Double]](repeating: [], count: 8)
    for length in lengths {
      // The allpass of the modulation delays by a frame more.
      let loss = -3 * Double(length + 1) / Double(rate) / middle
      let half = Elementary.powerOfTen(loss / 2)
      let lowGain = Elementary.powerOfTen(loss / lowPart - loss / 2)
      let highGain = Elementary.powerOfTen(loss / highPart - loss / 2)
      var numbers =
        shelf(low: lowGain, high: half, crossover: low, rate: rate)
        + shelf(low: half, high: highGain, crossover: high, rate: rate)
      // Mixing the lines multiplies them by 4.
      numbers[6] /= 4
      numbers[7] /= 4
      for (row, number) in numbers.enumerated() { rows[row].append(number) }
    }
    return rows
  }

  /// A first-order shelf whose gain at the crossover is halfway between its ends in dB: keep, in,
  /// out, direct.
  ///
  /// The filter of the bilinear transform, with its state scaled so that `in` and `out` are equally
  /// large: then the matrix of state and sample has singular values of 1 or less if both gains are.
  private func shelf(low: Double, high: Double, crossover: Double, rate: Int) -> [Double] {
    let k =
      Elementary.tangent(.pi * crossover / Double(rate)) * (high / low).squareRoot()
    let keep = (1 - k) / (1 + k)
    let direct = (high + low * k) / (1 + k)
    let product = (low * k - high) / (1 + k) + keep * direct
    let root = abs(product).squareRoot()
    return [keep, root, product < 0 ? -root : root, direct]
  }

  /// What each of two one-pole filters keeps when the input less both is 3 dB down at the low cut.
  func lowCutMemory(rate: Int) -> Double {
    let cut = held(lowCut, 10...min(1000, 0.2 * Double(rate)))
    let c = Elementary.cosine(2 * .pi * cut / Double(rate))
    // |H|² of one filter at the cut, the root of 1/2: p² (2 - 2c) = g (1 - 2pc + p²).
    let g = 0.5.squareRoot()
    let a = g - (2 - 2 * c)
    return (g * c - (g * g * c * c - g * a).squareRoot()) / a
  }

  /// What each of two one-pole filters keeps when both together are 3 dB down at the high cut.
  func highCutMemory(rate: Int) -> Double {
    let cut = held(highCut, 1000...20000)
    guard cut < 20000, cut < 0.45 * Double(rate) else { return 0 }
    // |H|² of one filter at the cut, the root of 1/2: (1 - p)² = g (1 - 2pc + p²).
    let g = 0.5.squareRoot()
    let b = (1 - g * Elementary.cosine(2 * .pi * cut / Double(rate))) / (1 - g)
    return b - (b * b - 1).squareRoot()
  }
}
