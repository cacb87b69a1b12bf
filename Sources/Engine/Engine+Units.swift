import ConsoleModel
import DSP
import Realtime

// Units: which strips have them, and what they are told.
extension Engine {
  /// Finds which units a strip needs now; says whether the plan lacks one.
  func noteUnits(of node: Node) {
    let strip = console.strip(at: node)
    for kind in UnitKind.allCases {
      let key = UnitKey(node: node, kind: kind)
      let isNeeded = Unit.isNeeded(kind, by: strip, console.stripID(of: node))
      if isNeeded {
        neededUnits.insert(key)
      } else if neededUnits.remove(key) != nil {
        // However long the desk was left alone before, what was just switched off fades out first.
        lastNeed = framesPassed
      }
      let isFitting = plan.units[key].map { $0.fits(strip) } ?? false
      if isNeeded && !isFitting { isPlanStale = true }
    }
  }

  /// The units for the next plan: those of the plan in force as far as they fit, others new.
  ///
  /// One that was just switched off may still be fading out and stays until all is left alone.
  func unitsForNextPlan(isTidying: Bool) -> [UnitKey: Unit] {
    var units: [UnitKey: Unit] = [:]
    for (key, unit) in plan.units where !isTidying && key.kind.fadesOut {
      if unit.fits(console.strip(at: key.node)) { units[key] = unit }
    }
    for key in neededUnits {
      let strip = console.strip(at: key.node)
      if let unit = plan.units[key], unit.fits(strip) {
        units[key] = unit
      } else {
        units[key] = Unit(key.kind, of: strip, rate: rate, fadeFrames: rampFrames, isOn: false)
      }
    }
    return units
  }

  /// The units that a console needs at the start, as it wants them.
  static func firstUnits(_ console: Console, _ rate: Int, _ rampFrames: Int) -> [UnitKey: Unit] {
    var units: [UnitKey: Unit] = [:]
    for node in 0..<console.nodeCount {
      let strip = console.strip(at: node)
      for kind in UnitKind.allCases
      where Unit.isNeeded(kind, by: strip, console.stripID(of: node)) {
        units[UnitKey(node: node, kind: kind)] = Unit(
          kind, of: strip, rate: rate, fadeFrames: rampFrames, isOn: true)
      }
    }
    return units
  }

  /// Tells a strip's units of the plan in force what is news.
  func tellUnits(of node: Node) {
    let strip = console.strip(at: node)
    for kind in UnitKind.allCases {
      guard let unit = plan.units[UnitKey(node: node, kind: kind)] else { continue }
      guard kind != .direct else {
        tellDirect(of: node)
        continue
      }
      let isHushed = kind == .insert && isHushed(.insert(node))
      var rows = Unit.rows(kind, strip, rate, isOn: !isHushed)
      if kind == .limiter && heldLimiters[node] != nil {
        rows[Unit.limiterMix] = isHeldLimiterOn(of: node) ? 1 : 0
      }
      tell(unit, rows)
      if kind == .delay { tellDelay(unit, Unit.delayFrames(strip, rate)) }
    }
  }

  /// Tells a channel's direct out its level, if the plan in force has one.
  func tellDirect(of node: Node) {
    guard node < console.channels.count,
      let unit = plan.units[UnitKey(node: node, kind: .direct)]
    else { return }
    let gain = isHushed(.direct(node)) ? 0 : console.directGain(of: console.stripID(of: node))
    tell(unit, [gain])
  }

  /// Puts the direct outs of the first plan at their levels, before it is in force.
  func settleDirects() {
    for (key, unit) in plan.units where key.kind == .direct {
      let gain = console.directGain(of: console.stripID(of: key.node))
      unit.core.pointee.memory.parameters.pointee.move(lane: 0, to: gain, in: 0)
      unit.told[0] = gain
    }
  }

  /// Tells a unit the targets of its first slots that are news to it.
  private func tell(_ unit: Unit, _ targets: [Float]) {
    let memory = UnsafeMutableRawPointer(unit.core).assumingMemoryBound(to: ProcessorMemory.self)
    for (slot, target) in targets.enumerated() where unit.told[slot] != target {
      let command = EngineCommand.parameter(
        memory, row: Int32(slot / LaneLayout.lanes), lane: Int32(slot % LaneLayout.lanes),
        target: target, frames: Int32(rampFrames))
      if commands.push(command) { unit.told[slot] = target } else { isBehind = true }
    }
  }

  private func tellDelay(_ unit: Unit, _ frames: Int) {
    let lines = unit.core.pointee.body.assumingMemoryBound(to: DelayLine.self)
    for side in 0..<unit.sides {
      if !commands.push(.delay(lines + side, frames: Int32(frames))) { isBehind = true }
    }
  }
}
