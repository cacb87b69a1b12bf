internal import Units

/// A high-pass filter, as its user sets it: a Butterworth filter in two sections.
public struct HighPassSettings: Hashable, Sendable {
  /// How steeply the filter falls below its corner.
  public enum Slope: Int, CaseIterable, Hashable, Sendable {
    /// 12 dB per octave: second order; the other section passes its input.
    case twelve = 12
    /// 18 dB per octave: second and first order.
    case eighteen = 18
    /// 24 dB per octave: two sections of second order.
    case twentyFour = 24
  }

  /// Whether the filter is heard; one that is off passes its input bit for bit.
  public var isOn = false
  /// Where the response is at -3 dB, in Hz: 20…1000.
  public var frequency = 80.0
  /// How steeply it falls below.
  public var slope = Slope.twelve

  /// Legal frequencies in Hz.
  public static let frequencies = 20.0...1000

  /// Makes a filter that is off.
  public init() {}

  /// Makes a filter that is on; a frequency out of range is held at its end.
  public init(frequency: Double, slope: Slope) {
    isOn = true
    self.frequency = frequency
    self.slope = slope
  }

  /// The two sections for sample rates of 8000…192000 Hz.
  ///
  /// Control thread. The bilinear transform bends nothing that is heard: the corner is exact, and far above it,
  /// where the scale of frequencies is bent, the response is flat.
  public func sections(rate: Int) -> [SectionCoefficients] {
    let range = Self.frequencies
    let corner = frequency >= range.lowerBound ? min(frequency, range.upperBound) : range.lowerBound
    let g = Elementary.tangent(.pi * corner / Double(rate))
    let sections =
      switch slope {
      case .twelve: [highPass(g, 0.5.squareRoot()), highPass(g, 0.5.squareRoot()).bypassed]
      case .eighteen: [highPass(g, 1), firstOrder(g)]
      // 1 / (2 cos(π/8)) and 1 / (2 cos(3π/8))
      case .twentyFour: [highPass(g, 0.541196100146197), highPass(g, 1.3065629648763764)]
      }
    return isOn ? sections : sections.map(\.bypassed)
  }

  /// The targets of both sections' rows, twelve in all, for one lane.
  public func rows(rate: Int) -> [Float] { sections(rate: rate).flatMap(\.rows) }

  private func highPass(_ g: Double, _ q: Double) -> SectionCoefficients {
    SectionCoefficients(g: g, k: 1 / q, high: 1, band: 0, low: 0)
  }

  /// The first-order filter s / (s + 1), as (s² + s) / (s + 1)².
  private func firstOrder(_ g: Double) -> SectionCoefficients {
    SectionCoefficients(g: g, k: 2, high: 1, band: 1, low: 0)
  }
}
