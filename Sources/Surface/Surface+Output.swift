import MIDI

// What the units are sent.
extension Surface {
  /// The messages that are due, in order: as many as each unit's budget lets through.
  ///
  /// What matters most goes first: greetings, echoes of a touched fader, lamps, faders, rings, text,
  /// meters. When the budget is used up the rest waits, always in its newest state.
  public mutating func outgoing(at now: UInt64) -> [(unit: Int, message: MIDIMessage)] {
    advanceLinks(to: now)
    advanceFaders(to: now)
    refresh(at: now)
    return units.indices.flatMap { unit -> [(unit: Int, message: MIDIMessage)] in
      guard units[unit].link != .absent else { return [] }
      var writer = UnitWriter(at: now)
      writer.writeControls(&units[unit])
      if !writer.isBlocked && units[unit].isTextStale { writeCells(of: unit) }
      writer.writeShown(&units[unit])
      return writer.messages.map { (unit, $0) }
    }
  }

  /// When `outgoing` has something again if nothing happens before: nil for never, 0 for at once.
  public var nextDeadline: UInt64? {
    var next = [refreshDeadline, nextHold].compactMap { $0 }.min()
    for shown in shownValues.values { next = min(next ?? .max, shown.until) }
    for unit in units.indices {
      if let own = units[unit].nextDeadline { next = min(next ?? .max, own) }
    }
    return next
  }

  private mutating func advanceFaders(to now: UInt64) {
    for unit in units.indices {
      for index in units[unit].faders.indices {
        let before = units[unit].faders[index].motor.isTouched
        units[unit].faders[index].motor.advance(to: now)
        guard before, !units[unit].faders[index].motor.isTouched else { continue }
        units[unit].faders[index].held = nil
        refreshLater(now)
      }
    }
  }
}

extension UnitState {
  /// When this unit has to be looked at again.
  var nextDeadline: UInt64? {
    let times: [UInt64?]
    switch link {
    case .absent: return nil
    case .silent: times = [obligationTime, keepAliveAt]
    case .waking(let end), .asked(let end): times = [end, obligationTime, keepAliveAt]
    case .ready where blockedUntil != nil: times = [blockedUntil, keepAliveAt]
    case .ready:
      times =
        [obligationTime, keepAliveAt, paintTime] + meters.map(\.nextDeadline)
        + faders.map { $0.nextDeadline(start: nextStart, after: writtenAt) }
    }
    return times.compactMap { $0 }.min()
  }

  private var obligationTime: UInt64? { obligations.isEmpty ? nil : blockedUntil ?? 0 }

  private var paintTime: UInt64? {
    let isPending =
      zip(lamps, profile.buttons).contains { $0.isPending && $1.profile.lamp != nil }
      || zip(rings, profile.encoders).contains { $0.isPending && $1.profile.ring != nil }
      || isTextStale || hasPendingCell || colours.contains { $0.isPending }
    return isPending ? 0 : nil
  }
}
