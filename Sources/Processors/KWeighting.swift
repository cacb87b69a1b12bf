public import DSP
internal import Units

/// The weighting of ITU-R BS.1770 for any sample rate.
///
/// The recommendation gives numbers for 48 kHz alone. What they come from, an analogue shelf and
/// an analogue high-pass taken through the bilinear transform, was worked out for libebur128 by
/// J. Kokemüller; the constants are facts taken from there.
public enum KWeighting {
  /// The two sections.
  ///
  /// - Parameter rate: Frames a second.
  /// - Returns: What a `LoudnessUnit` is made with.
  public static func sections(rate: Int) -> LoudnessWeighting {
    let height = Elementary.powerOfTen(3.999843853973347 / 20)
    let middle = Elementary.exponential(0.4996667741545416 * Elementary.logarithm(height))
    let shelf = section(rate, 1681.974450955533, 0.7071752369554196) { _, k in
      (height, middle * k, 1)
    }
    // The table's high-pass lacks the factor that would make it 1 at the top.
    let highPass = section(rate, 38.13547087602444, 0.5003270373238773) { scale, _ in (scale, 0, 0)
    }
    return LoudnessWeighting(shelf: narrow(shelf), highPass: narrow(highPass))
  }

  /// A section whose analogue numerator has the factors that `numerator` makes of 1 / c and k.
  private static func section(
    _ rate: Int, _ frequency: Double, _ q: Double,
    _ numerator: (Double, Double) -> (high: Double, band: Double, low: Double)
  ) -> SectionCoefficients {
    let g = Elementary.tangent(.pi * frequency / Double(rate))
    let k = 1 / q
    let c = 1 / (1 + g * (g + k))
    let (high, band, low) = numerator(1 / c, k)
    // The outputs of the state-variable filter, with the factors that they have in the sum.
    let (bandPart, lowPart) = (band - high * k, low - high)
    return SectionCoefficients(
      damping: 2 * c - 2, coupling: 2 * g * c, integration: 2 * g * g * c,
      direct: high + bandPart * g * c + lowPart * g * g * c,
      first: bandPart * c + lowPart * g * c,
      second: lowPart * (1 - g * g * c) - bandPart * g * c)
  }

  private static func narrow(_ section: SectionCoefficients) -> LoudnessWeighting.Section {
    LoudnessWeighting.Section(
      damping: Float(section.damping), coupling: Float(section.coupling),
      integration: Float(section.integration), direct: Float(section.direct),
      first: Float(section.first), second: Float(section.second))
  }
}
