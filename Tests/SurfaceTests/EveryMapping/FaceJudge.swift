import ConsoleModel
import Surface
import Units

/// Compares what a decoder read off a unit's messages with what the console is, by the rules of
/// mappings/README.md and of where the keys that were pressed have the surface look.
struct FaceJudge {
  let console: Console
  let meters: MeterLevels
  let outlook: Outlook
  /// The parameters of the page that is shown.
  private let slots: [ParameterAddress]
  let profile: UnitProfile
  let face: any Face
  /// The strips of the units to the left.
  private(set) var before: Int
  /// What the fader does that a hand is on, and the strips of the units to its left.
  var hand: (role: ControlRole, before: Int)?

  init(_ rig: HandRig, _ unit: Int, _ face: any Face, _ outlook: Outlook) {
    console = rig.console
    meters = rig.meters
    self.outlook = outlook
    slots = outlook.slots
    self.face = face
    profile = rig.mapping.units[unit]
    before = rig.stripsBefore(unit)
  }

  /// What differs, in sentences.
  var faults: [String] { faders + lamps + rings + texts + colours + meterFaults }
}

// What controls are about.
extension FaceJudge {
  func strip(_ target: Target?) -> StripID? { outlook.strip(target, after: before) }

  /// What a control does now: what is said for the most modifiers that are held goes first, then
  /// what asks for more, and of equals the last.
  func role<Profile>(_ bound: Bound<Profile>) -> ControlRole {
    let fitting = bound.variants.filter {
      $0.gesture != .touch && $0.condition.modifiers.isSubset(of: outlook.held)
        && $0.condition.views.allSatisfy { outlook.holds($0) }
    }
    let most = fitting.map(\.condition.modifiers.count).max() ?? 0
    let pressed = fitting.filter {
      $0.condition.modifiers.count == most && $0.gesture == .press
    }
    let views = pressed.map(\.condition.views.count).max()
    return pressed.last { $0.condition.views.count == views }?.role
      ?? (most == 0 ? bound.role : .nothing)
  }

  /// The parameter that a fader, pot or key moves, and its value; nil for what the console has not.
  func value(_ role: ControlRole) -> (address: ParameterAddress, value: Double)? {
    guard let address = address(role), let value = console.value(of: address) else { return nil }
    return (address, value)
  }

  private func address(_ role: ControlRole) -> ParameterAddress? {
    switch role {
    case .parameter(let target, let key), .reset(let target, let key),
      .value(let target, let key, _):
      if case .fixed(let owner) = target { return ParameterAddress(owner, key) }
      return strip(target).map { ParameterAddress($0, key) }
    case .fader(let target): return outlook.isFlipped ? pot(target) : fader(target)
    case .pot(let target): return outlook.isFlipped ? fader(target) : pot(target)
    default: return nil
    }
  }

  /// What faders move while nothing is flipped.
  private func fader(_ target: Target) -> ParameterAddress? {
    send(on: target, .sendLevel)
      ?? (outlook.faders == .level || !target.isVisible
        ? strip(target).map { ParameterAddress($0, ParameterKey(.fader)) } : nil)
  }

  /// Whether a page is shown on which that stands.
  func isOnPage(_ address: ParameterAddress) -> Bool {
    !outlook.namesStrips && slots.contains(address)
  }

  /// The parameter under the hand that is on a fader.
  var underHand: ParameterAddress? {
    guard let hand else { return nil }
    var other = self
    (other.hand, other.before) = (nil, hand.before)
    return other.value(hand.role)?.address
  }

  /// A part of the send that is on a fader.
  func send(on target: Target?, _ part: Control) -> ParameterAddress? {
    guard let strip = strip(target), target?.isVisible == true else { return nil }
    switch outlook.faders {
    case .level: return nil
    case .sends(to: let bus): return ParameterAddress(strip, ParameterKey(part, to: bus))
    case .sendsOf(let source):
      return strip.busID.map { ParameterAddress(source, ParameterKey(part, to: $0)) }
    }
  }

  /// What pots move while nothing is flipped.
  private func pot(_ target: Target) -> ParameterAddress? {
    switch outlook.pots {
    case .pan: strip(target).map { ParameterAddress($0, ParameterKey(.pan)) }
    case .send(let bus):
      strip(target).map { ParameterAddress($0, ParameterKey(.sendLevel, to: bus)) }
    case .page: slot(target)
    }
  }

  /// What stands on the page above or below a control.
  func slot(_ target: Target?) -> ParameterAddress? {
    guard case .visible(let place)? = target else { return nil }
    let index = outlook.firstPot + before + place
    return slots.indices.contains(index) ? slots[index] : nil
  }

  /// The switch of a send's level that is off.
  func isOff(_ address: ParameterAddress) -> Bool {
    guard address.key.id == .control(.sendLevel), let bus = address.key.bus else { return false }
    return console.value(of: ParameterAddress(address.owner, ParameterKey(.sendOn, to: bus))) == 0
  }
}

// Faders and rings.
extension FaceJudge {
  /// Where a value lies on the travel: the desk's law for levels (controllers.md §8.2), the middle
  /// for a pan in the centre, what the table says for all others.
  private func place(_ address: ParameterAddress, _ value: Double) -> Double {
    if address.key == ParameterKey(.pan) { return (value + 100) / 200 }
    guard address.parameter.taper == .fader else {
      return address.parameter.position(of: value).value
    }
    switch value {
    case (-10.0)...: return (value + 30) / 40
    case -30.0 ..< -10.0: return (value + 50) / 80
    case -60.0 ..< -30.0: return (value + 70) / 160
    default: return max(0, (value + 90) / 480)
    }
  }

  private var faders: [String] {
    profile.faders.filter(\.profile.isMotor).compactMap { fader in
      let found = value(role(fader))
      if let found, found.address == underHand { return nil }
      let wanted = found.map { place($0.address, $0.value) } ?? 0
      guard let shown = face.panel.places[fader.name] else {
        return "\(fader.name) was told nothing"
      }
      return abs(shown - wanted) <= face.faderStep
        ? nil : "\(fader.name) stands at \(shown), not \(wanted)"
    }
  }

  private var rings: [String] {
    profile.encoders.filter { $0.profile.ring != nil }.compactMap { encoder in
      guard let shown = face.panel.rings[encoder.name] else {
        return "\(encoder.name) was told nothing"
      }
      let found = value(role(encoder))
      return isRight(shown, found)
        ? nil
        : "\(encoder.name) shows \(shown), not \(found.map { "\($0.address) = \($0.value)" } ?? "-")"
    }
  }

  private func isRight(
    _ ring: Panel.Ring, _ found: (address: ParameterAddress, value: Double)?
  ) -> Bool {
    let isDark = ring == .dark || ring == .place(0)
    guard let (address, value) = found, !isOff(address), value > -.infinity else { return isDark }
    let row = address.parameter
    if row.unit == .onOff && value == 0 { return isDark }
    let wanted = place(address, value)
    // What is as long on both sides of zero stands about its middle.
    let hasMiddle = row.range.lowerBound == -row.range.upperBound
    let reach = 0.5 / face.ringSteps + 1e-9
    switch ring {
    case .dark: return false
    case .pan(let place, let isCentred):
      // A box without a centre lamp shows the middle by the middle lamp.
      return hasMiddle && abs(place - wanted) <= reach && (value != 0 || isCentred)
    case .fill(let place): return !hasMiddle && abs(place - wanted) <= reach
    case .place(let place): return abs(place - wanted) <= reach
    }
  }
}

extension Target {
  /// Whether the strip above a control is meant.
  var isVisible: Bool { if case .visible = self { true } else { false } }
}
