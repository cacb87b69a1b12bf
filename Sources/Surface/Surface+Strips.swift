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

  /// The strips that can be scrolled through: those of the layer, of what is spilled, or the buses
  /// that a strip sends to; nil for gaps.
  var layerStrips: [StripID?] {
    guard let console else { return [] }
    if case .sendsOf = navigation.faders { return console.sendBuses.map { .bus($0) } }
    if navigation.spilled != nil { return spilledStrips }
    guard case .user(let name) = navigation.layer else {
      return navigation.layer.strips(of: console)
    }
    let strips = mapping.userLayers.first { $0.name == name }?.strips ?? []
    return strips.map { $0.flatMap { console.has($0) ? $0 : nil } }
  }

  /// The strip before (-1) or after (1) the selected one; the first where none of them is selected.
  func neighbour(_ way: Int) -> StripID? {
    let strips = layerStrips.compactMap { $0 }
    guard let place = strips.firstIndex(where: { $0 == navigation.selected }) else {
      return strips.first
    }
    return strips.indices.contains(place + way) ? strips[place + way] : nil
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

  /// The place of a unit's control among those of all units, from 0; nil when the unit is not there.
  func place(_ place: Int, unit: Int) -> Int? {
    guard units[unit].wasSeen else { return nil }
    return units[..<unit].reduce(place) { $0 + ($1.wasSeen ? $1.stripCount : 0) }
  }

  private func visibleStrip(_ place: Int, unit: Int) -> StripID? {
    guard let place = self.place(place, unit: unit) else { return nil }
    let index = navigation.first + place
    return shownStrips.indices.contains(index) ? shownStrips[index] : nil
  }

  /// Makes every fader stand for the parameter that belongs there now.
  mutating func bind(at now: UInt64) {
    followConsole()
    for unit in units.indices {
      for index in units[unit].faders.indices {
        let role = role(of: units[unit].profile.faders[index])
        let address = address(of: role, unit: unit)
        units[unit].faders[index].bind(to: address, at: now)
        // Before it moves again: what it has not taken over must not jump.
        if !units[unit].faders[index].profile.isMotor { aimFader(index, of: unit, at: now) }
      }
    }
  }

  /// Finds anew what is shown: the members of what is spilled, the parameters of a page.
  private mutating func followConsole() {
    if let spilled = navigation.spilled {
      spilledStrips = console?.spill(of: spilled) ?? []
      if case .sendsOf = navigation.faders {} else { navigation.hold(within: spilledStrips.count) }
    }
    let before = shownStrips
    shownStrips = layerStrips
    if shownStrips != before { resetMeters() }
    pageSlots = []
    if case .page(let page) = navigation.pots, let console, let selected = navigation.selected {
      pageSlots = page.slots(of: selected, in: console)
      let last = max(0, pageSlots.count - 1)
      navigation.firstPot = min(navigation.firstPot, last / max(width, 1) * max(width, 1))
    }
  }

  /// The layer or bank changed: everything stands for something else.
  mutating func moved(at now: UInt64) {
    resetMeters()
    bind(at: now)
    refreshLater(now)
  }

  /// Meters stand for other strips now: all, or those that a target is meant by.
  mutating func resetMeters(of target: Target? = nil) {
    for unit in units.indices {
      for index in units[unit].meters.indices {
        let role = role(of: units[unit].profile.meters[index])
        if target == nil || role.target == target { units[unit].meters[index].reset() }
      }
    }
  }
}
