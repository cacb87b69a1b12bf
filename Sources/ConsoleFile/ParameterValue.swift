import ConsoleModel
import YAML

// The values of parameters, as their rows of the table say; each returns nil after reporting a
// mistake.
extension ValueReader {
  /// A value in the unit of its row.
  func value(of row: Parameter, in console: Console) -> Double? {
    switch row.unit {
    case .decibels: number(in: row.range, unit: .decibels, infinity: row.infinity)
    case .hertz: number(in: row.range, unit: .hertz)
    case .milliseconds: number(in: row.range, unit: .milliseconds)
    case .percent: number(in: row.range, unit: .percent)
    case .ratio, .number: number(in: row.range, infinity: row.infinity)
    case .onOff: boolean().map { $0 ? 1 : 0 }
    case .words(let words):
      word(among: words).flatMap { words.firstIndex(of: $0) }.map(Double.init)
    case .channel:
      text == "none" ? 0 : integer(in: 1...console.size.channels).map(Double.init)
    case .bus:
      bus(of: console, Set(BusKind.allCases).subtracting([.monitor])).flatMap {
        BusID.everyName.firstIndex(of: $0)
      }.map(Double.init)
    case .place: place()
    case .placeOrFollow: text == "follow" ? .infinity : place()
    case .decibelsOrNone:
      text == "none" ? .infinity : number(in: -.infinity...0, unit: .decibels, infinity: .negative)
    }
  }
}

extension Parameter {
  /// The infinity that a file may write.
  fileprivate var infinity: ValueReader.Infinity {
    if range.upperBound == .infinity { return .positive }
    return range.lowerBound == -.infinity ? .negative : .none
  }
}
