/// An equaliser: its bands, and behind them a section for what they leave to it at the top.
public struct EQSettings: Hashable, Sendable {
  /// The bands, in the order of the signal.
  public var bands: [EQBandSettings]

  /// Makes an equaliser of some bands.
  public init(_ bands: [EQBandSettings]) { self.bands = bands }

  /// The sections for sample rates of 8000…192000 Hz: one for each band, then the top section.
  ///
  /// Control thread; takes some microseconds a band.
  public func sections(rate: Int) -> [SectionCoefficients] {
    bands.map { $0.section(rate: rate) } + [topSection(rate: rate)]
  }

  /// The section behind the bands; it passes its input bit for bit unless a band needs it.
  ///
  /// Bands that need it are on, and are shelves or low cuts with a high Q at high frequencies:
  /// `BandDesign` says why.
  public func topSection(rate: Int) -> SectionCoefficients {
    let bands = bands.filter { $0.needsTop(rate: rate) }
    guard !bands.isEmpty else { return TopDesign.nothing }
    return TopDesign.section(bands.map { BandDesign($0.prototype(rate: rate)) })
  }

  /// The targets of the top section's six rows for one lane.
  public func topRows(rate: Int) -> [Float] {
    let section = topSection(rate: rate)
    return section == TopDesign.nothing ? Self.idleRows : section.rows
  }

  /// The rows of a section that passes its input, whatever the rate, and is of no band.
  public static let idleRows = TopDesign.nothing.rows
}
