public import ConsoleModel
import YAML

// The values of parameters, as their rows of the table say; each returns nil after reporting a
// mistake.
extension ValueReader {
  /// A value in the unit of its row.
  func value(of row: Parameter, in console: Console) -> Double? {
    value(of: row, within: row.range, in: console)
  }

  /// A value in the unit of its row, where its range may be another.
  fileprivate func value(
    of row: Parameter, within range: ClosedRange<Double>, in console: Console
  ) -> Double? {
    switch row.unit {
    case .decibels: number(in: range, unit: .decibels, infinity: row.infinity)
    case .hertz: number(in: range, unit: .hertz)
    case .milliseconds: number(in: range, unit: .milliseconds)
    case .percent: number(in: range, unit: .percent)
    case .ratio, .number: number(in: range, infinity: row.infinity)
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

/// Why a text is no value of a parameter.
public struct ValueMistake: Error, Hashable, Sendable {
  /// What is wrong and what is allowed, without a full stop.
  public let message: String
  /// Whether it is a value of the right sort, but beyond the range.
  public let isOutOfRange: Bool
}

extension Parameter {
  /// The value that a text means, as a console file spells it: `-6 dB`, `on`, `pre-fader`.
  ///
  /// - Parameters:
  ///   - text: At most some hundred bytes; it may end up in the message.
  ///   - console: Says which channels and buses there are.
  /// - Returns: The value in the unit of the row, which the row allows.
  /// - Throws: What is wrong with it.
  public func value(of text: String, in console: Console) throws(ValueMistake) -> Double {
    let diagnostics = Diagnostics(file: "")
    let start = SourceLocation(line: 1, column: 1)
    let reader = ValueReader(
      YAMLNode(.scalar(YAMLScalar(text)), at: start), place: "'\(path)'", diagnostics: diagnostics)
    if let value = reader.value(of: self, in: console), allows(value) { return value }
    let message = diagnostics.sorted.first?.message ?? "'\(path)' takes \(allowed)"
    let isOfItsSort = reader.value(of: self, within: -.infinity ... .infinity, in: console) != nil
    throw ValueMistake(message: message, isOutOfRange: isOfItsSort)
  }

  /// The infinity that a file may write.
  fileprivate var infinity: ValueReader.Infinity {
    if range.upperBound == .infinity { return .positive }
    return range.lowerBound == -.infinity ? .negative : .none
  }
}
