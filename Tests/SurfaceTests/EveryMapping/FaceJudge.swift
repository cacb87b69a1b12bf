import ConsoleModel
import Surface
import Units

/// Compares what a decoder read off a unit's messages with what the console is.
struct FaceJudge {
  private let console: Console
  private let meters: MeterLevels
  private let surface: Surface
  private let view: SurfaceView
  private let unit: Int
  private let profile: UnitProfile
  private let face: any Face

  init(_ rig: HandRig, _ unit: Int, _ face: any Face) {
    console = rig.console
    meters = rig.meters
    surface = rig.surface
    self.unit = unit
    self.face = face
    profile = rig.mapping.units[unit]
    // Only this unit is there, so its first strip is the surface's first.
    view = SurfaceView(surface, console, starts: rig.mapping.units.map { _ in 0 })
  }

  /// What differs, in sentences.
  var faults: [String] { faders + lamps + rings + texts + colours + meterFaults }

  private var navigation: Navigation { surface.navigation }

  private func strip(_ target: Target?) -> StripID? {
    guard let target, case .strip(let strip)? = view.owners(target, unit).first else { return nil }
    return console.has(strip) ? strip : nil
  }

  private func value(_ role: ControlRole) -> (address: ParameterAddress, value: Double)? {
    guard let address = view.addresses(of: role, unit).first,
      let value = console.value(of: address)
    else { return nil }
    return (address, value)
  }

  /// Where a value lies on the travel: the desk's law for levels (controllers.md §8.2), the middle
  /// for a pan in the centre.
  private func place(_ address: ParameterAddress, _ value: Double) -> Double {
    if address.key == ParameterKey(.pan) { return (value + 100) / 200 }
    switch value {
    case (-10.0)...: return (value + 30) / 40
    case -30.0 ..< -10.0: return (value + 50) / 80
    case -60.0 ..< -30.0: return (value + 70) / 160
    default: return max(0, (value + 90) / 480)
    }
  }
}

// Faders, rings, lamps.
extension FaceJudge {
  private var faders: [String] {
    profile.faders.filter(\.profile.isMotor).compactMap { fader in
      let wanted = value(fader.role).map { place($0.address, $0.value) } ?? 0
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
      let found = value(encoder.role)
      return isRight(shown, found)
        ? nil : "\(encoder.name) shows \(shown), not \(String(describing: found))"
    }
  }

  private func isRight(
    _ ring: Panel.Ring, _ found: (address: ParameterAddress, value: Double)?
  ) -> Bool {
    guard let (address, value) = found else { return isDark(ring) }
    if let bus = address.key.bus,
      console.value(of: ParameterAddress(address.owner, ParameterKey(.sendOn, to: bus))) == 0
    {
      return isDark(ring)
    }
    guard value > -.infinity else { return isDark(ring) }
    let wanted = place(address, value)
    let isPan = address.key == ParameterKey(.pan)
    let reach = 0.5 / face.ringSteps + 1e-9
    switch ring {
    case .dark: return false
    case .pan(let place, let isCentred):
      // A box without a centre lamp shows the middle by the middle lamp.
      return isPan && abs(place - wanted) <= reach && (value != 0 || isCentred)
    case .fill(let place): return !isPan && abs(place - wanted) <= reach
    case .place(let place): return abs(place - wanted) <= reach
    }
  }

  private func isDark(_ ring: Panel.Ring) -> Bool { ring == .dark || ring == .place(0) }

  private var lamps: [String] {
    let known = profile.buttons.compactMap { button -> String? in
      guard button.profile.lamp != nil else {
        return face.panel.lamps[button.name].map { _ in "\(button.name) has a lamp" }
      }
      guard let shown = face.panel.lamps[button.name] else {
        return "\(button.name) was told nothing"
      }
      var wanted = lamp(button.role)
      if wanted == .blink && !face.blinks { wanted = .on }
      return shown == wanted ? nil : "\(button.name) is \(shown), not \(wanted)"
    }
    let names = Set(profile.buttons.map(\.name))
    return known + face.panel.lamps.keys.filter { !names.contains($0) }.map { "\($0) is nothing" }
  }

  /// README.md, "Lamps": on for what is set, blinking for what something above does.
  private func lamp(_ role: ControlRole) -> Panel.Lamp {
    func on(_ isOn: Bool) -> Panel.Lamp { isOn ? .on : .off }
    switch role {
    case .mute(let target):
      guard let strip = strip(target) else { return .off }
      if console.isMutedByHand(strip) { return .on }
      return console.muteCauses(of: strip).isEmpty ? .off : .blink
    case .solo(let target):
      guard let strip = strip(target) else { return .off }
      if console.isSoloedByHand(strip) { return .on }
      return console.isSoloed(strip) ? .blink : .off
    case .arm(let target): return on(strip(target).flatMap { console.strip($0)?.isArmed } ?? false)
    case .select(let target):
      return on(strip(target).map { $0 == navigation.selected } ?? false)
    case .muteGroup(let number): return on(console.muteGroup(number)?.isOn ?? false)
    case .clearSolo: return on(console.stripIDs.contains { console.isSoloedByHand($0) })
    case .tapTempo: return .on
    case .layer(let layer): return on(navigation.layer == layer)
    case .assignPan: return on(navigation.pots == .pan)
    case .assignSend: return on(navigation.pots != .pan)
    case .bank(let way), .nudge(let way):
      let count = navigation.layer.strips(of: console).count
      return on(way < 0 ? navigation.first > 0 : navigation.first + surface.width < count)
    case .selectNext(let way):
      let strips = navigation.layer.strips(of: console)
      guard let selected = navigation.selected, let place = strips.firstIndex(of: selected) else {
        return .on
      }
      return on(strips.indices.contains(place + way))
    case .pushPot, .parameter, .reset:
      guard let (address, value) = value(role) else { return .off }
      if case .parameter = role { return on(value == 1) }
      if address.key.id == .control(.sendOn) { return on(value == 1) }
      return on(value == address.defaultValue)
    default: return .off
    }
  }
}

// Text, colours, meters.
extension FaceJudge {
  private var texts: [String] {
    profile.displays.flatMap { display -> [String] in
      let strip = strip(display.role.target)
      let shown = face.panel.texts[display.name] ?? [:]
      return display.profile.rows.enumerated().compactMap { place, row in
        guard let text = shown[place] else { return "\(display.name) was written nothing" }
        let isRight = isRight(text.trimmed, row.shows, strip, display.profile.characters)
        return isRight
          ? nil : "\(display.name) reads '\(text)' for \(strip.map { "\($0)" } ?? "nothing")"
      }
    }
  }

  private func isRight(
    _ text: String, _ shows: DisplayContent, _ strip: StripID?, _ length: Int
  ) -> Bool {
    guard let strip else { return text.isEmpty }
    guard text.utf8.count <= length else { return false }
    switch shows {
    case .name: return isShort(text, of: console.name(of: strip), length)
    case .level: return isLevel(text, console.fader(of: strip)?.value)
    case .value:
      if case .send(let bus) = navigation.pots,
        let level = console.value(of: ParameterAddress(strip, ParameterKey(.sendLevel, to: bus)))
      {
        let isOn = console.value(of: ParameterAddress(strip, ParameterKey(.sendOn, to: bus))) == 1
        return isOn ? isLevel(text, level) : text == "off"
      }
      if console.isMutedByHand(strip) { return text.hasPrefix("MUTE") || text.contains("+") }
      let level = console.effectiveLevel(of: strip)?.value
      if console.muteCauses(of: strip).isEmpty { return isLevel(text, level) }
      return Double(text) == nil && !text.isEmpty
    default: return true
    }
  }

  /// Whether a text tells a level to a tenth of a dB.
  private func isLevel(_ text: String, _ level: Double?) -> Bool {
    guard let level else { return false }
    if level == -.infinity { return text.lowercased().contains("-inf") }
    let number = text.hasSuffix("dB") ? String(text.dropLast(2)) : text
    return Double(number).map { abs($0 - level) < 0.0501 } ?? false
  }

  /// Whether a text is a name, or made of its letters in order where that is too long or no ASCII.
  private func isShort(_ text: String, of name: String, _ length: Int) -> Bool {
    let plain = name.replacing("Ü", with: "U")
    if plain.utf8.count <= length { return text == plain }
    var rest = plain[...]
    for letter in text {
      guard let found = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: found)...]
    }
    let number = plain.reversed().prefix { $0.isNumber }
    return text.utf8.count == length && text.hasSuffix(String(number.reversed()))
  }

  private var colours: [String] {
    profile.colours.enumerated().compactMap { place, row in
      // What has no colour is white, so that text can be read and keys are seen.
      func wanted(_ row: Bound<ColourProfile>) -> StripColour {
        let colour = strip(row.role.target).map { console.colour(of: $0) } ?? .none
        return colour == .none ? .white : colour
      }
      if let twister = face as? TwisterFace {
        let hues = twister.hues
        let isLike = profile.colours.enumerated().allSatisfy { other, bound in
          (hues[UInt8(other)] == hues[UInt8(place)]) == (wanted(bound) == wanted(row))
        }
        return isLike && hues[UInt8(place)] != nil ? nil : "\(row.name) has another's hue"
      }
      let shown = face.panel.colours[row.name]
      return shown == wanted(row)
        ? nil : "\(row.name) is \(String(describing: shown)), not \(wanted(row))"
    }
  }

  private var meterFaults: [String] {
    profile.meters.flatMap { meter -> [String] in
      let peak = strip(meter.role.target).map { Double(meters[$0]) } ?? -.infinity
      let shown = face.panel.meters[meter.name] ?? -1
      var wanted = face.meterStep(peak)
      let isOver = face.panel.overloads[meter.name]
      if peak > 0.01 && isOver == false { return ["\(meter.name) is not overloaded"] }
      if peak < 0 && isOver == true { return ["\(meter.name) is overloaded"] }
      if peak > 0 && peak < 0.01 { wanted = shown }
      return shown == wanted ? [] : ["\(meter.name) shows \(shown) for \(peak), not \(wanted)"]
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
