import ConsoleModel

// Which strip stands where.
extension Surface {
  /// How many strips the units that were ever there show side by side.
  public var width: Int {
    units.reduce(0) { $0 + ($1.wasSeen ? $1.stripCount : 0) }
  }

  /// The strips that are shown now, from left to right; nil where the layer has no more.
  public var visibleStrips: [StripID?] {
    let strips = layerStrips
    return (0..<width).map { place in
      let index = navigation.first + place
      return strips.indices.contains(index) ? strips[index] : nil
    }
  }

  /// The strips that can be scrolled through: those of the layer, or of what is spilled.
  var layerStrips: [StripID] {
    if navigation.spilled != nil { return spilledStrips }
    return console.map { navigation.layer.strips(of: $0) } ?? []
  }

  /// The strip that a control of a unit acts on; nil when there is none.
  func strip(of target: Target?, unit: Int) -> StripID? {
    switch target {
    case nil, .fixed(.muteGroup), .fixed(.desk): return nil
    case .fixed(.strip(let strip)): return console?.has(strip) == true ? strip : nil
    case .selected:
      guard let selected = navigation.selected, console?.has(selected) == true else { return nil }
      return selected
    case .visible(let place): return visibleStrip(place, unit: unit)
    }
  }

  /// Whose parameters a control of a unit moves; nil when there is nothing.
  func owner(of target: Target?, unit: Int) -> ParameterOwner? {
    switch target {
    case .fixed(.muteGroup(let number)): .muteGroup(number)
    case .fixed(.desk): .desk
    default: strip(of: target, unit: unit).map { .strip($0) }
    }
  }

  private func visibleStrip(_ place: Int, unit: Int) -> StripID? {
    guard let console, units[unit].wasSeen else { return nil }
    let left = units[..<unit].reduce(0) { $0 + ($1.wasSeen ? $1.stripCount : 0) }
    let index = navigation.first + left + place
    guard navigation.spilled == nil else {
      return spilledStrips.indices.contains(index) ? spilledStrips[index] : nil
    }
    return navigation.layer.strip(at: index, of: console)
  }

  /// Makes every fader stand for the parameter that belongs there now.
  mutating func bind(at now: UInt64) {
    followSpill()
    for unit in units.indices {
      for index in units[unit].faders.indices {
        let role = units[unit].profile.faders[index].role
        let address = address(of: role, unit: unit)
        units[unit].faders[index].bind(to: address, at: now)
        // Before it moves again: what it has not taken over must not jump.
        if !units[unit].faders[index].profile.isMotor { aimFader(index, of: unit, at: now) }
      }
    }
  }

  /// Finds the members of what is spilled anew.
  private mutating func followSpill() {
    guard let spilled = navigation.spilled else { return }
    spilledStrips = console?.spill(of: spilled) ?? []
    navigation.hold(within: spilledStrips.count)
  }

  /// The layer or bank changed: everything stands for something else.
  mutating func moved(at now: UInt64) {
    for unit in units.indices {
      for index in units[unit].meters.indices { units[unit].meters[index].reset() }
    }
    bind(at: now)
    refreshLater(now)
  }
}
