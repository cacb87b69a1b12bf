import MIDI

// Greetings.
extension Surface {
  /// A unit sent bytes that may be an answer, which means that it is there, or there again.
  mutating func answered(_ bytes: [UInt8], unit: Int, at now: UInt64) {
    let state = units[unit]
    let greeting = state.profile.greeting
    if greeting.keepAliveAnswer?.match(bytes, fallback: state.id) != nil {
      units[unit].heardAt = now
      units[unit].hasAnswered = true
      if state.link == .silent { becomeReady(unit, at: now) }
      return
    }
    if let challenge = greeting.challenge,
      let asked = challenge.question.match(bytes, fallback: state.id),
      challenge.ids.contains(asked.id), let reply = challenge.reply.message(asked)
    {
      oblige([reply], unit: unit)
    }
    let answer = greeting.answers.lazy.compactMap { $0.match(bytes, fallback: state.id) }.first
    guard let answer else { return }
    units[unit].id = answer.id
    switch state.link {
    case .asked: becomeReady(unit, at: now)
    case .ready, .silent:
      releaseKeys(of: unit, at: now)
      units[unit].forget(at: now)
      becomeReady(unit, at: now)
    case .absent, .waking: break
    }
  }

  /// Lets time pass for every unit's greeting.
  mutating func advanceLinks(to now: UInt64) {
    for unit in units.indices {
      if case .waking(let end) = units[unit].link, now >= end { ask(unit, at: now) }
      if case .asked(let end) = units[unit].link, now >= end { becomeReady(unit, at: now) }
      if let due = units[unit].keepAliveAt, now >= due {
        let greeting = units[unit].profile.greeting
        oblige(greeting.keepAlive, unit: unit)
        units[unit].keepAliveAt = now + greeting.keepAliveInterval
        if units[unit].hasAnswered, units[unit].link == .ready,
          now > units[unit].heardAt + greeting.patience
        {
          // It is taken for gone, with all hands on it, until it answers again.
          units[unit].forget(at: now)
          units[unit].link = .silent
          refreshLater(now)
        }
      }
    }
  }

  private mutating func ask(_ unit: Int, at now: UInt64) {
    let greeting = units[unit].profile.greeting
    oblige(greeting.hello, unit: unit)
    let patience = greeting.answers.isEmpty ? 0 : greeting.timeout
    units[unit].link = .asked(until: now + patience)
    if !greeting.keepAlive.isEmpty { units[unit].keepAliveAt = now + greeting.keepAliveInterval }
  }

  private mutating func becomeReady(_ unit: Int, at now: UInt64) {
    units[unit].link = .ready
    units[unit].heardAt = now
    oblige(units[unit].profile.greeting.setup, unit: unit)
    refreshLater(now)
  }

  private mutating func oblige(_ templates: [SysexTemplate], unit: Int) {
    let id = units[unit].id
    oblige(templates.compactMap { $0.message(id: id) }, unit: unit)
  }

  /// Queues messages; when a unit takes none, or asks faster than it listens, only some are kept.
  private mutating func oblige(_ messages: [MIDIMessage], unit: Int) {
    guard units[unit].obligations.count < 64 else { return }
    units[unit].obligations += messages
  }
}
