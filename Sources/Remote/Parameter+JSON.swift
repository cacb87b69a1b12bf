public import ConsoleModel
import Units

extension Parameter {
  /// A value of it as JSON: a number in the row's unit; where it is infinite, the word for that.
  public func json(_ value: Double) -> JSON {
    if let whole = Int(exactly: value) { return .integer(whole) }
    if value.isFinite { return .number(value) }
    let text = text(value)
    return .string(["follow", "none"].contains(text) ? text : value < 0 ? "-inf" : "inf")
  }

  /// The row as JSON.
  public var json: JSON {
    let kinds = StripKind.allCases.filter(self.kinds.contains)
    var members: [(String, JSON)] = [
      ("key", .string(path)), ("unit", .string(unit.name)),
      ("lowest", json(range.lowerBound)), ("highest", json(range.upperBound)),
      ("default", json(defaultValue(on: kinds.first ?? .channel))),
      ("step", .number(step)),
      ("taper", .string("\(taper)")),
      ("strips", .array(kinds.map { .string($0.rawValue) })), ("summary", .string(summary)),
    ]
    if kinds.contains(.channel) && kinds.count > 1 {
      members.insert(("default_on_buses", json(defaults.bus)), at: 5)
    }
    if !exceptions.isEmpty {
      let others = StripKind.allCases.compactMap { kind in
        exceptions[kind].map { (kind.rawValue, json($0)) }
      }
      members.append((destinations.isEmpty ? "default_on" : "default_to", .object(others)))
    }
    if let words = unit.words { members.append(("words", .array(words.map { .string($0) }))) }
    return .object(members)
  }
}

extension ParameterUnit {
  /// The words whose places are the values, if they are.
  fileprivate var words: [String]? {
    switch self {
    case .words(let words): words
    case .bus: BusID.everyName.map(\.description)
    default: nil
    }
  }

  fileprivate var name: String {
    switch self {
    case .decibels, .decibelsOrNone: "dB"
    case .hertz: "Hz"
    case .milliseconds: "ms"
    case .percent: "%"
    case .ratio: "ratio"
    case .number: "number"
    case .onOff: "switch"
    case .words: "word"
    case .channel: "channel"
    case .bus: "bus"
    case .place, .placeOrFollow: "place"
    }
  }
}
