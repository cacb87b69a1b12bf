// The settings of strips' processing.
extension Console {
  mutating func set(_ setting: Setting, of id: StripID, to value: Double) throws(EditRefusal) {
    let parameter = setting.parameter
    guard has(id) else { throw .noSuch(id.description) }
    guard let kind = id.kind, parameter.kinds.contains(kind) else {
      throw .notOn(id, what: parameter.path)
    }
    guard parameter.allows(value) else {
      throw .outOfRange(
        "\(parameter.path) at \(Parameter.written(value))\(parameter.unit.symbol)",
        allowed: parameter.allowed)
    }
    if parameter.unit == .channel, Int(value) > channels.count {
      throw .noSuch("channel \(Int(value))")
    }
    if case .source(let source) = id {
      self[source].strip[setting] = value
    } else {
      try changeStrip(id, parameter.path) { $0[setting] = value }
    }
  }

  /// What a setting of a strip is set to; nil where the strip does not have it.
  public func value(of setting: Setting, on id: StripID) -> Double? {
    guard let kind = id.kind, setting.parameter.kinds.contains(kind) else { return nil }
    return read(id, vca: { _ in nil }, strip: { $0[setting] }) ?? nil
  }
}

extension Parameter {
  /// The allowed values, for messages: `-80...0 dB`, `peak, rms`.
  public var allowed: String {
    if case .words(let words) = unit { return words.joined(separator: ", ") }
    return "\(Self.written(range.lowerBound))...\(Self.written(range.upperBound))\(unit.symbol)"
  }

  /// A number without needless digits.
  static func written(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }
}

extension ParameterUnit {
  /// What stands after a number of this unit, with its space; empty where nothing does.
  public var symbol: String {
    switch self {
    case .decibels: " dB"
    case .hertz: " Hz"
    case .milliseconds: " ms"
    case .percent: " %"
    case .ratio: ":1"
    case .number, .onOff, .words, .channel: ""
    }
  }
}
