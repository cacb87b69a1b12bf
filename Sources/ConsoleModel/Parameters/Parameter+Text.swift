import Units

// Values and ranges as people read and write them.
extension Parameter {
  /// A value of it as a console file spells it.
  public func text(_ value: Double) -> String {
    switch unit {
    case .onOff: value == 1 ? "on" : "off"
    case .words(let words): words[Int(value)]
    case .channel: value == 0 ? "none" : "\(Int(value))"
    case .bus: BusID.everyName[Int(value)].description
    case .ratio: Self.written(value)
    case .place, .placeOrFollow: Self.place(value)
    case .decibelsOrNone where value == .infinity: "none"
    case .decibels, .decibelsOrNone, .hertz, .milliseconds, .percent, .number:
      Self.written(value) + unit.symbol
    }
  }

  /// The allowed values, for messages: `-80...0 dB`, `peak, rms`.
  public var allowed: String {
    switch unit {
    case .onOff: "off, on"
    case .words(let words): words.joined(separator: ", ")
    case .bus: "a bus"
    case .place: "L100...R100"
    case .placeOrFollow: "L100...R100, follow"
    case .decibelsOrNone: "a level below 0 dB, none"
    default: "\(Self.written(range.lowerBound))...\(Self.written(range.upperBound))\(unit.symbol)"
    }
  }

  /// What a refusal calls a value that need not be allowed.
  func attempt(_ value: Double) -> String { "\(Self.written(value))\(unit.symbol)" }

  /// A number without needless digits.
  static func written(_ value: Double) -> String {
    guard value.isFinite else { return value < 0 ? "-inf" : value > 0 ? "inf" : "nan" }
    return value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }

  private static func place(_ value: Double) -> String {
    if value == .infinity { return "follow" }
    return value == 0 ? "C" : (value < 0 ? "L" : "R") + written(abs(value))
  }
}

extension ParameterUnit {
  /// What stands after a number of this unit, with its space; empty where nothing does.
  public var symbol: String {
    switch self {
    case .decibels, .decibelsOrNone: " dB"
    case .hertz: " Hz"
    case .milliseconds: " ms"
    case .percent: " %"
    case .ratio: ":1"
    case .number, .onOff, .words, .channel, .bus, .place, .placeOrFollow: ""
    }
  }
}
