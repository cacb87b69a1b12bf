import ConsoleModel
import Simulator
import Surface
import Testing
import Units
import YAML

/// Every action of every layout, done by a hand on the simulated box, acts as the page says.
@Suite struct HandTests {
  /// A handle of a unit, with one thing that the layout gives it to do.
  private struct Case {
    let unit: Int
    let handle: Handle
    let name: String
    let role: ControlRole
    var gesture = Gesture.press
    var condition = Condition()
  }

  private func load(_ name: String) throws -> Mapping {
    let bytes = repositoryFile("mappings/" + name)
    return try #require(MappingFile.load(bytes: bytes, file: name).mapping)
  }

  private func cases(_ mapping: Mapping) -> [Case] {
    var cases: [Case] = []
    func add<Profile>(_ unit: Int, _ handle: Handle, _ bound: Bound<Profile>) {
      if bound.role != .nothing {
        cases.append(Case(unit: unit, handle: handle, name: bound.name, role: bound.role))
      }
      for variant in bound.variants {
        cases.append(
          Case(
            unit: unit, handle: handle, name: bound.name, role: variant.role,
            gesture: variant.gesture, condition: variant.condition))
      }
    }
    for (unit, profile) in mapping.units.enumerated() {
      for (place, bound) in profile.faders.enumerated() { add(unit, .fader(place), bound) }
      for (place, bound) in profile.buttons.enumerated() { add(unit, .button(place), bound) }
      for (place, bound) in profile.encoders.enumerated() { add(unit, .encoder(place), bound) }
    }
    return cases
  }

  @Test(arguments: shippedFiles) func everyActionActs(name: String) throws {
    let mapping = try load(name)
    var done: Set<String> = []
    var rigs: [[Int]: HandRig] = [:]
    for one in cases(mapping) {
      // Equal units are the same box.
      let profile = mapping.units[one.unit]
      let alike = mapping.units.firstIndex {
        $0.faders == profile.faders && $0.buttons == profile.buttons
      }
      guard alike == one.unit else { continue }
      let what = "\(name), \(profile.name), \(one.gesture) \(one.name): \(one.role)"
      try check(one, mapping, &rigs, what)
      done.insert(one.name)
    }
    #expect(!done.isEmpty)
  }

  private func check(
    _ one: Case, _ mapping: Mapping, _ rigs: inout [[Int]: HandRig], _ what: String
  ) throws {
    let isSpill = if case .spill = one.role { true } else { false }
    var mapping = mapping
    var present = [one.unit]
    // A unit without the modifier's key, or without layers, stands beside one that has them.
    let master = mapping.units.firstIndex { unit in
      unit.buttons.contains { one.condition.modifiers.contains($0.name) }
        || isSpill && unit.hasLayerKeys
    }
    if let master, master != one.unit { present = [master, one.unit] }
    if isSpill, master == nil {
      // A box without a master section is joined with one that has it, as its file says.
      present.append(mapping.units.count)
      mapping = .joined([mapping, try load("mackie-control.yaml")])
    }
    let rig = try rigs[present] ?? HandRig(mapping, present: present)
    rigs[present] = rig
    guard one.condition.views.isEmpty else {
      Issue.record("\(what): nothing here brings \(one.condition.views)")
      return
    }
    var hand = Hand(rig: rig, unit: one.unit, handle: one.handle, gesture: one.gesture)
    hand.modifiers = one.condition.modifiers
    let isRight = try hand.acts(one.role)
    #expect(isRight, "\(what)")
  }
}

extension UnitProfile {
  /// Whether a key shows another layer.
  fileprivate var hasLayerKeys: Bool {
    buttons.contains { if case .layer = $0.role { true } else { false } }
  }
}
