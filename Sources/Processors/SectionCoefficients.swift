/// The numbers of one second-order filter section, as `DSP.FilterSection` lays them out.
public struct SectionCoefficients: Hashable, Sendable {
  public var damping: Double
  public var coupling: Double
  public var integration: Double
  public var direct: Double
  public var first: Double
  public var second: Double

  /// Makes a section of its six numbers.
  public init(
    damping: Double, coupling: Double, integration: Double, direct: Double, first: Double,
    second: Double
  ) {
    self.damping = damping
    self.coupling = coupling
    self.integration = integration
    self.direct = direct
    self.first = first
    self.second = second
  }

  /// The section with the same states that passes its input bit for bit.
  public var bypassed: SectionCoefficients {
    var section = self
    (section.direct, section.first, section.second) = (1, 0, 0)
    return section
  }

  /// The numbers in the order of the rows.
  public var rows: [Float] {
    [damping, coupling, integration, direct, first, second].map { Float($0) }
  }
}
