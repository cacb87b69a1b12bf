import ConsoleModel
import Units

/// A key that is down.
struct KeyPress: Hashable, Sendable {
  /// When it went down, in nanoseconds.
  let since: UInt64
  /// What it does if it is held until `Surface.holdTime` is over; nil once that is settled.
  var hold: ControlRole?
  /// What it does if it is let go before.
  var tap: ControlRole?
  /// What is taken back when it is let go.
  var release: Release?
  /// Whether a tap lets that last.
  var lastsWhenTapped = false

  /// Something that lasts as long as a key is held.
  enum Release: Hashable, Sendable {
    case modifier(String)
    /// A parameter that the key set, and what it was before.
    case value(ParameterAddress, set: Double, before: Double)
    /// How the surface looked before, in one respect.
    case view(Navigation.Aspect, Navigation)
  }
}

extension Surface {
  /// How long a key is held for what it does then, in nanoseconds.
  static let holdTime: UInt64 = 500 * .millisecond
  /// The time within which a key is pressed twice to have done so at once, in nanoseconds.
  static let doubleTime: UInt64 = 300 * .millisecond
}

// Keys go down and up.
extension Surface {
  /// The edits of a key that was pressed or let go.
  mutating func buttonMoved(
    _ index: Int, to value: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    let isDown = value > 0
    guard isDown != units[unit].pressed[index] else { return [] }
    units[unit].pressed[index] = isDown
    return isDown ? pressed(index, unit: unit, at: now) : released(index, unit: unit, at: now)
  }

  private mutating func pressed(_ index: Int, unit: Int, at now: UInt64) -> [ConsoleEdit] {
    let button = units[unit].profile.buttons[index]
    var press = KeyPress(since: now)
    let isSecond = units[unit].taps[index].map { now <= $0 + Self.doubleTime } ?? false
    units[unit].taps[index] = nil
    if let double = role(of: button, for: .double) {
      units[unit].presses[index] = press
      if isSecond { return begin(double, index, unit: unit, at: now) }
      units[unit].taps[index] = now
    }
    let plain = role(of: button, for: .press)
    press.hold = role(of: button, for: .hold)
    press.tap = press.hold == nil ? nil : plain
    units[unit].presses[index] = press
    guard press.hold == nil, let plain else { return [] }
    return begin(plain, index, unit: unit, at: now)
  }

  private mutating func released(_ index: Int, unit: Int, at now: UInt64) -> [ConsoleEdit] {
    guard let press = units[unit].presses[index] else { return [] }
    var edits: [ConsoleEdit] = []
    if let hold = press.hold {
      units[unit].presses[index]?.hold = nil
      let isHeld = now >= press.since + Self.holdTime
      if let role = isHeld ? hold : press.tap { edits = begin(role, index, unit: unit, at: now) }
    }
    follow(edits)
    edits += soloReleased(index, unit: unit, at: now)
    let isTap = Double(now - press.since) / 1e6 <= SoloKey.longestTap.value
    return edits + end(index, unit: unit, isTap: isTap, at: now)
  }

  /// Lets time pass for keys, and answers with the edits of those that have been held long enough.
  ///
  /// To be called when `nextDeadline` comes, before `outgoing`.
  ///
  /// - Parameters:
  ///   - now: The time in nanoseconds.
  ///   - console: The console as it is, with every earlier edit made.
  /// - Returns: The edits, in order.
  public mutating func elapsed(at now: UInt64, console: Console) -> [ConsoleEdit] {
    var edits = orphans
    orphans = []
    let due = units.indices.flatMap { unit in
      units[unit].presses.filter { $1.hold != nil && now >= $1.since + Self.holdTime }.keys
        .sorted().map { (unit: unit, index: $0) }
    }
    guard !due.isEmpty else { return edits }
    show(console, at: now)
    for (unit, index) in due {
      guard let hold = units[unit].presses[index]?.hold else { continue }
      units[unit].presses[index]?.hold = nil
      let more = begin(hold, index, unit: unit, at: now)
      follow(more)
      edits += more
    }
    refreshLater(now)
    return edits
  }

  /// When a key has been held long enough; nil when none waits for that.
  var nextHold: UInt64? {
    if !orphans.isEmpty { return 0 }
    var first: UInt64?
    for unit in units {
      for press in unit.presses.values where press.hold != nil {
        first = min(first ?? .max, press.since + Self.holdTime)
      }
    }
    return first
  }

  /// Makes edits on the surface's own idea of the console, for what comes right after them.
  private mutating func follow(_ edits: [ConsoleEdit]) {
    for edit in edits { try? console?.apply(edit) }
  }
}

// What lasts for as long as a key is held.
extension Surface {
  private mutating func begin(
    _ role: ControlRole, _ index: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    switch role {
    case .modifier(let name):
      units[unit].presses[index]?.release = .modifier(name)
      moved(at: now)
      return []
    case .lasting(let inner, let behaviour):
      units[unit].presses[index]?.lastsWhenTapped = behaviour == .auto
      if case .modifier(let name) = inner { return latch(name, behaviour, index, unit, at: now) }
      guard let aspect = inner.aspect else {
        return switchOn(inner, behaviour, index, unit: unit, at: now)
      }
      let before = navigation
      changeView(inner, unit: unit, at: now)
      if navigation != before { keep(.view(aspect, before), index, unit) }
      return []
    default: return act(role, index, unit: unit, at: now)
    }
  }

  private mutating func keep(_ release: KeyPress.Release, _ index: Int, _ unit: Int) {
    units[unit].presses[index]?.release = release
  }

  private mutating func latch(
    _ name: String, _ behaviour: KeyBehaviour, _ index: Int, _ unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    if latched.remove(name) == nil {
      if behaviour == .latch { latched.insert(name) } else { keep(.modifier(name), index, unit) }
    }
    moved(at: now)
    return []
  }

  /// The edits of a key that switches something on for a while, or sets it to a value.
  private mutating func switchOn(
    _ role: ControlRole, _ behaviour: KeyBehaviour, _ index: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    let isSend = navigation.faders != .level
    if case .mute(.visible) = role, isSend { return act(role, index, unit: unit, at: now) }
    guard let address = address(of: role.asParameter, unit: unit),
      let before = console?.value(of: address)
    else { return [] }
    var value = 1.0
    if case .value(_, _, let own) = role { value = own }
    if behaviour == .auto && before == value {
      guard case .value = role else {
        showValue(address, at: now)
        return edits(address, to: 0)
      }
      return []
    }
    let edits = edits(address, to: value)
    if !edits.isEmpty { keep(.value(address, set: value, before: before), index, unit) }
    showValue(address, at: now)
    return edits
  }

  /// Takes back what lasted as long as the key was held.
  private mutating func end(
    _ index: Int, unit: Int, isTap: Bool, at now: UInt64
  ) -> [ConsoleEdit] {
    guard let press = units[unit].presses.removeValue(forKey: index), let release = press.release
    else { return [] }
    let lasts = press.lastsWhenTapped && isTap
    switch release {
    case .modifier(let name):
      if lasts { latched.insert(name) }
      moved(at: now)
      return []
    case .view(let aspect, let before):
      if !lasts {
        navigation.restore(aspect, from: before)
        moved(at: now)
      }
      return []
    case .value(let address, let set, let before):
      guard !lasts, set != before, console?.value(of: address) == set else { return [] }
      showValue(address, at: now)
      return edits(address, to: before)
    }
  }

  /// The keys of a unit are held by nobody any more: what lasted while they were ends, but no mute
  /// is opened and no level set for that.
  mutating func releaseKeys(of unit: Int, at now: UInt64) {
    for index in units[unit].presses.keys.sorted() {
      units[unit].presses[index]?.hold = nil
      units[unit].presses[index]?.lastsWhenTapped = false
      if case .value(let address, let set, _)? = units[unit].presses[index]?.release {
        let mutes: [ParameterKey] = [.mute, .muteGroupOn, .allMute].map { ParameterKey($0) }
        if address.parameter.unit != .onOff || set == 0 || mutes.contains(address.key) {
          units[unit].presses[index]?.release = nil
        }
      }
      let edits = end(index, unit: unit, isTap: false, at: now)
      follow(edits)
      orphans += edits
    }
    units[unit].taps = [:]
  }
}

extension ControlRole {
  /// Keys of a strip as the parameters that they switch.
  var asParameter: ControlRole {
    switch self {
    case .mute(let target): .parameter(target, ParameterKey(.mute))
    case .arm(let target): .parameter(target, ParameterKey(.arm))
    case .muteGroup(let number):
      .parameter(.fixed(.muteGroup(number)), ParameterKey(.muteGroupOn))
    default: self
    }
  }
}
