/// The units that a number may be written in, and the one that its value is returned in.
public struct NumberUnit: Hashable, Sendable {
  /// A way to write the unit.
  public struct Symbol: Hashable, Sendable {
    /// As written after the number: `ms`.
    public let text: String
    /// What a number in this unit is multiplied by to be in the first one.
    public let factor: Double

    public init(_ text: String, factor: Double = 1) {
      self.text = text
      self.factor = factor
    }
  }

  /// The ways to write it, the unit of returned values first; empty for none.
  public let symbols: [Symbol]
  /// Whether a bare number is refused; if not, it is in the first unit.
  public let isRequired: Bool

  public init(_ symbols: [Symbol], isRequired: Bool = true) {
    self.symbols = symbols
    self.isRequired = isRequired && !symbols.isEmpty
  }

  /// The same unit, but a bare number is read as being in the first one.
  public var orBare: NumberUnit { NumberUnit(symbols, isRequired: false) }

  /// A bare number.
  public static let none = NumberUnit([])
  /// dB, required.
  public static let decibels = NumberUnit([Symbol("dB")])
  /// Milliseconds; `ms` or `s`, required.
  public static let milliseconds = NumberUnit([Symbol("ms"), Symbol("s", factor: 1000)])
  /// Seconds; `s` or `ms`, required.
  public static let seconds = NumberUnit([Symbol("s"), Symbol("ms", factor: 0.001)])
  /// Hertz; `Hz` or `kHz`, required.
  public static let hertz = NumberUnit([Symbol("Hz"), Symbol("kHz", factor: 1000)])
  /// Percent; `%`, required.
  public static let percent = NumberUnit([Symbol("%")])

  /// A value with the first unit, for messages.
  func written(_ value: Double) -> String {
    Wording.number(value) + (symbols.first.map { " \($0.text)" } ?? "")
  }
}
