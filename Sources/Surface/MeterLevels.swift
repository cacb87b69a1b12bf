import ConsoleModel

/// The newest peak of every strip of a console that has a meter, for the meters of surfaces.
///
/// One flat array, so that handing it on costs a reference; VCAs carry no audio and have no peak.
public struct MeterLevels: Hashable, Sendable {
  /// The peaks in dBFS, minus infinity for silence, in the order of `Console.meteredIDs`.
  public var peaks: [Float]
  private let size: ConsoleSize

  /// Makes the levels of a silent console of that size.
  public init(size: ConsoleSize) {
    self.size = size
    let buses = size.groups + size.auxes + size.fxs + size.matrices + 2
    peaks = Array(repeating: -.infinity, count: size.channels + buses + Source.allCases.count)
  }

  /// The place of a strip in `peaks`, or nil when it has none.
  public func index(of id: StripID) -> Int? {
    switch id {
    case .channel(let number): (1...max(size.channels, 1)).contains(number) ? number - 1 : nil
    case .bus(let bus): index(of: bus)
    case .source(let source):
      Source.allCases.firstIndex(of: source).map { peaks.count - Source.allCases.count + $0 }
    case .vca: nil
    }
  }

  private func index(of bus: BusID) -> Int? {
    let mixes = size.groups + size.auxes + size.fxs
    let before: Int
    let count: Int
    switch bus.kind {
    case .group: (before, count) = (0, size.groups)
    case .aux: (before, count) = (size.groups, size.auxes)
    case .fx: (before, count) = (size.groups + size.auxes, size.fxs)
    case .matrix: (before, count) = (mixes, size.matrices)
    case .main: (before, count) = (mixes + size.matrices, 1)
    case .monitor: (before, count) = (mixes + size.matrices + 1, 1)
    }
    guard bus.number >= 1, bus.number <= count else { return nil }
    return size.channels + before + bus.number - 1
  }

  /// The peak of a strip in dBFS, never NaN; minus infinity for what has no meter.
  public subscript(id: StripID) -> Float {
    get {
      guard let index = index(of: id), peaks.indices.contains(index) else { return -.infinity }
      return peaks[index].isNaN ? .infinity : peaks[index]
    }
    set {
      guard let index = index(of: id), peaks.indices.contains(index) else { return }
      peaks[index] = newValue
    }
  }
}
