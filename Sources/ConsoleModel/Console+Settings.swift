// The settings of strips' processing.
extension Console {
  mutating func set(_ setting: Setting, of id: StripID, to value: Double) throws(EditRefusal) {
    let parameter = setting.parameter
    guard has(id) else { throw .noSuch(id.description) }
    guard let kind = id.kind, parameter.kinds.contains(kind) else {
      throw .notOn(id, what: parameter.path)
    }
    try ParameterKey(setting).check(value)
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
