import ConsoleModel
import Units

// Parameters by their rows of the table.
extension Surface {
  /// The parameter that a control moves now; nil where what it points at has no such.
  func address(of role: ControlRole, unit: Int) -> ParameterAddress? {
    let address: ParameterAddress?
    switch role {
    case .parameter(let target, let key), .reset(let target, let key),
      .value(let target, let key, _):
      address = owner(of: target, unit: unit).map { ParameterAddress($0, key) }
    case .fader(let target):
      address =
        navigation.isFlipped
        ? potAddress(target, unit: unit) : faderAddress(target, unit: unit)
    case .pot(let target):
      address =
        navigation.isFlipped
        ? faderAddress(target, unit: unit) : potAddress(target, unit: unit)
    default: return nil
    }
    guard let address, console?.value(of: address) != nil else { return nil }
    return address
  }

  /// The edit that moves a parameter there; none where the console refuses it, as a bus that would
  /// feed itself.
  func edits(_ address: ParameterAddress, to value: Double) -> [ConsoleEdit] {
    guard let edit = try? address.edit(value), let console else { return [] }
    // Trying copies the strip: faders move often, and what names no other strip is never refused.
    let unit = address.parameter.unit
    let isSafe =
      !address.parameter.hasChoice && ![.channel, .bus].contains(unit)
      && address.key != ParameterKey(.link)
    guard !isSafe else { return [edit] }
    var trial = console
    do { try trial.apply(edit) } catch { return [] }
    return [edit]
  }

  /// The edits of a key: on and off, or the next word that the console has.
  func press(_ address: ParameterAddress) -> [ConsoleEdit] {
    let row = address.parameter
    guard let start = console?.value(of: address) else { return [] }
    func next(_ value: Double) -> Double {
      value < row.range.upperBound ? value + 1 : row.range.lowerBound
    }
    var value = next(start)
    while value != start {
      let edits = edits(address, to: value)
      if !edits.isEmpty { return edits }
      value = next(value)
    }
    return []
  }

  /// The edits of an encoder that was turned by some clicks, to the right if positive.
  func turn(_ address: ParameterAddress, by steps: Int) -> [ConsoleEdit] {
    guard let value = console?.value(of: address) else { return [] }
    let row = address.parameter
    return edits(address, to: row.value(movedBy: steps, from: value, finely: navigation.isFine))
  }
}

// What shows them.
extension Surface {
  /// A lamp is on for what is on, for a word that is not the default, and for what a reset has done.
  func lampState(_ role: ControlRole, _ address: ParameterAddress) -> LampState {
    guard let value = console?.value(of: address) else { return .off }
    let isDefault = value == address.defaultValue
    switch role {
    case .reset: return isDefault ? .on : .off
    case .value(_, _, let own): return value == own ? .on : .off
    default: return (address.parameter.unit == .onOff ? value == 1 : !isDefault) ? .on : .off
    }
  }

  /// What a ring shows: how far the middle is left, or how much there is of it.
  func picture(_ ring: RingProfile, _ address: ParameterAddress) -> RingPicture {
    guard let value = console?.value(of: address), !isDark(address, value) else {
      return ring.dark
    }
    let row = address.parameter
    let place = row.position(of: value).value
    return row.isSymmetric ? ring.panned(place, isCentred: value == 0) : ring.filled(place)
  }

  /// Whether there is nothing to show: a switch or send that is off, silence, a word for no value.
  private func isDark(_ address: ParameterAddress, _ value: Double) -> Bool {
    if !value.isFinite && address.parameter.unit != .ratio { return true }
    if address.parameter.unit == .onOff { return value == 0 }
    guard address.key.id == .control(.sendLevel), let bus = address.key.bus else { return false }
    return console?.value(of: ParameterAddress(address.owner, ParameterKey(.sendOn, to: bus))) == 0
  }
}
