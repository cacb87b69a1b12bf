import YAML

/// The device part of a file.
struct LoadedDevice {
  var units: [LoadedUnit]
  /// The parts by name, each with its controls in the file's order.
  var parts: [String: [LoadedControl]]

  /// The controls of every part that some unit has.
  var controls: [LoadedControl] {
    Set(units.flatMap(\.parts)).sorted().flatMap { parts[$0] ?? [] }
  }
}

/// One entry of the list of units; it may stand for several equal ones.
struct LoadedUnit {
  var profile: UnitProfile
  var count: Int
  /// The names of its parts.
  var parts: [String]

  /// The units with their controls, as far as the layout gives these something to do.
  func profiles(
    parts: [String: [LoadedControl]], roles: [ControlName: LoadedRole]
  ) -> [UnitProfile] {
    var unit = profile
    for control in self.parts.flatMap({ parts[$0] ?? [] }) {
      guard let loaded = roles[control.name] else { continue }
      let name = control.name.description
      switch control.content {
      case .fader(let profile): unit.faders.append(loaded.bound(to: profile, name: name))
      case .button(let profile): unit.buttons.append(loaded.bound(to: profile, name: name))
      case .encoder(let profile): unit.encoders.append(loaded.bound(to: profile, name: name))
      case .display(let profile): unit.displays.append(loaded.bound(to: profile, name: name))
      case .colour(let profile): unit.colours.append(loaded.bound(to: profile, name: name))
      case .meter(let profile): unit.meters.append(loaded.bound(to: profile, name: name))
      case .refused: break
      }
    }
    return (1...count).map { number in
      var copy = unit
      if count > 1 { copy.name += " \(number)" }
      return copy
    }
  }
}
